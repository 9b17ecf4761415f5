// An operator that is not TensorFlow Lite's own: a model that has it, and what it is in operators of WebNN.
using WebNN;
using WebNN.FlatBuffers;
using WebNN.TfLite;
using WebNN.TfLite.Delegation;

// A converter would have written it: y = Mine.Scale(x), with the factor as the operator's options.
var writer = new ModelWriter();
var (x, y) = (writer.AddTensor("x", TensorType.Float32, [1, 4]), writer.AddTensor("y", TensorType.Float32, [1, 4]));
writer.AddCustomOperator("Mine.Scale", [x], [y], new byte[] { 3 });
writer.SetInputs([x]);
writer.SetOutputs([y]);

var scale = new CustomOperator("Mine.Scale", node =>
{
    node.Require(node.Options.Length == 1, $"{node.Options.Length} bytes of options; expected 1");
    return [node.Builder.Mul(node.Input(0), node.Builder.Constant(MLOperandDataType.Float32, (int)node.Options[0]), node.Label)];
});
using var model = CompiledModel.FromBytes(writer.ToArray(), new() { CustomOperators = [scale] });
model.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
model.Run();
Console.WriteLine(string.Join(" ", model.Outputs[0].Data<float>().ToArray()));

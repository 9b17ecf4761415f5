// A graph by hand: two dense layers, built operator by operator, compiled once, computed over tensors.
using WebNN;
using WebNN.OnnxRuntime;

using var context = new OrtContext(new() { Devices = ["cpu"] });
var builder = new MLGraphBuilder(context);
var x = builder.Input("x", new(MLOperandDataType.Float32, 1, 3));
var hidden = builder.Relu(builder.Gemm(x, builder.Constant<float>([3, 2], 1, -1, 2, 0, 0, 1), builder.Constant<float>([2], 0.5f, 0)));
var scores = builder.Softmax(builder.Matmul(hidden, builder.Constant<float>([2, 2], 1, 0, 0, 1)), axis: 1);

// The one text form of a graph: errors quote it, tests compare it.
Console.Write(builder.Define(new MLNamedOperand("scores", scores)).ToText());

using var graph = builder.Build(new MLNamedOperand("scores", scores));
using var input = context.CreateTensor(graph.Inputs[0].Descriptor, writable: true);
using var output = context.CreateTensor(graph.Outputs[0].Descriptor, readable: true);
foreach (float[] values in (float[][])[[1, 0, 0], [0, 0, 3], [0.5f, 0.25f, 1]])
{
    context.WriteTensor<float>(input, values);
    context.Dispatch(graph, [input], [output]);
    Console.WriteLine($"{string.Join(" ", values)} -> {string.Join(" ", context.ReadTensor<float>(output).Select(score => score.ToString("F3")))}");
}

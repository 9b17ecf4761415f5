using WebNN.FlatBuffers;
using WebNN.TfLite;

namespace WebNN.EndToEnd.Tests;

/// <summary>A sum with a mask of -Infinity, and what SOFTMAX makes of it: TFLite's ADD and SUB end at the largest finite floats.</summary>
public sealed class MaskTests
{
    private const float Masked = float.NegativeInfinity;

    [Theory]
    [InlineData(BuiltinOperator.Add, BuiltinOperator.Softmax, false)]
    [InlineData(BuiltinOperator.Add, BuiltinOperator.Softmax, true)]
    [InlineData(BuiltinOperator.Sub, BuiltinOperator.Softmax, false)]
    [InlineData(BuiltinOperator.Add, BuiltinOperator.LogSoftmax, false)]
    [InlineData(BuiltinOperator.Sub, BuiltinOperator.LogSoftmax, true)]
    public void A_masked_row_comes_out_as_TFLite_has_it(BuiltinOperator masking, BuiltinOperator reader, bool reshaped)
    {
        Natives.SkipUnlessPresent();
        using var model = TfLiteModel.FromBytes(Write(masking, reader, reshaped));
        using var tflite = new Interpreter(model);
        using var webnn = new WebNNDelegate();
        using var delegated = new Interpreter(model, new InterpreterOptions { Delegates = [webnn] });
        Assert.Equal(reshaped ? 3 : 2, delegated.Report!.DelegatedNodes);

        float[] mask = [Masked, Masked, Masked, Masked, 0, Masked, 0, 0];
        foreach (var interpreter in new[] { tflite, delegated })
        {
            new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }.CopyTo(interpreter.Inputs[0].Data<float>());
            Array.ConvertAll(mask, value => masking == BuiltinOperator.Add ? value : -value).CopyTo(interpreter.Inputs[1].Data<float>());
            interpreter.Invoke();
        }

        var expected = reader == BuiltinOperator.Softmax ? 0.25f : -1.3862944f;
        Assert.All(delegated.Outputs[0].Data<float>()[..4].ToArray(), element => Assert.Equal(expected, element, 1e-6f));
        var objection = Tolerance.Float.Objection(tflite.Outputs[0].Type, tflite.Outputs[0].Bytes, delegated.Outputs[0].Bytes, out _);
        Assert.True(objection is null, objection);
    }

    private static byte[] Write(BuiltinOperator masking, BuiltinOperator reader, bool reshaped)
    {
        var writer = new ModelWriter();
        int[] inputs = [writer.AddTensor("logits", TensorType.Float32, [2, 4]), writer.AddTensor("mask", TensorType.Float32, [2, 4])];
        var sum = writer.AddTensor("sum", TensorType.Float32, [2, 4]);
        writer.AddOperator(masking, inputs, [sum], masking == BuiltinOperator.Add ? new AddOptions() : new SubOptions());
        int[] shape = reshaped ? [2, 1, 4] : [2, 4];
        var read = sum;
        if (reshaped)
        {
            var target = writer.AddTensor("shape", TensorType.Int32, [3], null, shape.SelectMany(BitConverter.GetBytes).ToArray());
            read = writer.AddTensor("reshaped", TensorType.Float32, shape);
            writer.AddOperator(BuiltinOperator.Reshape, [sum, target], [read]);
        }

        var output = writer.AddTensor("output", TensorType.Float32, shape);
        writer.AddOperator(reader, [read], [output], reader == BuiltinOperator.Softmax ? new SoftmaxOptions() : null);
        writer.SetInputs(inputs);
        writer.SetOutputs([output]);
        return writer.ToArray();
    }
}

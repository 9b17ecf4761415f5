using WebNN.FlatBuffers;

namespace WebNN.Cli.Tests;

/// <summary>Models of a few nodes for the tool's tests.</summary>
internal static class SmallModels
{
    /// <summary>f32[1,8]: RELU, then SOFTMAX.</summary>
    public static byte[] Float()
    {
        var writer = new ModelWriter("float");
        var input = writer.AddTensor("input", TensorType.Float32, [1, 8]);
        var hidden = writer.AddTensor("hidden", TensorType.Float32, [1, 8]);
        var output = writer.AddTensor("scores", TensorType.Float32, [1, 8]);
        writer.AddOperator(BuiltinOperator.Relu, [input], [hidden]);
        writer.AddOperator(BuiltinOperator.Softmax, [hidden], [output], new SoftmaxOptions());
        return Finish(writer, input, output);
    }

    /// <summary>int8[1,16]: LOGISTIC, then DEQUANTIZE: float outside, quantized inside.</summary>
    public static byte[] Quantized()
    {
        var writer = new ModelWriter("quantized");
        var input = writer.AddTensor("input", TensorType.Int8, [1, 16], QuantizationParameters.PerTensor(0.05f, 3));
        var hidden = writer.AddTensor("hidden", TensorType.Int8, [1, 16], QuantizationParameters.PerTensor(1 / 256f, -128));
        var output = writer.AddTensor("output", TensorType.Float32, [1, 16]);
        writer.AddOperator(BuiltinOperator.Logistic, [input], [hidden]);
        writer.AddOperator(BuiltinOperator.Dequantize, [hidden], [output], version: 2);
        return Finish(writer, input, output);
    }

    /// <summary>f32[1,4]: QUANTIZE to uint8, then DEQUANTIZE.</summary>
    public static byte[] QuantizingItself()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("input", TensorType.Float32, [1, 4]);
        var hidden = writer.AddTensor("hidden", TensorType.UInt8, [1, 4], QuantizationParameters.PerTensor(0.1f, 100));
        var output = writer.AddTensor("output", TensorType.Float32, [1, 4]);
        writer.AddOperator(BuiltinOperator.Quantize, [input], [hidden]);
        writer.AddOperator(BuiltinOperator.Dequantize, [hidden], [output]);
        return Finish(writer, input, output);
    }

    /// <summary>f32[1,4] times int8 weights.</summary>
    public static byte[] DynamicRange()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("input", TensorType.Float32, [1, 4]);
        var weights = writer.AddTensor("weights", TensorType.Int8, [2, 4], QuantizationParameters.PerTensor(0.1f), new byte[8]);
        var output = writer.AddTensor("output", TensorType.Float32, [1, 2]);
        writer.AddOperator(BuiltinOperator.FullyConnected, [input, weights, -1], [output], new FullyConnectedOptions());
        return Finish(writer, input, output);
    }

    /// <summary>i32[1,6] indices into a table of 50 rows.</summary>
    public static byte[] Tokens()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("tokens", TensorType.Int32, [1, 6]);
        var table = writer.AddTensor("table", TensorType.Float32, [50, 3], data: new byte[50 * 3 * sizeof(float)]);
        var output = writer.AddTensor("rows", TensorType.Float32, [1, 6, 3]);
        writer.AddOperator(BuiltinOperator.Gather, [table, input], [output], new GatherOptions(0));
        return Finish(writer, input, output);
    }

    /// <summary>An operator that nobody has.</summary>
    public static byte[] UnknownCustom()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("input", TensorType.Float32, [1, 4]);
        var output = writer.AddTensor("output", TensorType.Float32, [1, 4]);
        writer.AddCustomOperator("MysteryOp", [input], [output]);
        return Finish(writer, input, output);
    }

    private static byte[] Finish(ModelWriter writer, int input, int output)
    {
        writer.SetInputs([input]);
        writer.SetOutputs([output]);
        return writer.ToArray();
    }
}

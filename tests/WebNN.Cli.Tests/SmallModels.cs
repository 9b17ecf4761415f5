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

    /// <summary>i32[4] into two tables, of 50 and of 8 rows.</summary>
    public static byte[] TokensOfTwoTables()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("tokens", TensorType.Int32, [4]);
        var wide = writer.AddTensor("wide", TensorType.Float32, [50, 2], data: new byte[50 * 2 * sizeof(float)]);
        var narrow = writer.AddTensor("narrow", TensorType.Float32, [8, 2], data: new byte[8 * 2 * sizeof(float)]);
        int[] rows = [writer.AddTensor("a", TensorType.Float32, [4, 2]), writer.AddTensor("b", TensorType.Float32, [4, 2])];
        var output = writer.AddTensor("sum", TensorType.Float32, [4, 2]);
        writer.AddOperator(BuiltinOperator.Gather, [wide, input], [rows[0]], new GatherOptions(0));
        writer.AddOperator(BuiltinOperator.Gather, [narrow, input], [rows[1]], new GatherOptions(0));
        writer.AddOperator(BuiltinOperator.Add, rows, [output], new AddOptions());
        return Finish(writer, input, output);
    }

    /// <summary>Indices through RESHAPE into axis 1 of a table that is an input itself: f32[3,5], i32[2].</summary>
    public static byte[] TokensOfRunTimeTable()
    {
        var writer = new ModelWriter();
        var table = writer.AddTensor("table", TensorType.Float32, [3, 5]);
        var input = writer.AddTensor("tokens", TensorType.Int32, [1, 2]);
        var flat = writer.AddTensor("flat", TensorType.Int32, [2]);
        var output = writer.AddTensor("columns", TensorType.Float32, [3, 2]);
        var shape = writer.AddTensor("shape", TensorType.Int32, [1], data: BitConverter.GetBytes(2));
        writer.AddOperator(BuiltinOperator.Reshape, [input, shape], [flat], new ReshapeOptions([2]));
        writer.AddOperator(BuiltinOperator.Gather, [table, flat], [output], new GatherOptions(1));
        writer.SetInputs([table, input]);
        writer.SetOutputs([output]);
        return writer.ToArray();
    }

    /// <summary>i32[2,2] pairs of indices into f32[4,7].</summary>
    public static byte[] Pairs()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("pairs", TensorType.Int32, [2, 2]);
        var table = writer.AddTensor("table", TensorType.Float32, [4, 7], data: new byte[4 * 7 * sizeof(float)]);
        var output = writer.AddTensor("picked", TensorType.Float32, [2]);
        writer.AddOperator(BuiltinOperator.GatherNd, [table, input], [output]);
        return Finish(writer, input, output);
    }

    /// <summary>i32[3] into one hot f32[3,6].</summary>
    public static byte[] OneHot()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("class", TensorType.Int32, [3]);
        var depth = writer.AddTensor("depth", TensorType.Int32, [], data: BitConverter.GetBytes(6));
        var on = writer.AddTensor("on", TensorType.Float32, [], data: BitConverter.GetBytes(1f));
        var off = writer.AddTensor("off", TensorType.Float32, [], data: BitConverter.GetBytes(0f));
        var output = writer.AddTensor("hot", TensorType.Float32, [3, 6]);
        writer.AddOperator(BuiltinOperator.OneHot, [input, depth, on, off], [output], new OneHotOptions(-1));
        return Finish(writer, input, output);
    }

    /// <summary>i32[2,1] rows of f32[9,2] that get the values of f32[2,2].</summary>
    public static byte[] Scatter()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("rows", TensorType.Int32, [2, 1]);
        var updates = writer.AddTensor("updates", TensorType.Float32, [2, 2], data: new byte[4 * sizeof(float)]);
        var shape = writer.AddTensor("shape", TensorType.Int32, [2], data: new byte[] { 9, 0, 0, 0, 2, 0, 0, 0 });
        var output = writer.AddTensor("scattered", TensorType.Float32, [9, 2]);
        writer.AddOperator(BuiltinOperator.ScatterNd, [input, updates, shape], [output]);
        return Finish(writer, input, output);
    }

    /// <summary>i32[4] into EMBEDDING_LOOKUP of 12 rows.</summary>
    public static byte[] Embedding()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("ids", TensorType.Int32, [4]);
        var table = writer.AddTensor("table", TensorType.Float32, [12, 2], data: new byte[12 * 2 * sizeof(float)]);
        var output = writer.AddTensor("rows", TensorType.Float32, [4, 2]);
        writer.AddOperator(BuiltinOperator.EmbeddingLookup, [input, table], [output]);
        return Finish(writer, input, output);
    }

    /// <summary>i32[1,3] numbers, whose mean is taken.</summary>
    public static byte[] IntegerMean()
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("numbers", TensorType.Int32, [1, 3]);
        var axis = writer.AddTensor("axis", TensorType.Int32, [1], data: BitConverter.GetBytes(1));
        var output = writer.AddTensor("mean", TensorType.Int32, [1]);
        writer.AddOperator(BuiltinOperator.Mean, [input, axis], [output], new ReducerOptions(false));
        return Finish(writer, input, output);
    }

    /// <summary>f32[8] divided and rounded down by f32[8], both inputs.</summary>
    public static byte[] FloorDiv()
    {
        var writer = new ModelWriter();
        var dividend = writer.AddTensor("dividend", TensorType.Float32, [8]);
        var divisor = writer.AddTensor("divisor", TensorType.Float32, [8]);
        var output = writer.AddTensor("quotient", TensorType.Float32, [8]);
        writer.AddOperator(BuiltinOperator.FloorDiv, [dividend, divisor], [output], version: 2);
        writer.SetInputs([dividend, divisor]);
        writer.SetOutputs([output]);
        return writer.ToArray();
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

using System.Runtime.InteropServices;

namespace WebNN.FlatBuffers.Tests;

/// <summary>Models of a few hundred bytes.</summary>
internal static class SmallModels
{
    /// <summary>
    /// One int8 convolution with per-channel weights, a signature and metadata: every part of the schema that the writer knows.
    /// </summary>
    public static ModelWriter Everything()
    {
        var writer = new ModelWriter("everything");
        var input = writer.AddTensor("image", TensorType.Int8, [1, 2, 2, 1], QuantizationParameters.PerTensor(0.5f, -1));
        var filter = writer.AddTensor(
            "filter", TensorType.Int8, [2, 1, 1, 1], QuantizationParameters.PerChannel([0.25f, 0.125f], 0), new byte[] { 4, 0xF8 });
        var bias = writer.AddTensor(
            "bias", TensorType.Int32, [2], QuantizationParameters.PerChannel([0.125f, 0.0625f], 0), Bytes<int>([8, -16]));
        var output = writer.AddTensor("result", TensorType.Int8, [1, 2, 2, 2], QuantizationParameters.PerTensor(0.5f));
        writer.AddOperator(
            BuiltinOperator.Conv2D, [input, filter, bias], [output], new Conv2DOptions(Padding.Valid, 1, 1, Activation.Relu), version: 3);
        writer.SetInputs([input]);
        writer.SetOutputs([output]);
        writer.AddSignature("serving_default", [("x", input)], [("y", output)]);
        writer.AddMetadata("labels", "cat\ndog"u8.ToArray());
        return writer;
    }

    /// <summary>A model around one operator without outputs, as flat values, for tests that damage one of them. Its tensor is a constant with a buffer, else an input.</summary>
    public static byte[] Raw(
        int version = 3,
        int buffer = 0,
        int[]? inputs = null,
        FlatValue?[]? operatorTail = null,
        FlatRecord? quantization = null,
        FlatRecord? buffer1 = null,
        FlatRecord? sparsity = null,
        int[]? shape = null,
        int operators = 1,
        BuiltinOperator code = BuiltinOperator.Relu)
    {
        var tensor = new FlatRecord(
            FlatValue.Vector<int>(shape ?? [2]),
            FlatValue.Byte((byte)TensorType.Float32),
            FlatValue.Int32(buffer),
            FlatValue.String("t"),
            quantization,
            null,
            sparsity);
        var node = new FlatRecord(
            [FlatValue.Int32(0), FlatValue.Vector<int>(inputs ?? [0]), FlatValue.Vector<int>([]), .. operatorTail ?? []]);

        // Only the first has its own bytes; the others refer to its table.
        var nodes = Enumerable.Repeat(node, 1).Concat(Enumerable.Repeat(new FlatRecord(), operators - 1)).ToArray();
        var subgraph = new FlatRecord(
            new FlatTables([tensor]), FlatValue.Vector<int>(buffer == 0 ? [0] : []), FlatValue.Vector<int>([0]), new FlatTables(nodes),
            FlatValue.String("main"));
        var buffers = new FlatTables(buffer1 is null ? [new FlatRecord()] : [new FlatRecord(), buffer1]);
        var codes = new FlatTables([new FlatRecord(FlatValue.Byte((byte)code))]);
        var file = Write(new(FlatValue.Int32(version), codes, new FlatTables([subgraph]), null, buffers));
        Share(file, operators);
        return file;
    }

    /// <summary>Lets every entry of the one vector with this many tables refer to its first table.</summary>
    public static void Share(byte[] file, int width)
    {
        if (width == 1) return;
        var entries = file.AsSpan().IndexOf(BitConverter.GetBytes(width)) + 4;
        var first = entries + BitConverter.ToInt32(file, entries);
        for (var at = entries; at < entries + (4 * width); at += 4)
        {
            BitConverter.TryWriteBytes(file.AsSpan(at), first - at);
        }
    }

    public static byte[] Write(FlatRecord model) => new FlatBufferWriter(0).Write(model, "TFL3"u8);

    public static byte[] Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();
}

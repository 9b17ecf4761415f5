using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.Wasi.Tests;

/// <summary>Models of a few nodes.</summary>
internal static class SmallModels
{
    /// <summary>f32[1,4] times 3.</summary>
    public static byte[] Triple() => Single(TensorType.Float32, [1, 4], (writer, x, y) =>
        writer.AddOperator(BuiltinOperator.Mul, [x, writer.AddTensor("three", TensorType.Float32, [1], data: Floats(3))], [y], new MulOptions()));

    /// <summary>f32[1,2] + f32[1,2], and the same of i32[2].</summary>
    public static byte[] TwoSums()
    {
        var writer = new ModelWriter("sums");
        int[] floats = [.. "abc".Select(name => writer.AddTensor($"{name}", TensorType.Float32, [1, 2]))];
        int[] integers = [.. "def".Select(name => writer.AddTensor($"{name}", TensorType.Int32, [2]))];
        foreach (var sum in new[] { floats, integers })
        {
            writer.AddOperator(BuiltinOperator.Add, [sum[0], sum[1]], [sum[2]], new AddOptions());
        }

        writer.SetInputs([floats[0], floats[1], integers[0], integers[1]]);
        writer.SetOutputs([floats[2], integers[2]]);
        return writer.ToArray();
    }

    /// <summary>A tensor of four elements reshaped from [1,4] to [4]: all types have it.</summary>
    public static byte[] Reshape(TensorType type, QuantizationParameters? quantization = null)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", type, [1, 4], quantization);
        var shape = writer.AddTensor("shape", TensorType.Int32, [1], data: BitConverter.GetBytes(4));
        var y = writer.AddTensor("y", type, [4], quantization);
        writer.AddOperator(BuiltinOperator.Reshape, [x, shape], [y], new ReshapeOptions([4]));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    /// <summary>u8[1,4] as it is and as f32[1,4]: two outputs, the second without quantization.</summary>
    public static byte[] QuantizedAndReal()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.UInt8, [1, 4], QuantizationParameters.PerTensor(0.5f, 10));
        var y = writer.AddTensor("y", TensorType.Float32, [1, 4]);
        writer.AddOperator(BuiltinOperator.Dequantize, [x], [y]);
        writer.SetInputs([x]);
        writer.SetOutputs([x, y]);
        return writer.ToArray();
    }

    /// <summary>Absolutes of a tensor of this shape.</summary>
    public static byte[] Abs(int[] shape) => Single(
        TensorType.Float32, shape, (writer, x, y) => writer.AddOperator(BuiltinOperator.Abs, [x], [y], new EmptyOptions(BuiltinOptionsType.Abs)));

    /// <summary>A custom operator that nobody has.</summary>
    public static byte[] Unknown() => Single(TensorType.Float32, [1, 4], (writer, x, y) => writer.AddCustomOperator("MysteryOp", [x], [y]));

    /// <summary>f32[512,1024] through so many matrix products: 2^30 operations each.</summary>
    public static byte[] Long(int products)
    {
        var writer = new ModelWriter();
        var weights = writer.AddTensor("w", TensorType.Float32, [1024, 1024], data: new byte[1024 * 1024 * sizeof(float)]);
        var first = writer.AddTensor("x", TensorType.Float32, [512, 1024]);
        var last = first;
        for (var i = 0; i < products; i++)
        {
            var next = writer.AddTensor($"y{i}", TensorType.Float32, [512, 1024]);
            writer.AddOperator(BuiltinOperator.FullyConnected, [last, weights, -1], [next], new FullyConnectedOptions());
            last = next;
        }

        writer.SetInputs([first]);
        writer.SetOutputs([last]);
        return writer.ToArray();
    }

    public static byte[] Floats(params float[] values) => MemoryMarshal.AsBytes<float>(values).ToArray();

    public static float[] Floats(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    private static byte[] Single(TensorType type, int[] shape, Action<ModelWriter, int, int> add)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", type, shape);
        var y = writer.AddTensor("y", type, shape);
        add(writer, x, y);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }
}

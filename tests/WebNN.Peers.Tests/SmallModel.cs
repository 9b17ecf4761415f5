using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.Peers.Tests;

/// <summary>A product of f32[1,16] and f32[4,16].</summary>
internal static class SmallModel
{
    /// <returns>The file.</returns>
    public static string Write(string folder)
    {
        var path = Path.Combine(folder, "model.tflite");
        File.WriteAllBytes(path, Bytes());
        return path;
    }

    private static byte[] Bytes()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 16]);
        var weights = Enumerable.Range(0, 64).Select(i => (i % 7) - 3f).ToArray();
        var w = writer.AddTensor("w", TensorType.Float32, [4, 16], data: MemoryMarshal.AsBytes<float>(weights).ToArray());
        var y = writer.AddTensor("y", TensorType.Float32, [1, 4]);
        writer.AddOperator(BuiltinOperator.FullyConnected, [x, w, -1], [y], new FullyConnectedOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }
}

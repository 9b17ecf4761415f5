using System.Runtime.InteropServices;
using WebNN.Testing;

namespace WebNN.FlatBuffers.Tests;

public class WriterTests
{
    [Fact]
    public void A_float_convolution_with_relu6_runs_in_TFLite()
    {
        TfLite.Require();
        var writer = new ModelWriter("one convolution");
        var input = writer.AddTensor("image", TensorType.Float32, [1, 2, 2, 1]);
        var filter = writer.AddTensor("filter", TensorType.Float32, [2, 1, 1, 1], data: Bytes([2f, -1f]));
        var bias = writer.AddTensor("bias", TensorType.Float32, [2], data: Bytes([1f, 0.5f]));
        var output = writer.AddTensor("result", TensorType.Float32, [1, 2, 2, 2]);
        writer.AddOperator(BuiltinOperator.Conv2D, [input, filter, bias], [output], new Conv2DOptions(Padding.Valid, 1, 1, Activation.Relu6));
        writer.SetInputs([input]);
        writer.SetOutputs([output]);

        using var session = new TfLiteSession(writer.ToArray());
        session.SetInput<float>(0, [0, 1, 2, -3]);
        session.Invoke();

        Assert.Equal([1f, 0.5f, 3f, 0f, 5f, 0f, 0f, 3.5f], session.Output<float>(0));
    }

    internal static byte[] Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();
}

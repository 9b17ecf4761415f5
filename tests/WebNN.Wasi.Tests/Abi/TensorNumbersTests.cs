using WebNN.FlatBuffers;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Tests.Abi;

/// <summary>Both numberings of tensor types, by what the model takes.</summary>
public sealed class TensorNumbersTests
{
    public static TheoryData<TensorType, int, int[]> Accepted => new()
    {
        { TensorType.Float16, 2, [0] },
        { TensorType.Float32, 4, [1] },
        { TensorType.Float64, 8, [2] },
        { TensorType.UInt8, 1, [2, 3] },
        { TensorType.Int8, 1, [2, 3] },
        { TensorType.Bool, 1, [2, 3] },
        { TensorType.Int32, 4, [3, 4] },
        { TensorType.Int64, 8, [5] },
        { TensorType.Int16, 2, [] },
    };

    [Theory]
    [MemberData(nameof(Accepted))]
    public void The_models_type_and_the_bytes_tell_which_numbering_a_guest_has(TensorType type, int size, int[] accepted)
    {
        TestModels.RequireTfLite();
        var quantization = type is TensorType.UInt8 or TensorType.Int8 or TensorType.Int16 ? QuantizationParameters.PerTensor(1) : null;
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Reshape(type, quantization));
        var data = Enumerable.Range(0, 4 * size).Select(i => type == TensorType.Bool ? (byte)(i % 2) : (byte)(i + 1)).ToArray();
        for (var number = 0; number < 256; number++)
        {
            var errno = guest.SetInput(context, 0, (uint)number, [1, 4], data);
            Assert.True(errno == (accepted.Contains(number) ? Errno.Success : Errno.InvalidArgument), $"type {number}: {errno}, {guest.Nn.LastFailure}");
            guest.PutAt(4096);
        }

        if (accepted.Length > 0)
        {
            guest.AssertSuccess(guest.Compute(context));
            Assert.Equal(data, guest.Output(context, 0, data.Length));
        }
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(3u)]
    public void An_int8_model_takes_its_bytes_as_u8(uint number)
    {
        TestModels.RequireOnnxRuntime();
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Reshape(TensorType.Int8, QuantizationParameters.PerTensor(0.5f)));
        guest.AssertSuccess(guest.SetInput(context, 0, number, [1, 4], [0x80, 0xff, 0x00, 0x7f]));
        guest.AssertSuccess(guest.Compute(context));
        Assert.Equal([0x80, 0xff, 0x00, 0x7f], guest.Output(context, 0, 4));
    }
}

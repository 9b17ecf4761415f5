using WebNN.FlatBuffers;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Tests.Abi;

/// <summary>The legacy module: floats in and out.</summary>
public sealed class LegacyTests
{
    private const uint F32 = 1;

    public LegacyTests() => TestModels.RequireTfLite();

    [Fact]
    public void A_float_model_computes()
    {
        using var guest = new Guest();
        var context = Open(guest, SmallModels.Triple());
        guest.AssertSuccess(SetInput(guest, context, [1, 4], 1, 2, 3, 4));
        guest.AssertSuccess(guest.Call("legacy compute", context));
        Assert.Equal([3, 6, 9, 12], Output(guest, context, 0, 4));
    }

    [Fact]
    public void A_quantized_model_takes_and_gives_floats()
    {
        using var guest = new Guest();
        var context = Open(guest, SmallModels.Reshape(TensorType.Int8, QuantizationParameters.PerTensor(0.5f, -3)));
        guest.AssertSuccess(SetInput(guest, context, [1, 4], 1, 0.26f, -1000, float.NaN));
        guest.AssertSuccess(guest.Call("legacy compute", context));
        Assert.Equal([1, 0.5f, -62.5f, 0], Output(guest, context, 0, 4));
        Assert.Equal([0xff, 0xfe, 0x80, 0xfd], guest.Output(context, 0, 4));
    }

    [Fact]
    public void Two_outputs_come_one_after_the_other_quantized_or_not()
    {
        using var guest = new Guest();
        var context = Open(guest, SmallModels.QuantizedAndReal());
        guest.AssertSuccess(SetInput(guest, context, [1, 4], -5, 0, 0.5f, 1000));
        guest.AssertSuccess(guest.Call("legacy compute", context));
        Assert.Equal([-5, 0, 0.5f, 122.5f], Output(guest, context, 0, 4));
        Assert.Equal([-5, 0, 0.5f, 122.5f], Output(guest, context, 1, 4));
        Assert.Equal([0, 10, 11, 255], guest.Output(context, 0, 4));
    }

    [Fact]
    public void A_16_bit_model_takes_and_gives_floats()
    {
        using var guest = new Guest();
        var context = Open(guest, SmallModels.Reshape(TensorType.Int16, QuantizationParameters.PerTensor(0.25f)));
        guest.AssertSuccess(SetInput(guest, context, [4], 1, -0.25f, 1e9f, -1e9f));
        guest.AssertSuccess(guest.Call("legacy compute", context));
        Assert.Equal([1, -0.25f, 8191.75f, -8192], Output(guest, context, 0, 4));
    }

    [Fact]
    public void The_size_counts_floats_both_ways()
    {
        using var guest = new Guest();
        var context = Open(guest, SmallModels.Triple());
        guest.AssertSuccess(SetInput(guest, context, [2, 2], 1, 2, 3, 4));
        guest.AssertSuccess(guest.Call("legacy compute", context));
        var (buffer, size) = (guest.Put(new byte[64]), guest.Put(3));

        Assert.Equal(Errno.TooLarge, guest.Call("legacy get_output", context, 0, buffer, size));
        Assert.Equal(4u, guest.Number(size));
        Assert.Equal(new byte[64], guest.Bytes(buffer, 64));
        Assert.Equal(Errno.Success, guest.Call("legacy get_output", context, 0, buffer, size));
        Assert.Equal(4u, guest.Number(size));
    }

    [Theory]
    [InlineData(2u, new uint[] { 1, 4 })]
    [InlineData(F32, new uint[] { 1, 5 })]
    [InlineData(F32, new uint[] { 0 })]
    [InlineData(F32, new uint[] { 0x80000000, 2, 4 })]
    [InlineData(F32, new uint[] { 0x10000, 0x10000, 4 })]
    [InlineData(F32, new uint[] { 1, 1, 1, 1, 1, 1, 1, 1, 4 })]
    public void What_does_not_fit_is_invalid(uint type, uint[] shape)
    {
        using var guest = new Guest();
        var context = Open(guest, SmallModels.Triple());
        Assert.Equal(Errno.InvalidArgument, SetTyped(guest, context, shape, type, 1, 2, 3, 4));
        Assert.Equal(Errno.RuntimeError, guest.Call("legacy compute", context));
    }

    [Fact]
    public void Integers_that_are_not_quantized_have_no_floats()
    {
        using var guest = new Guest();
        var context = Open(guest, SmallModels.Reshape(TensorType.Int32));
        Assert.Equal(Errno.InvalidArgument, SetInput(guest, context, [1, 4], 1, 2, 3, 4));
        guest.AssertSuccess(guest.SetInput(context, 0, 4, [1, 4], new byte[16]));
        guest.AssertSuccess(guest.Compute(context));
        Assert.Equal(Errno.UnsupportedOperation, guest.Call("legacy get_output", context, 0, guest.Put(new byte[16]), guest.Put(4)));
    }

    [Fact]
    public void What_is_outside_the_memory_is_invalid()
    {
        using var guest = new Guest(memory: Guest.OnePage);
        var context = Open(guest, SmallModels.Triple());
        guest.AssertSuccess(SetInput(guest, context, [1, 4], 1, 2, 3, 4));
        guest.AssertSuccess(guest.Call("legacy compute", context));
        var dims = guest.Put(guest.Put(1, 4), 2);
        foreach (var address in new[] { 65533u, 65536u, uint.MaxValue })
        {
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy load", address, 4, 0, 100));
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy load", guest.Put(address, 1), 4, 0, 100));
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy load", guest.Put(guest.Put(address, 8), 1), 4, 0, 100));
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy set_input", context, 0, address));
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy set_input", context, 0, guest.Put(address, F32, 0)));
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy set_input", context, 0, guest.Put(guest.Put(address, 2), F32, 0)));
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy set_input", context, 0, guest.Put(dims, F32, address)));
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy get_output", context, 0, 0, address));
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy get_output", context, 0, address, guest.Put(4)));
            Assert.Equal(Errno.InvalidArgument, guest.Call("legacy get_output", context, 0, 0, guest.Put(address)));
        }
    }

    private static uint Open(Guest guest, byte[] model)
    {
        var (array, handle) = (guest.Put(guest.Put(guest.Put(model), (uint)model.Length), 1), guest.Put(0xdead));
        guest.AssertSuccess(guest.Call("legacy load", array, 4, 0, handle));
        guest.AssertSuccess(guest.Call("legacy init_execution_context", guest.Number(handle), handle));
        return guest.Number(handle);
    }

    private static Errno SetInput(Guest guest, uint context, uint[] shape, params float[] values) => SetTyped(guest, context, shape, F32, values);

    private static Errno SetTyped(Guest guest, uint context, uint[] shape, uint type, params float[] values)
    {
        var dims = guest.Put(guest.Put(shape), (uint)shape.Length);
        return guest.Call("legacy set_input", context, 0, guest.Put(dims, 0xabcdef00 | type, guest.Put(SmallModels.Floats(values))));
    }

    private static float[] Output(Guest guest, uint context, uint index, uint floats)
    {
        var (buffer, size) = (guest.Put(new byte[floats * sizeof(float)]), guest.Put(floats));
        guest.AssertSuccess(guest.Call("legacy get_output", context, index, buffer, size));
        Assert.Equal(floats, guest.Number(size));
        return SmallModels.Floats(guest.Bytes(buffer, (int)floats * sizeof(float)));
    }
}

using Wasmtime;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Tests.Abi;

/// <summary>Memories of every size, and structures anywhere in them.</summary>
public sealed class GuestMemoryTests
{
    private const uint F32 = 1;

    public GuestMemoryTests() => TestModels.RequireOnnxRuntime();

    [Fact]
    public void In_a_memory_of_no_pages_there_is_room_for_nothing()
    {
        using var models = new ModelSet { [""] = TfLite.TfLiteModel.FromBytes(SmallModels.Triple()) };
        using var guest = new Guest(new() { Models = models }, Guest.NoPages);
        foreach (var address in new[] { 0u, 1u, 0x7fffffffu, uint.MaxValue })
        {
            Assert.Equal(Errno.InvalidArgument, guest.Call("load", address, 1, 4, 0, address));
            Assert.Equal(Errno.InvalidArgument, guest.Call("load_by_name", 0, 0, address));
            Assert.Equal(Errno.InvalidArgument, guest.Call("init_execution_context", 0, address));
            Assert.Equal(Errno.InvalidArgument, guest.Call("get_output", 0, 0, 0, 0, address));
        }
    }

    [Fact]
    public void Nothing_is_a_valid_range_at_the_very_end_and_not_behind_it()
    {
        using var models = new ModelSet { [""] = TfLite.TfLiteModel.FromBytes(SmallModels.Triple()) };
        using var guest = new Guest(new() { Models = models }, Guest.OnePage);
        Assert.Equal(Errno.Success, guest.Call("load_by_name", 65536, 0, 0));
        Assert.Equal(Errno.InvalidArgument, guest.Call("load_by_name", 65537, 0, 0));
        Assert.Equal(Errno.Success, guest.Call("load_by_name", 0, 0, 65532));
        Assert.Equal(Errno.InvalidArgument, guest.Call("load_by_name", 0, 0, 65533));
    }

    [Theory]
    [InlineData(Guest.OnePage, 0x1_0000)]
    [InlineData(Guest.TwoGiB, 0x8000_0000)]
    [InlineData(Guest.FourGiB, 0x1_0000_0000)]
    public void A_guest_computes_with_everything_at_the_end_of_its_memory(string memory, long size)
    {
        using var guest = new Guest(memory: memory);
        guest.PutAt((uint)(size - 4096));
        var context = guest.Open(SmallModels.Triple());
        guest.AssertSuccess(guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 2, 3, 4)));
        guest.AssertSuccess(guest.Compute(context));

        var (last, whole) = ((uint)(size - 16), (uint)Math.Min(size, uint.MaxValue));
        Assert.Equal(Errno.Success, guest.Call("get_output", context, 0, last, 16, 0));
        Assert.Equal([3, 6, 9, 12], SmallModels.Floats(guest.Bytes(last, 16)));
        Assert.Equal(Errno.Success, guest.Call("get_output", context, 0, 0, whole, (uint)(size - 4)));
        Assert.Equal((3f, 16u), (BitConverter.ToSingle(guest.Bytes(0, 4)), guest.Number((uint)(size - 4))));
        Assert.Equal(Errno.InvalidArgument, guest.Call("get_output", context, 0, last + 1, 16, 0));
        Assert.Equal(Errno.InvalidArgument, guest.Call("get_output", context, 0, 2, whole, 0));
    }

    [Theory]
    [InlineData(Guest.TwoGiB, 0x7fff_0000u)]
    [InlineData(Guest.FourGiB, 0x8000_0000u)]
    [InlineData(Guest.FourGiB, 0xffff_0000u)]
    public void A_model_of_gigabytes_is_refused_before_it_is_copied(string memory, uint length)
    {
        using var guest = new Guest(memory: memory);
        var builder = guest.Put(4096, length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Errno.TooLarge, guest.Call("load", builder, 1, 4, 0, 100));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
        Assert.Equal(Errno.InvalidEncoding, guest.Call("load", builder, 1, 5, 0, 100));
    }

    [Fact]
    public void The_number_of_bytes_may_lie_inside_the_buffer()
    {
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Triple());
        guest.AssertSuccess(guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 2, 3, 4)));
        guest.AssertSuccess(guest.Compute(context));
        Assert.Equal(Errno.Success, guest.Call("get_output", context, 0, 8192, 16, 8196));
        Assert.Equal(SmallModels.Floats(3), guest.Bytes(8192, 4));
        Assert.Equal(16u, guest.Number(8196));
        Assert.Equal(SmallModels.Floats(9, 12), guest.Bytes(8200, 8));
    }

    [Fact]
    public void A_memory_that_moves_when_it_grows_is_found_again()
    {
        using var engine = new Engine(new Config().WithStaticMemoryMaximumSize(0).WithMemoryReservationForGrowth(0));
        using var linker = new Linker(engine);
        using var store = new Store(engine);
        using var models = new ModelSet { ["m"] = TfLite.TfLiteModel.FromBytes(SmallModels.Triple()) };
        using var nn = WasiNn.Define(linker, new() { Models = models });
        using var module = Module.FromText(engine, "guest", """
            (module
              (import "wasi_ephemeral_nn" "load_by_name" (func $load (param i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 0) "m")
              (func (export "load") (param i32) (result i32) i32.const 0 i32.const 1 local.get 0 call $load)
              (func (export "grow") (param i32) (result i32) local.get 0 memory.grow))
            """);
        var instance = linker.Instantiate(store, module);
        var memory = instance.GetMemory("memory")!;
        var load = instance.GetFunction<int, int>("load")!;
        Assert.Equal(0, load(100));
        var before = memory.GetPointer();

        Assert.Equal(1, instance.GetFunction<int, int>("grow")!(1000));
        Assert.NotEqual(before, memory.GetPointer());
        var last = (int)memory.GetLength() - 4;
        Assert.Equal(0, load(last));
        Assert.Equal(1, memory.ReadInt32(last));
        Assert.Equal(1, load(last + 1));
    }
}

using WebNN.FlatBuffers;
using WebNN.TfLite;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Tests.Guests;

/// <summary>What a guest may have, and that it gets it back.</summary>
public sealed class QuotaTests
{
    private const uint F32 = 1;

    public QuotaTests() => TestModels.RequireOnnxRuntime();

    [Fact]
    public void Graphs_are_limited_until_they_are_unloaded_and_their_contexts_gone()
    {
        using var models = new ModelSet { ["m"] = TfLiteModel.FromBytes(SmallModels.Triple()) };
        using var guest = new Guest(new() { Models = models, Quotas = new() { Graphs = 2 } });
        Assert.Equal(Errno.Success, guest.Load(SmallModels.Triple()).Errno);
        Assert.Equal(Errno.Success, guest.LoadByName("m").Errno);
        Assert.Equal((Errno.TooLarge, 0xdeadu), guest.Load(SmallModels.Triple()));
        Assert.Equal((Errno.TooLarge, 0xdeadu), guest.LoadByName("m"));
        Assert.Equal("wasi-nn load_by_name: too_large (7): 1 more graphs; 2 of 2 are used", guest.Nn.LastFailure);

        var context = guest.Init(1).Handle;
        guest.AssertSuccess(guest.Call("unload", 1));
        Assert.Equal(Errno.TooLarge, guest.LoadByName("m").Errno);
        guest.AssertSuccess(guest.Call("finalize_execution_context", context));
        Assert.Equal((Errno.Success, 2u), guest.LoadByName("m"));
    }

    [Fact]
    public void Contexts_are_limited_until_they_are_finalized()
    {
        using var guest = new Guest(new() { Quotas = new() { Contexts = 2 } });
        guest.Load(SmallModels.Triple());
        Assert.Equal([Errno.Success, Errno.Success, Errno.TooLarge], Enumerable.Range(0, 3).Select(_ => guest.Init(0).Errno));
        guest.AssertSuccess(guest.Call("finalize_execution_context", 0));
        Assert.Equal((Errno.Success, 2u), guest.Init(0));
    }

    [Fact]
    public void The_bytes_of_a_guests_models_are_limited_and_those_of_the_hosts_are_not()
    {
        var model = SmallModels.Triple();
        using var models = new ModelSet { ["m"] = TfLiteModel.FromBytes(model) };
        using var guest = new Guest(new() { Models = models, Quotas = new() { ModelBytes = (2 * model.Length) - 1 } });
        Assert.Equal(Errno.Success, guest.Load(model).Errno);
        Assert.Equal(Errno.TooLarge, guest.Load(model).Errno);
        Assert.Equal(Errno.Success, guest.LoadByName("m").Errno);
        Assert.Equal(Errno.InvalidArgument, guest.Load(model.AsSpan(0, 100)).Errno);
        guest.AssertSuccess(guest.Call("unload", 0));
        Assert.Equal(Errno.Success, guest.Load(model).Errno);
    }

    [Fact]
    public void The_tensors_of_all_contexts_are_limited()
    {
        var model = SmallModels.Abs([1000]);
        var need = 8000 + model.Length;
        using var guest = new Guest(new() { Quotas = new() { TensorBytes = (2 * need) - 1 } });
        guest.Load(model);
        Assert.Equal(Errno.Success, guest.Init(0).Errno);
        Assert.Equal(Errno.TooLarge, guest.Init(0).Errno);
        Assert.Equal($"wasi-nn init_execution_context: too_large (7): {need} more bytes of tensors; {need} of {(2 * need) - 1} are used", guest.Nn.LastFailure);
        guest.AssertSuccess(guest.Call("finalize_execution_context", 0));
        Assert.Equal(Errno.Success, guest.Init(0).Errno);
    }

    [Theory]
    [InlineData(400000, 1280000000000)]
    [InlineData(40000, 12800000000)]
    public void A_small_model_of_huge_tensors_is_too_large_before_anything_is_made(int side, long bytes)
    {
        var model = SmallModels.Abs([1, side, side, 1]);
        using var models = new ModelSet { ["huge"] = TfLiteModel.FromBytes(model) };
        using var guest = new Guest(new() { Models = models });
        Assert.Equal((Errno.TooLarge, 0xdeadu), guest.Load(model));
        Assert.Equal((Errno.TooLarge, 0xdeadu), guest.LoadByName("huge"));
        Assert.Equal(
            $"wasi-nn load_by_name: too_large (7): the model needs at least {bytes + model.Length} bytes of memory; at most 1073741824", guest.Nn.LastFailure);
    }

    [Fact]
    public void The_reported_model_of_344_bytes_is_too_large()
    {
        using var guest = new Guest();
        Assert.Equal(Errno.TooLarge, guest.Load(File.ReadAllBytes(TestModels.Beside("reports/huge_tensor_344_bytes.tflite"))).Errno);
    }

    [Fact]
    public void The_runtimes_own_limit_of_memory_holds_as_well()
    {
        using var guest = new Guest(new() { Runtime = new() { MemoryLimit = 1000 } });
        Assert.Equal(Errno.TooLarge, guest.Load(SmallModels.Abs([1000])).Errno);
    }

    [Fact]
    public void Control_flow_can_be_kept_out_of_a_guests_models()
    {
        var model = Loop();
        using var models = new ModelSet { ["loop"] = TfLiteModel.FromBytes(model) };
        using var guest = new Guest(new() { Models = models, ControlFlow = false });
        Assert.Equal(Errno.UnsupportedOperation, guest.Load(model).Errno);
        Assert.Equal("wasi-nn load: unsupported_operation (6): the model has WHILE, and control flow is not allowed", guest.Nn.LastFailure);
        Assert.Equal(Errno.Success, guest.LoadByName("loop").Errno);

        using var other = new Guest();
        Assert.Equal(Errno.Success, other.Load(model).Errno);
    }

    [Fact]
    public void Quotas_are_numbers_from_0_and_times_above()
    {
        using var linker = new Wasmtime.Linker(Guest.Engine);
        GuestQuotas[] bad =
        [
            new() { Graphs = -1 }, new() { Contexts = -1 }, new() { ModelBytes = -1 }, new() { TensorBytes = -1 }, new() { NameBytes = -1 },
            new() { ComputeTime = TimeSpan.Zero }, new() { PrepareTime = TimeSpan.FromSeconds(-1) },
        ];
        Assert.All(bad, quotas => Assert.Throws<ArgumentOutOfRangeException>(() => WasiNn.Define(linker, new() { Quotas = quotas })));
        using var guest = new Guest(new() { Quotas = new() { Graphs = 0 } });
        Assert.Equal(Errno.TooLarge, guest.Load(SmallModels.Triple()).Errno);
    }

    [Fact]
    public void A_computation_that_takes_too_long_costs_its_context_until_it_ends()
    {
        using var guest = new Guest(
            new() { Quotas = new() { Contexts = 1, ComputeTime = TimeSpan.FromMilliseconds(20) } }, """(memory (export "memory") 1000)""");
        guest.Load(SmallModels.Long(products: 60));
        var context = guest.Init(0).Handle;
        guest.AssertSuccess(guest.SetInput(context, 0, F32, [512, 1024], new byte[512 * 1024 * 4]));

        Assert.Equal(Errno.RuntimeError, guest.Compute(context));
        Assert.Equal("wasi-nn compute: runtime_error (5): it takes longer than 0.02 s; the context is lost", guest.Nn.LastFailure);
        Assert.Equal(Errno.RuntimeError, guest.Compute(context));
        Assert.Equal(Errno.RuntimeError, guest.Call("get_output", context, 0, 0, 100, 100));
        Assert.True(Assert.Single(guest.Nn.Contexts).IsLost);
        guest.AssertSuccess(guest.Call("finalize_execution_context", context));
        Assert.Equal(Errno.TooLarge, guest.Init(0).Errno);

        AssertBecomes(Errno.Success, () => guest.Init(0).Errno);
    }

    [Fact]
    public void With_a_limit_of_time_a_model_computes_the_same()
    {
        using var guest = new Guest(new() { Quotas = new() { ComputeTime = TimeSpan.FromMinutes(1), PrepareTime = TimeSpan.FromMinutes(1) } });
        var context = guest.Open(SmallModels.Triple());
        for (var i = 0; i < 100; i++)
        {
            guest.PutAt(4096);
            guest.AssertSuccess(guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(i, 2, 3, 4)));
            guest.AssertSuccess(guest.Compute(context));
            Assert.Equal([3 * i, 6, 9, 12], SmallModels.Floats(guest.Output(context, 0, 16)));
        }

        Assert.Equal(100, Assert.Single(guest.Nn.Contexts).Computations);
    }

    [Fact]
    public void A_model_that_takes_too_long_to_prepare_costs_a_context_until_it_is()
    {
        using var guest = new Guest(
            new() { Quotas = new() { Contexts = 1, PrepareTime = TimeSpan.FromTicks(1) } }, """(memory (export "memory") 1000)""");
        guest.Load(SmallModels.Long(products: 60));
        Assert.Equal((Errno.RuntimeError, 0xdeadu), guest.Init(0));
        Assert.StartsWith(
            "wasi-nn init_execution_context: runtime_error (5): the model takes longer to prepare than ", guest.Nn.LastFailure, StringComparison.Ordinal);
        Assert.Equal(Errno.TooLarge, guest.Init(0).Errno);
        AssertBecomes(Errno.RuntimeError, () => guest.Init(0).Errno);
    }

    [Fact]
    public void A_guest_that_ends_while_a_computation_goes_on_leaves_the_model_to_others()
    {
        using var models = new ModelSet { ["long"] = TfLiteModel.FromBytes(SmallModels.Long(products: 60)) };
        var options = new WasiNnOptions { Models = models, Quotas = new() { ComputeTime = TimeSpan.FromMilliseconds(20) } };
        using (var guest = new Guest(options, """(memory (export "memory") 1000)"""))
        {
            var context = guest.Init(guest.LoadByName("long").Handle).Handle;
            guest.AssertSuccess(guest.SetInput(context, 0, F32, [512, 1024], new byte[512 * 1024 * 4]));
            Assert.Equal(Errno.RuntimeError, guest.Compute(context));
        }

        models.Dispose();
        using var next = new Guest();
        Assert.Equal(0u, next.Open(SmallModels.Triple()));
    }

    private static void AssertBecomes(Errno wanted, Func<Errno> ask)
    {
        var start = Environment.TickCount64;
        Errno errno;
        while ((errno = ask()) != wanted && Environment.TickCount64 - start < 60_000)
        {
            Thread.Sleep(20);
        }

        Assert.Equal(wanted, errno);
    }

    /// <summary>i32[1]: while x &lt; x, which is never.</summary>
    private static byte[] Loop()
    {
        var writer = new ModelWriter();
        var (condition, body) = (writer.AddSubgraph("condition"), writer.AddSubgraph("body"));
        var c = condition.AddTensor("c", TensorType.Int32, [1]);
        var less = condition.AddTensor("less", TensorType.Bool, [1]);
        condition.AddOperator(BuiltinOperator.Less, [c, c], [less], new EmptyOptions(BuiltinOptionsType.Less));
        condition.SetInputs([c]);
        condition.SetOutputs([less]);
        var b = body.AddTensor("b", TensorType.Int32, [1]);
        var d = body.AddTensor("d", TensorType.Int32, [1]);
        body.AddOperator(BuiltinOperator.Add, [b, b], [d], new AddOptions());
        body.SetInputs([b]);
        body.SetOutputs([d]);
        var x = writer.AddTensor("x", TensorType.Int32, [1]);
        var y = writer.AddTensor("y", TensorType.Int32, [1]);
        writer.AddOperator(BuiltinOperator.While, [x], [y], new WhileOptions(1, 2));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }
}

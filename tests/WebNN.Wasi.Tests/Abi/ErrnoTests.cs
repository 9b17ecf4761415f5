using WebNN.FlatBuffers;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Tests.Abi;

/// <summary>Which error a guest gets for what, and that nothing is written then.</summary>
public sealed class ErrnoTests
{
    private const uint F32 = 1;
    private const uint Size = 16 << 16;

    public ErrnoTests() => TestModels.RequireOnnxRuntime();

    [Theory]
    [InlineData("")]
    [InlineData("(func (export \"memory\"))")]
    [InlineData("(memory 1)")]
    public void Without_a_memory_every_call_misses_it(string memory)
    {
        using var guest = new Guest(memory: memory);
        Assert.All(Guest.Functions, function => Assert.Equal(Errno.MissingMemory, guest.Call(function.Export, new uint[function.Count])));
    }

    /// <summary>The address, and the length where there is one, of each pointer.</summary>
    public static TheoryData<string, uint[]> Outside() => new()
    {
        { "load", [Size - 7, 1, 4, 0, 100] },
        { "load", [8, 1, 4, 0, Size - 3] },
        { "load", [8, 1, 4, 0, uint.MaxValue] },
        { "load", [16, 1, 4, 0, 100] },
        { "load", [24, 1, 4, 0, 100] },
        { "load_by_name", [Size - 1, 2, 100] },
        { "load_by_name", [0, 2, Size - 3] },
        { "load_by_name", [uint.MaxValue, uint.MaxValue, 100] },
        { "load_by_name_with_config", [0, 1, Size, 1, 100] },
        { "init_execution_context", [0, Size - 3] },
        { "set_input", [0, 0, Size - 19] },
        { "set_input", [0, 0, 32] },
        { "set_input", [0, 0, 52] },
        { "set_input", [0, 0, 72] },
        { "get_output", [0, 0, Size - 15, 16, 100] },
        { "get_output", [0, 0, 100, 16, Size - 3] },
        { "get_output", [0, 0, 200, uint.MaxValue, 100] },
        { "get_output", [0, 0, 1, uint.MaxValue, 100] },
    };

    [Theory]
    [MemberData(nameof(Outside))]
    public void What_is_outside_the_memory_is_invalid(string name, uint[] arguments)
    {
        using var guest = new Guest();
        guest.PutAt(1024);
        var context = guest.Open(SmallModels.Triple());
        guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 2, 3, 4));
        guest.AssertSuccess(guest.Compute(context));
        WriteStructures(guest);
        var before = guest.Bytes(0, (int)Size);

        Assert.Equal(Errno.InvalidArgument, guest.Call(name, arguments));
        Assert.EndsWith("is outside the guest's memory", guest.Nn.LastFailure, StringComparison.Ordinal);
        Assert.Equal(before, guest.Bytes(0, (int)Size));
    }

    /// <summary>8: a good builder; 16: one whose end is outside; 24: one that wraps; 32, 52, 72: tensors with bad dims, rank, data.</summary>
    private static void WriteStructures(Guest guest)
    {
        void At(int address, params uint[] numbers)
        {
            foreach (var number in numbers)
            {
                BitConverter.TryWriteBytes(guest.Memory!.GetSpan(address, sizeof(uint)), number);
                address += sizeof(uint);
            }
        }

        At(8, 1000, 4);
        At(16, Size - 3, 4);
        At(24, 0xfffffff0, 0x20);
        At(32, Size - 7, 2, F32, 1000, 16);
        At(52, 1000, 0x40000001, F32, 1000, 16);
        At(72, 1000, 2, F32, Size - 15, 16);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(2u)]
    [InlineData(uint.MaxValue)]
    public void One_builder_is_a_model(uint count)
    {
        using var guest = new Guest();
        Assert.Equal(Errno.InvalidArgument, guest.Call("load", 0, count, 4, 0, 100));
    }

    [Fact]
    public void Bytes_that_are_no_model_are_invalid()
    {
        using var guest = new Guest();
        var cut = SmallModels.Triple()[..^40];
        foreach (var bytes in new[] { [], [1, 2, 3], new byte[100], cut })
        {
            Assert.Equal((Errno.InvalidArgument, 0xdeadu), guest.Load(bytes));
            Assert.StartsWith("wasi-nn load: invalid_argument (1): not a valid TensorFlow Lite model: ", guest.Nn.LastFailure, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0u, "0 (openvino)")]
    [InlineData(1u, "1 (onnx)")]
    [InlineData(2u, "2 (tensorflow)")]
    [InlineData(3u, "3 (pytorch)")]
    [InlineData(7u, "7")]
    [InlineData(uint.MaxValue, "4294967295")]
    public void Another_encoding_is_invalid(uint encoding, string name)
    {
        using var guest = new Guest();
        Assert.Equal((Errno.InvalidEncoding, 0xdeadu), guest.Load(SmallModels.Triple(), encoding));
        Assert.Equal(
            $"wasi-nn load: invalid_encoding (2): encoding {name}; this host runs models of TensorFlow Lite (4)", guest.Nn.LastFailure);
    }

    [Theory]
    [InlineData(5u)]
    [InlineData(6u)]
    public void To_detect_the_encoding_the_bytes_have_to_name_it(uint encoding)
    {
        using var guest = new Guest();
        Assert.Equal(Errno.Success, guest.Load(SmallModels.Triple(), encoding).Errno);
        Assert.Equal(Errno.InvalidEncoding, guest.Load("GGUF0000"u8, encoding).Errno);
        Assert.Equal(Errno.InvalidEncoding, guest.Load([], encoding).Errno);
    }

    [Theory]
    [InlineData(3u)]
    [InlineData(uint.MaxValue)]
    public void An_unknown_target_is_invalid(uint target)
    {
        using var guest = new Guest();
        Assert.Equal(Errno.InvalidArgument, guest.Load(SmallModels.Triple(), target: target).Errno);
    }

    [Fact]
    public void A_target_that_is_not_there_is_unsupported_or_the_cpu()
    {
        const uint tpu = 2;
        using (var webnn = new TfLite.WebNNDelegate(new() { Devices = ["npu"] }))
        {
            Assert.SkipWhen(webnn.Unavailable is null, "this machine has an NPU");
        }

        using var strict = new Guest();
        Assert.Equal(Errno.UnsupportedOperation, strict.Load(SmallModels.Triple(), target: tpu).Errno);
        Assert.StartsWith("wasi-nn load: unsupported_operation (6): the target tpu is not there: ", strict.Nn.LastFailure, StringComparison.Ordinal);

        using var lenient = new Guest(new() { AnyTarget = true });
        var graph = lenient.Load(SmallModels.Triple(), target: tpu);
        lenient.AssertSuccess(graph.Errno);
        lenient.AssertSuccess(lenient.Init(graph.Handle).Errno);
        Assert.Equal("tpu", Assert.Single(lenient.Nn.Graphs).Target);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(uint.MaxValue)]
    public void A_handle_that_was_never_given_is_invalid(uint handle)
    {
        using var guest = new Guest();
        guest.Open(SmallModels.Triple());
        Assert.Equal((Errno.InvalidArgument, 0xdeadu), guest.Init(handle));
        Assert.Equal(Errno.InvalidArgument, guest.Compute(handle));
        Assert.Equal(Errno.InvalidArgument, guest.SetInput(handle, 0, F32, [1, 4], new byte[16]));
        Assert.Equal(Errno.InvalidArgument, guest.Call("get_output", handle, 0, 0, 16, 100));
        Assert.Equal(Errno.InvalidArgument, guest.Call("unload", handle));
        Assert.Equal(Errno.InvalidArgument, guest.Call("finalize_execution_context", handle));
    }

    [Fact]
    public void An_unknown_name_is_not_found_and_a_bad_one_is_invalid()
    {
        using var models = new ModelSet { ["a"] = TfLite.TfLiteModel.FromBytes(SmallModels.Triple()) };
        using var guest = new Guest(new() { Models = models, Quotas = new() { NameBytes = 10 } });
        Assert.Equal((Errno.NotFound, 0xdeadu), guest.LoadByName("b\n\u202e"));
        Assert.Equal("wasi-nn load_by_name: not_found (8): there is no model 'b\\u000a\\u202e'; there is a", guest.Nn.LastFailure);
        Assert.Equal(Errno.NotFound, guest.LoadByName("").Errno);
        Assert.Equal(Errno.NotFound, guest.LoadByName("/etc/host").Errno);
        Assert.Equal(Errno.NotFound, guest.LoadByName("a\0").Errno);
        Assert.Equal(Errno.InvalidArgument, guest.LoadByName("12345678901").Errno);
        Assert.Equal(Errno.InvalidArgument, guest.Call("load_by_name", guest.Put([0xc3, 0x28]), 2, 100));
    }

    [Fact]
    public void An_index_beyond_the_models_is_invalid_also_before_anything_was_computed()
    {
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Triple());
        Assert.Equal(Errno.InvalidArgument, guest.SetInput(context, 1, F32, [1, 4], new byte[16]));
        Assert.Equal(Errno.InvalidArgument, guest.SetInput(context, uint.MaxValue, F32, [1, 4], new byte[16]));
        Assert.Equal(Errno.InvalidArgument, guest.Call("get_output", context, 10, 0, 16, 100));
        Assert.Equal(Errno.RuntimeError, guest.Call("get_output", context, 0, 0, 16, 100));
    }

    public static TheoryData<uint, uint[], int> Misfits() => new()
    {
        { 0, [1, 4], 16 },
        { 2, [1, 4], 16 },
        { 255, [1, 4], 16 },
        { F32, [4], 16 },
        { F32, [4, 1], 16 },
        { F32, [1, 4, 1], 16 },
        { F32, [], 16 },
        { F32, [1, 4], 15 },
        { F32, [1, 4], 17 },
        { F32, [1, 4], 0 },
        { F32, [1, 0], 0 },
        { F32, [0x80000000, 2, 4], 16 },
        { F32, [0x80000000, 0x80000000], 16 },
        { F32, [1, 1, 1, 1, 1, 1, 1, 1, 4], 16 },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_tensor_that_does_not_fit_is_invalid(uint type, uint[] shape, int bytes)
    {
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Triple());
        Assert.Equal(Errno.InvalidArgument, guest.SetInput(context, 0, type, shape, new byte[bytes]));
        Assert.Equal(Errno.RuntimeError, guest.Compute(context));
    }

    [Fact]
    public void Types_that_have_no_number_fit_nothing()
    {
        TestModels.RequireTfLite();
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Reshape(TensorType.Int16, QuantizationParameters.PerTensor(1)));
        Assert.All(Enumerable.Range(0, 7), type => Assert.Equal(Errno.InvalidArgument, guest.SetInput(context, 0, (uint)type, [1, 4], new byte[8])));
    }

    [Fact]
    public void A_computation_without_all_inputs_is_an_error()
    {
        using var guest = new Guest();
        var context = guest.Open(SmallModels.TwoSums());
        guest.AssertSuccess(guest.SetInput(context, 0, F32, [1, 2], new byte[8]));
        Assert.Equal(Errno.RuntimeError, guest.Compute(context));
        Assert.Equal("wasi-nn compute: runtime_error (5): input 1 'b' Float32[1,2] was never set", guest.Nn.LastFailure);
        Assert.Equal(Errno.RuntimeError, guest.Call("get_output", context, 0, 0, 16, 100));
    }

    [Fact]
    public void A_buffer_that_is_too_small_gets_nothing_and_the_guest_is_told_the_size()
    {
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Triple());
        guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 2, 3, 4));
        guest.AssertSuccess(guest.Compute(context));
        foreach (var capacity in new[] { 0u, 15u })
        {
            var (buffer, written) = (guest.Put(new byte[16]), guest.Put(0xdead));
            Assert.Equal(Errno.TooLarge, guest.Call("get_output", context, 0, buffer, capacity, written));
            Assert.Equal(16u, guest.Number(written));
            Assert.Equal(new byte[16], guest.Bytes(buffer, 16));
        }
    }

    [Fact]
    public void The_whole_buffer_has_to_be_inside_whatever_the_output_needs_of_it()
    {
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Triple());
        guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 2, 3, 4));
        guest.AssertSuccess(guest.Compute(context));
        Assert.Equal(Errno.Success, guest.Call("get_output", context, 0, Size - 65532, 65532, 100));
        Assert.Equal(Errno.InvalidArgument, guest.Call("get_output", context, 0, Size - 65531, 65532, 100));
    }

    [Fact]
    public void A_model_that_nobody_can_run_fails_when_a_context_is_made_and_leaves_no_trace()
    {
        TestModels.RequireTfLite();
        using var guest = new Guest(new() { Quotas = new() { Contexts = 1, Graphs = 2 } });
        var graph = guest.Load(SmallModels.Unknown());
        guest.AssertSuccess(graph.Errno);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((Errno.RuntimeError, 0xdeadu), guest.Init(graph.Handle));
        }

        Assert.Contains("MysteryOp", guest.Nn.LastFailure, StringComparison.Ordinal);
        Assert.Equal(0u, guest.Open(SmallModels.Triple()));
    }

    [Fact]
    public void In_the_order_of_checks_the_out_pointer_is_first_and_the_model_last()
    {
        using var guest = new Guest();
        var (model, outside) = (guest.Put(guest.Put([1, 2, 3]), 3), Size);
        string Reason(uint builders, uint count, uint encoding, uint target, uint handle)
        {
            guest.Call("load", builders, count, encoding, target, handle);
            return guest.Nn.LastFailure![("wasi-nn load: ".Length)..].Split(": ", 2)[1];
        }

        Assert.StartsWith("the graph's handle", Reason(outside, 2, 9, 9, outside), StringComparison.Ordinal);
        Assert.StartsWith("there is no target 9", Reason(outside, 2, 9, 9, 100), StringComparison.Ordinal);
        Assert.StartsWith("2 builders", Reason(outside, 2, 9, 0, 100), StringComparison.Ordinal);
        Assert.StartsWith("the builder", Reason(outside, 1, 9, 0, 100), StringComparison.Ordinal);
        Assert.StartsWith("encoding 9", Reason(model, 1, 9, 0, 100), StringComparison.Ordinal);
        Assert.StartsWith("not a valid TensorFlow Lite model", Reason(model, 1, 4, 0, 100), StringComparison.Ordinal);
    }

    [Fact]
    public void A_listener_that_throws_is_not_the_guests_problem()
    {
        using var linker = new Wasmtime.Linker(Guest.Engine);
        using var store = new Wasmtime.Store(Guest.Engine);
        using var nn = WasiNn.Define(linker, new() { Log = _ => throw new InvalidOperationException("no room") });
        using var module = Wasmtime.Module.FromText(Guest.Engine, "guest", """
            (module
              (import "wasi_ephemeral_nn" "compute" (func $compute (param i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "run") (result i32) i32.const 7 call $compute))
            """);
        Assert.Equal(1, linker.Instantiate(store, module).GetFunction<int>("run")!());
    }

    [Fact]
    public void Another_store_behind_the_same_linker_gets_nothing_of_the_first()
    {
        using var linker = new Wasmtime.Linker(Guest.Engine);
        using var nn = WasiNn.Define(linker);
        using var module = Wasmtime.Module.FromText(Guest.Engine, "guest", """
            (module
              (import "wasi_ephemeral_nn" "unload" (func $unload (param i32) (result i32)))
              (memory (export "memory") 1)
              (func (export "run") (result i32) i32.const 0 call $unload))
            """);
        using var first = new Wasmtime.Store(Guest.Engine);
        using var second = new Wasmtime.Store(Guest.Engine);
        Assert.Equal((int)Errno.InvalidArgument, linker.Instantiate(first, module).GetFunction<int>("run")!());
        Assert.Equal((int)Errno.RuntimeError, linker.Instantiate(second, module).GetFunction<int>("run")!());
        Assert.Equal(
            "wasi-nn unload: runtime_error (5): a linker with wasi-nn serves one store, and this is another", nn.LastFailure);
    }

    [Fact]
    public void After_its_end_a_guest_gets_errors_and_a_guest_that_is_in_a_call_is_busy()
    {
        using var guest = new Guest();
        guest.Open(SmallModels.Triple());
        Assert.True(guest.Nn.Turn.TryEnter());
        Assert.Equal(Errno.Busy, guest.Compute(0));
        guest.Nn.Dispose();
        Assert.Equal(Errno.RuntimeError, guest.Compute(0));
        guest.Nn.Turn.Leave();
        Assert.Equal(Errno.RuntimeError, guest.Compute(0));
        Assert.Single(guest.Nn.Contexts);
    }
}

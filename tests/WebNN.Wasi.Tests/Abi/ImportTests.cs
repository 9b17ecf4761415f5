using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Tests.Abi;

/// <summary>Each of the twelve imports does what it is for.</summary>
public sealed class ImportTests
{
    private const uint F32 = 1;

    public ImportTests() => TestModels.RequireOnnxRuntime();

    [Fact]
    public void A_guest_may_import_twelve_functions_of_the_specification_and_six_of_the_legacy_module() => Assert.Equal(
        [
            "load 5", "load_by_name 3", "load_by_name_with_config 5", "init_execution_context 2", "set_input 3", "compute 1", "get_output 5", "unload 1",
            "finalize_execution_context 1", "compute_single 1", "fini_single 1", "get_output_single 5",
            "legacy load 4", "legacy load_by_name 3", "legacy init_execution_context 2", "legacy set_input 3", "legacy compute 1", "legacy get_output 4",
        ],
        Guest.Functions.Select(function => $"{function.Export} {function.Count}"));

    [Fact]
    public void A_model_of_the_guests_bytes_computes()
    {
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Triple());
        guest.AssertSuccess(guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 2, 3, -4)));
        guest.AssertSuccess(guest.Compute(context));

        Assert.Equal([3, 6, 9, -12], SmallModels.Floats(guest.Output(context, 0, 16)));
        Assert.Empty(guest.Log);
    }

    [Fact]
    public void Handles_count_up_from_0_and_are_never_used_again()
    {
        using var guest = new Guest();
        Assert.Equal((0u, 1u), (guest.Load(SmallModels.Triple()).Handle, guest.Load(SmallModels.Triple()).Handle));
        Assert.Equal((0u, 1u), (guest.Init(0).Handle, guest.Init(1).Handle));
        guest.AssertSuccess(guest.Call("unload", 0));
        guest.AssertSuccess(guest.Call("finalize_execution_context", 0));

        Assert.Equal(2u, guest.Load(SmallModels.Triple()).Handle);
        Assert.Equal(2u, guest.Init(2).Handle);
        Assert.Equal(Errno.InvalidArgument, guest.Init(0).Errno);
        Assert.Equal(Errno.InvalidArgument, guest.Compute(0));
    }

    [Fact]
    public void A_model_by_name_is_the_hosts()
    {
        using var models = new ModelSet { ["./models/triple.tflite"] = TfLite.TfLiteModel.FromBytes(SmallModels.Triple()) };
        using var guest = new Guest(new() { Models = models, NamedModelsOnly = true });
        var graph = guest.LoadByName("./models/triple.tflite");
        guest.AssertSuccess(graph.Errno);
        var context = guest.Init(graph.Handle).Handle;
        guest.AssertSuccess(guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 1, 1, 1)));
        guest.AssertSuccess(guest.Compute(context));

        Assert.Equal([3, 3, 3, 3], SmallModels.Floats(guest.Output(context, 0, 16)));
        Assert.Equal(Errno.UnsupportedOperation, guest.Load(SmallModels.Triple()).Errno);
    }

    [Fact]
    public void A_name_with_an_empty_configuration_is_a_name_and_with_another_is_unsupported()
    {
        using var models = new ModelSet { ["m"] = TfLite.TfLiteModel.FromBytes(SmallModels.Triple()) };
        using var guest = new Guest(new() { Models = models });
        var (name, handle) = (guest.Put("m{}"u8), guest.Put(0xdead));

        Assert.Equal(Errno.UnsupportedOperation, guest.Call("load_by_name_with_config", name, 1, name + 1, 2, handle));
        Assert.Equal(0xdeadu, guest.Number(handle));
        Assert.Equal(Errno.Success, guest.Call("load_by_name_with_config", name, 1, 0, 0, handle));
        Assert.Equal(0u, guest.Number(handle));
    }

    [Theory]
    [InlineData("compute_single", 1)]
    [InlineData("fini_single", 1)]
    [InlineData("get_output_single", 5)]
    public void What_language_models_alone_need_is_unsupported(string name, int parameters)
    {
        using var guest = new Guest();
        Assert.Equal(Errno.UnsupportedOperation, guest.Call(name, new uint[parameters]));
    }

    [Fact]
    public void A_context_outlives_its_graph()
    {
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Triple());
        guest.AssertSuccess(guest.Call("unload", 0));
        guest.AssertSuccess(guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 2, 3, 4)));
        guest.AssertSuccess(guest.Compute(context));

        Assert.Equal([3, 6, 9, 12], SmallModels.Floats(guest.Output(context, 0, 16)));
        Assert.Equal(Errno.InvalidArgument, guest.Call("unload", 0));
    }

    [Fact]
    public void The_guest_may_change_its_model_and_its_input_after_the_call()
    {
        using var guest = new Guest();
        var model = SmallModels.Triple();
        var (bytes, handle) = (guest.Put(model), guest.Put(0));
        guest.AssertSuccess(guest.Call("load", guest.Put(bytes, (uint)model.Length), 1, 4, 0, handle));
        guest.Memory!.GetSpan(bytes, model.Length).Fill(0xff);
        var context = guest.Init(0).Handle;
        var data = guest.Put(SmallModels.Floats(1, 2, 3, 4));
        guest.AssertSuccess(guest.Call("set_input", context, 0, guest.Put(guest.Put(1, 4), 2, F32, data, 16)));
        guest.Memory!.GetSpan(data, 16).Fill(0xff);
        guest.AssertSuccess(guest.Compute(context));

        Assert.Equal([3, 6, 9, 12], SmallModels.Floats(guest.Output(context, 0, 16)));
    }

    [Theory]
    [InlineData(TfLite.RuntimeChoice.Auto)]
    [InlineData(TfLite.RuntimeChoice.TfLite)]
    public void Inputs_stay_for_the_next_computation(TfLite.RuntimeChoice runtime)
    {
        TestModels.RequireTfLite();
        using var guest = new Guest(new() { Runtime = new() { Runtime = runtime } });
        var context = guest.Open(SmallModels.TwoSums());
        guest.AssertSuccess(guest.SetInput(context, 0, F32, [1, 2], SmallModels.Floats(1, 2)));
        guest.AssertSuccess(guest.SetInput(context, 1, F32, [1, 2], SmallModels.Floats(10, 20)));
        guest.AssertSuccess(guest.SetInput(context, 2, 4, [2], [1, 0, 0, 0, 2, 0, 0, 0]));
        guest.AssertSuccess(guest.SetInput(context, 3, 4, [2], [3, 0, 0, 0, 4, 0, 0, 0]));
        for (var i = 0; i < 3; i++)
        {
            guest.AssertSuccess(guest.Compute(context));
            Assert.Equal([11, 22], SmallModels.Floats(guest.Output(context, 0, 8)));
            Assert.Equal([4, 0, 0, 0, 6, 0, 0, 0], guest.Output(context, 1, 8));
        }

        guest.AssertSuccess(guest.SetInput(context, 1, F32, [1, 2], SmallModels.Floats(100, 200)));
        guest.AssertSuccess(guest.Compute(context));
        Assert.Equal([101, 202], SmallModels.Floats(guest.Output(context, 0, 8)));
    }

    [Fact]
    public void A_model_that_WebNN_cannot_run_whole_runs_in_TensorFlow_Lite()
    {
        TestModels.RequireTfLite();
        using var guest = new Guest();
        var context = guest.Open(TestModels.Rfft());
        guest.AssertSuccess(guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 1, 1, 1)));
        guest.AssertSuccess(guest.Compute(context));

        Assert.Equal([4, 0, 0], SmallModels.Floats(guest.Output(context, 0, 12)));
        var reason = Assert.Single(guest.Nn.Contexts).Reason;
        Assert.StartsWith("TensorFlow Lite 2.9.0, ", reason, StringComparison.Ordinal);
        Assert.Contains("#1 CAST", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_says_what_was_called_and_who_ran_the_model()
    {
        using var guest = new Guest();
        var context = guest.Open(SmallModels.Triple());
        guest.Compute(context);
        guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(1, 2, 3, 4));
        guest.Compute(context);
        guest.Dispose();

        Assert.Equal(
            ["load 1 0", "init_execution_context 1 0", "set_input 1 0", "compute 2 1"],
            guest.Nn.Functions.Select(function => $"{function.Name} {function.Calls} {function.Failures}"));
        var graph = Assert.Single(guest.Nn.Graphs);
        Assert.Equal((0u, $"{SmallModels.Triple().Length} bytes", "cpu"), (graph.Handle, graph.Model, graph.Target));
        var report = Assert.Single(guest.Nn.Contexts);
        Assert.Equal((0u, 0u, 1L, 1), (report.Handle, report.Graph, report.Computations, report.Report!.DelegatedNodes));
        Assert.StartsWith("compiled whole, 1 nodes, on ONNX Runtime ", report.Reason, StringComparison.Ordinal);
        Assert.Equal("wasi-nn compute: runtime_error (5): input 0 'x' Float32[1,4] was never set", guest.Nn.LastFailure);
    }
}

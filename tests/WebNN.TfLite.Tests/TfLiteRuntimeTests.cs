using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>Who runs a model, and what is said about it.</summary>
public sealed class TfLiteRuntimeTests
{
    [Fact]
    public void A_model_that_WebNN_runs_whole_is_compiled()
    {
        TestModels.RequireOnnxRuntime();
        using var model = TfLiteModel.FromBytes(TestModels.Triple());
        using var opened = TfLiteRuntime.Open(model, new() { TfLiteLibrary = "/nowhere" });

        opened.Runner.Inputs[0].Data<float>().Fill(2);
        opened.Runner.Run();

        Assert.IsType<CompiledModel>(opened.Runner);
        Assert.StartsWith("compiled whole, 1 nodes, on ONNX Runtime ", opened.Reason, StringComparison.Ordinal);
        Assert.Equal([6, 6, 6, 6], opened.Runner.Output("y").Data<float>().ToArray());
    }

    [Fact]
    public void Another_model_runs_in_TFLite_with_what_WebNN_can()
    {
        TestModels.RequireWebNN().Dispose();
        using var model = TestModels.Load(TestModels.Rfft());
        using var opened = TfLiteRuntime.Open(model);

        opened.Runner.Inputs[0].Data<float>().Fill(1);
        opened.Runner.Run();

        Assert.IsType<Interpreter>(opened.Runner);
        Assert.Contains("#1 CAST", opened.Reason, StringComparison.Ordinal);
        Assert.Equal([4, 0, 0], opened.Runner.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void Asked_for_TFLite_it_takes_TFLite()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var opened = TfLiteRuntime.Open(model, new() { Runtime = RuntimeChoice.TfLite });

        Assert.IsType<Interpreter>(opened.Runner);
        Assert.EndsWith("as asked for", opened.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_TFLite_the_nodes_in_the_way_are_named()
    {
        TestModels.RequireOnnxRuntime();
        using var model = TfLiteModel.FromBytes(TestModels.Rfft());

        var error = Assert.Throws<UnsupportedModelException>(() => TfLiteRuntime.Open(model, new() { TfLiteLibrary = "/nowhere" }));

        Assert.Contains("2 of 2 nodes are refused: #0 RFFT2D", error.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, error.Report.Refused.Length);
        Assert.StartsWith(error.Message[..40], CompiledModel.Objection(model)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_of_memory_holds_for_both()
    {
        TestModels.RequireOnnxRuntime();
        using var model = TestModels.Load(TestModels.Triple());
        foreach (var runtime in new[] { RuntimeChoice.Auto, RuntimeChoice.TfLite })
        {
            Assert.Throws<ModelMemoryException>(() => TfLiteRuntime.Open(model, new() { Runtime = runtime, MemoryLimit = 10 }));
        }
    }
}

using WebNN.Kernels;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Tests;

/// <summary>The options about which of the nodes that can be claimed are.</summary>
public sealed class PartitioningTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_tiny_nodes_stay_with_XNNPACK_by_default_and_are_claimed_where_there_is_none(bool hasXnnpack)
    {
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "there is no machine profile for this processor");
        using var model = TestModels.Load(TestModels.AddRelu());
        using var webnn = TestModels.RequireWebNN();
        using var xnnpack = new XnnpackDelegate();
        using var interpreter = new Interpreter(model, new() { Delegates = hasXnnpack ? [webnn, xnnpack] : [webnn] });

        var decision = interpreter.Report!.Decision!;

        Assert.Equal((PartitioningMode.Predicted, hasXnnpack ? PartitioningMode.Predicted : PartitioningMode.All), (decision.Asked, decision.Source));
        Assert.Equal(hasXnnpack ? [] : [0, 1], decision.Nodes);
        Assert.Equal(hasXnnpack ? null : "machine profiles are of XNNPACK, and what WebNN leaves goes to TensorFlow Lite's own kernels", decision.Problem);
    }

    [Fact]
    public void Nodes_that_are_included_by_name_are_claimed_whatever_is_predicted()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var webnn = TestModels.RequireWebNN(new() { Include = ["RELU"] });
        using var xnnpack = new XnnpackDelegate();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn, xnnpack] });
        Assert.Equal([1], interpreter.Report!.Decision!.Nodes);
    }

    [Fact]
    public void A_decision_is_found_in_the_cache_folder_by_the_graph_that_is_prepared()
    {
        TestModels.RequireWebNN().Dispose();
        var folder = Directory.CreateTempSubdirectory("partitioning-");
        try
        {
            var key = Run(new() { Partitioning = PartitioningMode.Predicted }).Key!;
            Assert.Equal($"TFLite {HostVersion()}", key.Host);
            var decisions = Directory.CreateDirectory(Path.Combine(folder.FullName, "decisions")).FullName;
            File.WriteAllText(
                Path.Combine(decisions, key.Name + ".json"), new StoredDecision(key, [1], PartitioningMode.Measured, "add", ["by hand"]).ToJson());

            var decided = Run(new() { Partitioning = PartitioningMode.Measured, CacheDirectory = folder.FullName });

            Assert.Equal((PartitioningMode.Measured, null), (decided.Source, decided.Problem));
            Assert.Equal([1], decided.Nodes);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("/there/is/no/such.json", "there is no decision file /there/is/no/such.json")]
    [InlineData("/there/is/no/folder", "no decision for this model, machine and version in /there/is/no/folder")]
    [InlineData(null, "partitioning=given has no place to find decisions in")]
    public void Without_the_decision_the_model_runs_as_predicted(string? path, string reason)
    {
        TestModels.RequireWebNN().Dispose();
        var decided = Run(new() { Partitioning = PartitioningMode.Given, DecisionPath = path });
        Assert.StartsWith(reason, decided.Problem, StringComparison.Ordinal);
        Assert.NotEqual(PartitioningMode.Given, decided.Source);
    }

    [Fact]
    public void A_partitioning_that_does_not_exist_is_an_error() => Assert.Equal(
        "Partitioning is 9; expected one of all, none, given, predicted, measured (Parameter 'Partitioning')",
        Assert.Throws<ArgumentException>(() => new WebNNDelegate(new WebNNDelegateOptions { Partitioning = (PartitioningMode)9 })).Message);

    private static string HostVersion()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var interpreter = new Interpreter(model);
        return interpreter.RuntimeVersion;
    }

    /// <summary>Runs a model that has to compute right whatever is decided.</summary>
    private static PartitionDecision Run(WebNNDelegateOptions options)
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var webnn = new WebNNDelegate(options);
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Inputs[1].CopyFrom<float>([10, -20, 30, -40]);
        interpreter.Invoke();
        Assert.Equal([11, 0, 33, 0], interpreter.Outputs[0].Data<float>().ToArray());
        return interpreter.Report!.Decision!;
    }
}

using WebNN.Plugin.Tests.Support;

namespace WebNN.Plugin.Tests;

/// <summary>C programs that know nothing of .NET or WebNN, against real TensorFlow Lite libraries.</summary>
public sealed class ExternalDelegateTests
{
    [Theory]
    [InlineData("mobilenet_v2_1.0_224_ptq_int8")]
    [InlineData("deeplabv3_fp32")]
    [InlineData("coco_ssd_mobilenet_v1_quant")]
    [InlineData("movenet_lightning_ptq")]
    public void A_C_program_with_TFLite_2_9_gets_what_the_managed_delegate_gives_bit_for_bit(string model)
    {
        var path = Places.Model(model);
        var managed = ManagedRun.Of(path);
        var run = ModelRun.Of(ModelRun.Wrapper(), path, managed.Inputs);
        Assert.Equal(managed.Report.DelegatedNodes, run.DelegatedNodes);
        Assert.Equal(managed.Report.Nodes, run.Report.GetProperty("nodes").GetInt32());
        Assert.True(managed.Outputs.AsSpan().SequenceEqual(run.Outputs), $"the outputs differ (seed 7); {run.Printed.All}");
        Assert.Equal("2.9.0", run.Printed.Value("tflite"));
    }

    [Theory]
    [InlineData("mobilenet_v2_1.0_224_ptq_int8")]
    [InlineData("deeplabv3_fp32")]
    [InlineData("mobilenet_v1_0.25_128_uint8")]
    public void The_same_library_in_TFLite_2_2_delegates_the_same_nodes_and_gives_the_same_outputs(string model)
    {
        var path = Places.Model(model);
        var managed = ManagedRun.Of(path);
        var run = ModelRun.Of(ModelRun.Old(), path, managed.Inputs);
        Assert.Equal(managed.Report.DelegatedNodes, run.DelegatedNodes);
        Assert.True(managed.Outputs.AsSpan().SequenceEqual(run.Outputs), $"the outputs differ (seed 7); {run.Printed.All}");
        Assert.Equal("2.2.0", run.Printed.Value("tflite"));
    }
}

using WebNN.Processors;

namespace WebNN.Cli.Tests.Verbs;

/// <summary>The whole stack, ONNX Runtime, TensorFlow Lite and XNNPACK included, on processors that this one can stand for.</summary>
public sealed class ProcessorTests
{
    [Theory]
    [InlineData("avx512", @"^ONNX Runtime [\d.]+ and own float kernels, own integer kernels, CPU \(AVX-512\), 1 thread$")]
    [InlineData("avx2", @"^ONNX Runtime [\d.]+ and own float kernels, own integer kernels, CPU \(AVX2\), 1 thread$")]
    [InlineData("baseline", @"^ONNX Runtime [\d.]+, CPU \(SSE\), 1 thread$")]
    public void Real_models_are_within_their_tolerances_and_the_class_of_the_processor_is_named(string processor, string backend)
    {
        string[] models = [.. new[] { "mobilenet_v1_0.25_224_fp32", "vww_96_int8", "mobilenet_v1_0.25_128_uint8" }.Select(name => Needs.Shared($"models/{name}.tflite"))];

        var result = Tool.RunWith(MaskedProcessor.As(processor), ["compare", .. models, "--json", "-"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.All(result.Json.AsArray(), model => Assert.Matches(backend, (string)model!["backend"]!));
        TestContext.Current.TestOutputHelper!.WriteLine($"path: the whole stack on a processor masked as {processor}");
    }
}

using WebNN.Testing;

namespace WebNN.FlatBuffers.Tests;

/// <summary>Files of ../shared/reports that no host should be given.</summary>
public class ReportedFileTests
{
    [Theory]
    [InlineData("cyclic_node", "subgraphs[0].operators[0].inputs[0]: ABS reads tensor 1 'output0', which is its own output")]
    [InlineData("two_writers", "subgraphs[0].operators[0].outputs[1]: UNPACK writes tensor 1 'output0', which node 0 writes too")]
    [InlineData(
        "quantization_details_blockwise_2_unknown_to_host",
        "subgraphs[0].operators[0].inputs[1]: ADD reads tensor 2 'quantized_tensor' with blockwise quantization, which no node writes, and which is neither an input nor a constant")]
    [InlineData("no_outputs", "subgraphs[0].outputs: the graph has no outputs")]
    [InlineData("abs_scale_0", "subgraphs[0].tensors[1].quantization.scale[0]: tensor 'output0' has the scale 0; a scale is finite and above 0")]
    [InlineData(
        "l2pool_window_2e9_hangs",
        "subgraphs[0].operators[0].builtin_options.filter_width: L2_POOL_2D has 2123789977 here; it takes 1 to 16777216")]
    public void A_file_that_hung_or_crashed_is_refused_with_its_reason(string name, string message)
    {
        var folder = TfLite.Find("shared/reports");
        Assert.SkipWhen(folder is null, "the folder shared/reports is not here");
        var file = File.ReadAllBytes(Path.Combine(folder, name + ".tflite"));
        var error = Assert.Throws<InvalidModelException>(() => FlatBufferModel.Parse(file));
        Assert.StartsWith(message + " (byte ", error.Message, StringComparison.Ordinal);
    }
}

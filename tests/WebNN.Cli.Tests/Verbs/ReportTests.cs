using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace WebNN.Cli.Tests.Verbs;

/// <summary>Every file of ../shared/reports, small inputs that failed once: the right value, or a message that names what is wrong.</summary>
public sealed class ReportTests
{
    /// <summary>Models that run: their inputs are beside them, and this is what <c>run</c> says of the first output.</summary>
    public static TheoryData<string, int, double, double, double> Runs => new()
    {
        { "add_minus_inf_mask_then_softmax", 2, 0, 1, 0.25 },
        { "floor_div_float_by_a_tenth", 1, 3, 24, (3 + 6 + 6 + 12 + 24) / 5.0 },
        { "floor_div_float_quotient_just_below_integer", 1, -3, 9, (2 - 3 - 3 + 2 + 6 + 9) / 6.0 },
        { "gather_axis_1_of_50x2", 1, -2.954394817352295, 2.987346649169922, -0.07911654710769653 },
        { "mean_int32_sum_above_2e31", 1, 2e9, 2e9, 2e9 },
    };

    public static TheoryData<string, string> Refusals => new()
    {
        { "abs_scale_0", "not a valid TensorFlow Lite model: subgraphs[0].tensors[1].quantization.scale[0]: tensor 'output0' has the scale 0" },
        { "cyclic_node", "not a valid TensorFlow Lite model: subgraphs[0].operators[0].inputs[0]: ABS reads tensor 1 'output0', which is its own output" },
        { "floor_div_by_constant_zero_beside_eight_good_nodes", "Division by 0; Node number 8 (FLOOR_DIV) failed to invoke" },
        { "huge_tensor_344_bytes", "'huge_tensor_344_bytes' needs at least 1280000000344 bytes of memory and the limit is " },
        { "l2pool_window_2e9_hangs", "not a valid TensorFlow Lite model: subgraphs[0].operators[0].builtin_options.filter_width: L2_POOL_2D has 2123789977 here" },
        { "no_outputs", "not a valid TensorFlow Lite model: subgraphs[0].outputs: the graph has no outputs" },
        { "quantization_details_blockwise_2_unknown_to_host", "quantized_tensor" },
        { "two_writers", "not a valid TensorFlow Lite model: subgraphs[0].operators[0].outputs[1]: UNPACK writes tensor 1 'output0', which node 0 writes too" },
    };

    /// <summary>Models of which so many nodes are delegated, and whose outputs are compared in other tests of this project.</summary>
    private static readonly (string Name, int Delegated, int Nodes)[] delegated =
    [
        ("conv_weights_outside_flatbuffer", 1, 1),
        ("floor_div_by_constant_zero_beside_eight_good_nodes", 8, 9),
        ("input_goes_to_assign_variable_first", 1, 3),
        ("three_signatures_three_graphs", 1, 1),
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_model_computes_the_right_values(string name, int nodes, double least, double most, double mean)
    {
        var result = Tool.Run(["run", Model(name), .. Inputs(name), "--json", "-"]);

        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.Equal(nodes, (int)result.Json["delegatedNodes"]!);
        var output = result.Json["result"]!["outputs"]![0]!;
        Assert.Equal((least, most), ((double)output["min"]!, (double)output["max"]!));
        Assert.Equal(mean, (double)output["mean"]!, 1e-6);
    }

    [Fact]
    public void What_runs_agrees_with_TFLites_kernels()
    {
        string[] names = [.. Runs.Select(row => row.Data.Item1), "conv_weights_outside_flatbuffer", "input_goes_to_assign_variable_first", "three_signatures_three_graphs"];

        var result = Tool.Run(["compare", .. names.Select(Model), "--json", "-"]);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        Assert.All(result.Json.AsArray(), model => Assert.True((bool)model!["withinTolerance"]!, (string)model["model"]!));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_model_that_cannot_be_compared_is_named_with_its_reason(string name, string message)
    {
        var result = Tool.Run("compare", Model(name));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"{name}.tflite: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void All_nodes_are_delegated_but_those_that_cannot_be()
    {
        var result = Tool.Run(["inspect", .. delegated.Select(row => Model(row.Name)), "--partitioning", "all", "--json", "-"]);

        Assert.True(result.ExitCode == 0, result.Errors);
        JsonNode[] models = [.. result.Json.AsArray().OfType<JsonNode>()];
        Assert.Equal(delegated.Select(row => (row.Delegated, row.Nodes)), models.Select(model => ((int)model["delegatedNodes"]!, (int)model["nodes"]!)));
    }

    [Theory]
    [InlineData("add", 7)]
    [InlineData("mul", 12)]
    [InlineData("sub", 1)]
    public void Each_signature_of_each_graph_can_be_run(string signature, float expected)
    {
        // Inputs go by the graph's order, which is b, a in this file.
        var folder = Directory.CreateTempSubdirectory("webnn-cli-");
        try
        {
            string[] files = [Path.Combine(folder.FullName, "b.raw"), Path.Combine(folder.FullName, "a.raw")];
            File.WriteAllBytes(files[0], Repeated(3));
            File.WriteAllBytes(files[1], Repeated(4));

            var result = Tool.Run(
                "run", Model("three_signatures_three_graphs"), "--signature", signature, "--input", files[0], "--input", files[1], "--json", "-");

            Assert.True(result.ExitCode == 0, result.Errors);
            Assert.Equal(expected, (float)result.Json["result"]!["outputs"]![0]!["mean"]!);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_file_of_the_folder_is_among_these()
    {
        var known = Runs.Select(row => row.Data.Item1).Concat(Refusals.Select(row => row.Data.Item1)).Concat(delegated.Select(row => row.Name));
        var files = Directory.GetFiles(Needs.Shared("reports"), "*.tflite").Select(Path.GetFileNameWithoutExtension).OfType<string>();
        Assert.Equal([.. files.Order(StringComparer.Ordinal)], known.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>float32[10,10].</summary>
    private static byte[] Repeated(float value) => MemoryMarshal.AsBytes<float>([.. Enumerable.Repeat(value, 100)]).ToArray();

    private static string Model(string name) => Needs.Shared($"reports/{name}.tflite");

    private static IEnumerable<string> Inputs(string name) =>
        Directory.GetFiles(Needs.Shared("reports"), $"{name}.input*.raw").Order(StringComparer.Ordinal).SelectMany(file => new[] { "--input", file });
}

using System.Diagnostics;

namespace WebNN.Samples.Tests;

/// <summary>The samples print what they are meant to.</summary>
public sealed class SampleTests
{
    [Fact]
    public void A_graph_by_hand_computes() => Assert.Equal(
        """
        %0 = input x f32[1,3]
        %1 = constant f32[3,2]
        %2 = constant f32[2]
        %3 = gemm(%0, %1, %2) f32[1,2]
        %4 = relu(%3) f32[1,2]
        %5 = constant f32[2,2]
        %6 = matmul(%4, %5) f32[1,2]
        %7 = softmax(%6) axis=1 f32[1,2]
        output scores = %7
        1 0 0 -> 0.818 0.182
        0 0 3 -> 0.076 0.924
        0.5 0.25 1 -> 0.731 0.269

        """,
        Run("graph-by-hand"));

    [Fact]
    public void LeNet_reads_every_digit() => Assert.Equal(string.Concat(Enumerable.Range(0, 10).Select(digit => $"drawn {digit}, read {digit}\n")), Run("lenet"));

    [Fact]
    public void Single_operations_compute() => Assert.Equal(
        """
        conv2d f32[1,2,4,1]: 0 4 4 0 0 4 4 0
        matmul, ten times: 89 55 55 34
        2 compiled, 10 found

        """,
        Run("single-operations"));

    /// <summary>The network of the sample lenet as a .tflite model.</summary>
    [Fact]
    public void A_model_is_compiled_and_run()
    {
        var path = Path.Combine(Path.GetTempPath(), $"lenet-{Environment.ProcessId}.tflite");
        File.WriteAllBytes(path, LeNetModel.Create(File.ReadAllBytes(Sample("lenet", "weights.bin"))));
        try
        {
            Assert.Equal(
                """
                7 nodes
                input image Float32[1,16,16,1], all halves
                output scores Float32[1,10], 0: 0.950, 1: 0.036, 8: 0.008

                """,
                Run("compiled-model", path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_model_that_is_none_ends_with_2_and_one_line()
    {
        var missing = Path.Combine(Path.GetTempPath(), $"missing-{Environment.ProcessId}.tflite");

        var (exitCode, output, errors) = RunWhole("compiled-model", missing);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(missing, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);

        (exitCode, output, errors) = RunWhole("compiled-model", Sample("lenet", "digits.txt"));
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public void A_custom_operator_is_translated() => Assert.Equal("3 6 9 12\n", Run("custom-operator"));

    /// <summary>One step of the training, on a copy: it runs, and writes as many weights as the network has.</summary>
    [Fact]
    public void The_training_writes_weights()
    {
        var folder = Directory.CreateTempSubdirectory("lenet-").FullName;
        File.Copy(Sample("lenet", "digits.txt"), Path.Combine(folder, "digits.txt"));
        try
        {
            Assert.Matches("^[0-9]+ of 5000 new pictures are read rightly\n$", Run("lenet-training", folder, "1"));
            Assert.Equal(new FileInfo(Sample("lenet", "weights.bin")).Length, new FileInfo(Path.Combine(folder, "weights.bin")).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Sample(string name, string file) => Path.Combine(AppContext.BaseDirectory, "..", "..", name, "release", file);

    private static string Run(string name, params string[] arguments)
    {
        var (exitCode, output, errors) = RunWhole(name, arguments);
        Assert.True(exitCode == 0, output + errors);
        return output;
    }

    private static (int ExitCode, string Output, string Errors) RunWhole(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Sample(name, name + ".dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.ReplaceLineEndings("\n"), errors.Result);
    }
}

using System.Diagnostics;
using WebNN.TfLite;
using WebNN.Wasi.Runner;
using WebNN.Wasi.Tests.Runner;

namespace WebNN.Wasi.Tests;

/// <summary>The samples do what they say.</summary>
public sealed class SampleTests
{
    private const int Side = 224;

    private static readonly string[] pictures = ["bird.bmp", "cat.bmp", "grace_hopper.bmp"];

    [Fact]
    public void The_guest_in_text_form_classifies_a_picture()
    {
        var (expected, folder) = Expected();
        using var runner = new GuestRunner();
        using var guest = runner.Compile(GuestFile.Read(Sample("classify.wat")));
        Assert.Equal(expected, pictures.Select(picture => Run(runner, guest, folder, picture)));
    }

    [Fact]
    public void The_guest_in_C_classifies_a_picture()
    {
        Assert.SkipUnless(OnPath("clang") is not null, "clang is not on the PATH: it builds guests in C");
        var sysroot = Environment.GetEnvironmentVariable("WASI_SYSROOT") ?? "/usr/share/wasi-sysroot";
        Assert.SkipUnless(Directory.Exists(sysroot), "wasi-libc is not installed: WASI_SYSROOT names its folder");
        var (expected, folder) = Expected();
        using var built = new TemporaryFolder();
        var compiled = Run("clang", ["--target=wasm32-wasip1", $"--sysroot={sysroot}", "-O2", "-Wall", "-Werror", Sample("classify.c"), "-o", built.At("classify.wasm")]);
        Assert.True(compiled.ExitCode == 0, compiled.Output);
        using var runner = new GuestRunner();
        using var guest = runner.Compile(GuestFile.Read(built.At("classify.wasm")));
        Assert.Equal(expected, pictures.Select(picture => Run(runner, guest, folder, picture)));
    }

    [Fact]
    public void The_guest_in_C_is_sound_C()
    {
        Assert.SkipUnless(OnPath("gcc") is not null, "gcc is not on the PATH");
        var checkedC = Run("gcc", ["-std=c11", "-fsyntax-only", "-Wall", "-Wextra", "-Wno-attributes", "-Werror", Sample("classify.c")]);
        Assert.True(checkedC.ExitCode == 0, checkedC.Output);
    }

    [Fact]
    public void The_host_of_requests_answers_each_and_survives_bad_ones()
    {
        var (expected, folder) = Expected();
        var model = TestModels.Beside("models/mobilenet_v2_1.0_224_ptq_int8.tflite");
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "wasi-requests", "release", "wasi-requests.dll");
        var answer = Run(
            "dotnet", ["exec", program, Sample("classify.wat"), model, folder], string.Join('\n', "bird.bmp", "nowhere.bmp", "imagenet_labels.txt", "cat.bmp", ""));
        Assert.Equal(
            [expected[0], "failed with 44: the guest says no more", "failed with 2: the guest says no more", expected[1]],
            answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_embedding_sample_is_about_thirty_lines() =>
        Assert.InRange(File.ReadAllLines(Sample(Path.Combine("requests", "Program.cs"))).Count(line => !line.StartsWith("//", StringComparison.Ordinal)), 20, 35);

    private static string Run(GuestRunner runner, CompiledGuest guest, string folder, string picture)
    {
        using var models = new ModelSet { ["classifier"] = TfLiteModel.FromFile(TestModels.Beside("models/mobilenet_v2_1.0_224_ptq_int8.tflite")) };
        using var output = new MemoryStream();
        var result = runner.Run(guest, new() { Nn = new() { Models = models }, Directories = [new(folder, "/")], Arguments = [picture], Output = output });
        Assert.True(result.ExitCode == 0, $"{result.Reason} {result.LastFailure}");
        return System.Text.Encoding.ASCII.GetString(output.ToArray()).TrimEnd();
    }

    /// <summary>What our own API says about the pictures, and the folder that they are in.</summary>
    private static (string[] Answers, string Folder) Expected()
    {
        using var model = TfLiteModel.FromFile(TestModels.Beside("models/mobilenet_v2_1.0_224_ptq_int8.tflite"));
        using var opened = TfLiteRuntime.Open(model);
        var answers = pictures.Select(picture =>
        {
            var file = File.ReadAllBytes(TestModels.Beside($"images/{picture}"));
            var (start, width, height) = (BitConverter.ToInt32(file, 10), BitConverter.ToInt32(file, 18), BitConverter.ToInt32(file, 22));
            var input = opened.Runner.Inputs[0].Bytes;
            for (var i = 0; i < Side * Side * 3; i++)
            {
                var (y, x, channel) = (i / (Side * 3), i / 3 % Side, i % 3);
                input[i] = file[start + (((width * 3) + 3) / 4 * 4 * (height - 1 - (y * height / Side))) + (3 * (x * width / Side)) + 2 - channel];
            }

            opened.Runner.Run();
            var scores = opened.Runner.Outputs[0].Bytes.ToArray();
            return $"class {Array.IndexOf(scores, scores.Max())}";
        });
        return ([.. answers], Path.GetDirectoryName(TestModels.Beside("images/bird.bmp"))!);
    }

    private static string Sample(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "hosts", "wasi-nn", "samples", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException(name);
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static (int ExitCode, string Output) Run(string program, string[] arguments, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WebNN.Interop.Tests;

/// <summary>Asks a C compiler what expressions over the headers that came with the natives are worth.</summary>
internal static class CLayouts
{
    public const string TfLiteHeader = "tensorflow/lite/c/common.h";

    public const string OnnxRuntimeHeader = "onnxruntime_c_api.h";

    /// <summary>Values by expression: <c>sizeof(TfLiteTensor)</c>, <c>offsetof(TfLiteTensor, type)</c>.</summary>
    public static async Task<Dictionary<string, long>> Compile(string includeFolder, string header, IReadOnlyCollection<string> expressions)
    {
        var folder = Directory.CreateTempSubdirectory("webnn-layout");
        try
        {
            var source = new StringBuilder($"#include <stddef.h>\n#include <stdio.h>\n#include \"{header}\"\nint main(void) {{\n");
            foreach (var expression in expressions)
            {
                source.Append(CultureInfo.InvariantCulture, $"  printf(\"%s=%lld\\n\", \"{expression}\", (long long)({expression}));\n");
            }

            var program = Path.Combine(folder.FullName, "layout");
            await File.WriteAllTextAsync(program + ".c", source.Append("  return 0;\n}\n").ToString());
            await Run("gcc", "-I", includeFolder, "-o", program, program + ".c");
            var output = await Run(program);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('='))
                .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The folder above this test that holds the headers; skips the test where there is none, or no gcc.</summary>
    public static string RequireHeaders(string relative, string header)
    {
        Assert.SkipUnless(OnPath("gcc"), "gcc is not on the PATH");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var include = Path.Combine(folder.FullName, "natives", "include", relative);
            if (File.Exists(Path.Combine(include, header)))
            {
                return include;
            }
        }

        Assert.Skip($"natives/include/{Path.Combine(relative, header)} is absent: run './build.sh setup'");
        return "";
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static async Task<string> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await errors}");
        return output;
    }
}

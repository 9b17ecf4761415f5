using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WebNN.Interop.Tests.TfLite;

/// <summary>Asks a C compiler for the sizes and offsets of structs in the headers that came with the natives.</summary>
internal static class CLayouts
{
    /// <summary>Values by expression: <c>sizeof(TfLiteTensor)</c>, <c>offsetof(TfLiteTensor, type)</c>.</summary>
    public static async Task<Dictionary<string, long>> Compile(string includeFolder, IReadOnlyCollection<string> expressions)
    {
        var folder = Directory.CreateTempSubdirectory("tflite-layout");
        try
        {
            var source = new StringBuilder("#include <stddef.h>\n#include <stdio.h>\n#include \"tensorflow/lite/c/common.h\"\nint main(void) {\n");
            foreach (var expression in expressions)
            {
                source.Append(CultureInfo.InvariantCulture, $"  printf(\"%s=%zu\\n\", \"{expression}\", (size_t){expression});\n");
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
    public static string RequireHeaders(string relative)
    {
        Assert.SkipUnless(OnPath("gcc"), "gcc is not on the PATH");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var include = Path.Combine(folder.FullName, "natives", "include", relative);
            if (File.Exists(Path.Combine(include, "tensorflow", "lite", "c", "common.h")))
            {
                return include;
            }
        }

        Assert.Skip($"natives/include/{relative} is absent: run './build.sh setup'");
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

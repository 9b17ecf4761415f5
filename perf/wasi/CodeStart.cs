using System.Text;
using System.Text.Json.Nodes;
using WebNN.Wasi.Runner;

namespace WebNN.WasiBench;

/// <summary>How long a guest of some megabytes takes to compile, and to be found compiled.</summary>
internal static class CodeStart
{
    private const int Functions = 30_000;
    private const int Starts = 10;

    public static JsonObject Measure()
    {
        var file = GuestFile.FromText(Text(), "guest");
        var folder = Directory.CreateTempSubdirectory("webnn-wasi-bench-");
        try
        {
            using var runner = new GuestRunner(new() { CacheDirectory = folder.FullName });
            using var compiled = runner.Compile(file);
            var found = Enumerable.Range(0, Starts).Select(_ =>
            {
                using var guest = runner.Compile(file);
                return guest.IsFromCache ? guest.Time.TotalMilliseconds : throw new InvalidOperationException($"not found: {runner.CacheProblem}");
            }).Order().ToArray();
            return new()
            {
                ["guestBytes"] = file.Bytes.Length,
                ["compileMs"] = Math.Round(compiled.Time.TotalMilliseconds, 1),
                ["fromCacheMinMs"] = Math.Round(found[0], 3),
                ["fromCacheMedianMs"] = Math.Round(found[Starts / 2], 3),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Functions of a hundred bytes each, which compute and branch.</summary>
    private static string Text()
    {
        var text = new StringBuilder("(module (memory (export \"memory\") 1) (func (export \"_start\"))\n");
        for (var i = 0; i < Functions; i++)
        {
            text.Append("(func (param i32 i32) (result i32) (local i32) ");
            for (var step = 0; step < 4; step++)
            {
                text.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"(local.set 2 (i32.xor (i32.mul (local.get {step % 3}) (i32.const {i + 1000})) (i32.load (i32.and (local.get {(step + 1) % 3}) (i32.const 4095))))) (if (i32.lt_s (local.get 2) (local.get 0)) (then (local.set 0 (local.get 2)))) ");
            }

            text.Append("(local.get 2))\n");
        }

        return text.Append(')').ToString();
    }
}

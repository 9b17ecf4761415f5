using System.Diagnostics;

namespace WebNN.Mutations;

/// <summary>How one mutated model ran without the plug-in and with it.</summary>
/// <param name="Name">The model it was made of and the seed: enough to make it again.</param>
/// <param name="Verdict">
/// same, differs, both-fail, only-plugin (fails), only-plain (fails), any-delegate: as with a delegate that does nothing, or unstable: plain
/// TFLite, which reads memory that nobody wrote, does not end the same way every time.
/// </param>
/// <param name="Plain">ok, refused, hang, or signal-N.</param>
public sealed record MutationResult(string Name, string Verdict, string Plain, string Plugin)
{
    /// <summary>True where the plug-in does harm that plain TFLite does not: another result, an error, a crash, a hang.</summary>
    public bool IsOurs => Verdict is "differs" or "only-plugin";
}

/// <summary>Runs mutated models in the C program tests/hosts/mutants.c, each in processes of its own.</summary>
/// <param name="Host">The compiled program.</param>
/// <param name="CpuSeconds">What one run may compute before it counts as hanging.</param>
/// <param name="Steps">By how much 8-bit integers may differ and be the same.</param>
public sealed record MutationRun(string Host, string Plugin, string OnnxRuntime, int CpuSeconds = 10, int Steps = MutationRun.StepsOfSeedModels)
{
    /// <summary>
    /// TFLite rounds a convolution's sum twice (docs/accuracy.md) and may come out one step beside the exact result, which ours is: at 29.495
    /// it has 30, and we have 29. In the quantized model of <see cref="SeedModels"/> that moves the sum by one step of 0.3, and that the product by
    /// one and a half steps of 0.2, which rounds to two.
    /// </summary>
    public const int StepsOfSeedModels = 2;

    /// <summary>How often plain TFLite is asked again before it is believed that the plug-in alone fails.</summary>
    private const int Repetitions = 8;

    /// <summary>Models <paramref name="seed"/>, <paramref name="seed"/> + 1 …, of the models in turn, written to <paramref name="folder"/>.</summary>
    public IEnumerable<MutationResult> Run(IReadOnlyDictionary<string, byte[]> models, int seed, int count, string folder)
    {
        var mutators = models.OrderBy(model => model.Key, StringComparer.Ordinal).Select(model => (model.Key, Mutator: new Mutator(model.Value))).ToList();
        using var host = Start();
        for (var i = 0; i < count; i++)
        {
            var (name, mutator) = mutators[i % mutators.Count];
            var path = Path.Combine(folder, $"{name}-{seed + i}.tflite");
            File.WriteAllBytes(path, mutator.Mutate(seed + i));
            var result = Ask(host, path);
            if (result.IsOurs && !IsStable(result, path))
            {
                result = result with { Verdict = "unstable" };
            }

            if (!result.IsOurs)
            {
                File.Delete(path);
            }

            yield return result;
        }

        End(host);
    }

    /// <summary>Whether plain TFLite ends the same way in other processes, whose memory lies elsewhere.</summary>
    private bool IsStable(MutationResult result, string path)
    {
        for (var i = 0; i < Repetitions; i++)
        {
            using var host = Start();
            var again = Ask(host, path);
            End(host);
            if (again.Plain != result.Plain || again.Verdict == "unstable")
            {
                return false;
            }
        }

        return true;
    }

    private static MutationResult Ask(Process host, string path)
    {
        host.StandardInput.WriteLine(path);
        host.StandardInput.Flush();
        return host.StandardOutput.ReadLine()?.Split(' ') is [.., var verdict, var plain, var plugin]
            ? new(Path.GetFileNameWithoutExtension(path), verdict, plain, plugin)
            : throw new InvalidOperationException($"{host.StartInfo.FileName} ended at {path}");
    }

    private static void End(Process host)
    {
        host.StandardInput.Close();
        host.WaitForExit();
    }

    private Process Start() =>
        Process.Start(new ProcessStartInfo(Host, [Plugin, OnnxRuntime, $"{CpuSeconds}", $"{Steps}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"{Host} did not start");
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WebNN.Cli;

namespace WebNN.Peers;

/// <summary>
/// A peer that runs: a process with the model ready. It finds its inputs in a folder (in0.raw …), leaves its first outputs there (out0.raw …) and
/// says {"runtime", "prepareMs"} or {"unavailable"}; a line with a number makes it run so often and say {"ms": […]}. What else it prints goes to
/// standard error, which is dropped.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly bool isElsewhere;

    private PeerProcess(Peer peer, Process process, PeerAnswer answer) =>
        (Peer, this.process, Runtime, PrepareMs, isElsewhere) = (peer, process, answer.Runtime ?? "", answer.PrepareMs ?? 0, answer.IsElsewhere ?? false);

    public Peer Peer { get; }

    /// <summary>Libraries and versions, in the peer's words.</summary>
    public string Runtime { get; }

    public double PrepareMs { get; }

    /// <summary>Starts a peer and waits until it ran once.</summary>
    /// <param name="unavailable">Why it cannot run this model; null where it can.</param>
    public static PeerProcess? Start(Peer peer, string model, int threads, string folder, out string? unavailable)
    {
        var start = new ProcessStartInfo(peer.Program, [.. peer.Arguments, model, threads.ToString(CultureInfo.InvariantCulture), folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            unavailable = $"{peer.Program}: {e.Message}";
            return null;
        }

        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        PeerAnswer answer;
        try
        {
            answer = Read(process);
        }
        catch (InputException e)
        {
            answer = new(Unavailable: e.Message);
        }

        unavailable = answer.Unavailable;
        if (unavailable is null)
        {
            return new(peer, process, answer);
        }

        End(process);
        return null;
    }

    /// <summary>Fills a slice with the milliseconds of as many runs in a row.</summary>
    /// <exception cref="InputException">The process ended, or does not answer.</exception>
    public void Run(double[] slice)
    {
        process.StandardInput.WriteLine(slice.Length.ToString(CultureInfo.InvariantCulture));
        process.StandardInput.Flush();
        if (Read(process).Ms is not { } ms || ms.Length != slice.Length)
        {
            throw new InputException($"{Peer.Name} did not run {slice.Length} times");
        }

        ms.CopyTo(slice, 0);
    }

    /// <summary>The most memory that the process had at one time, in MiB; null where the system does not tell, or the model is in other processes.</summary>
    public double? PeakMemoryMiB()
    {
        process.Refresh();
        return isElsewhere ? null : process.PeakWorkingSet64 is > 0 and var bytes ? bytes / (double)(1 << 20) : null;
    }

    public void Dispose() => End(process);

    private static PeerAnswer Read(Process process)
    {
        var line = process.StandardOutput.ReadLineAsync();
        return !line.Wait(patience) ? throw new InputException($"no answer within {patience.TotalMinutes} minutes")
            : line.Result is { } text ? JsonSerializer.Deserialize(text, PeersJson.Default.PeerAnswer)!
            : throw new InputException("the process ended without an answer");
    }

    private static void End(Process process)
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}

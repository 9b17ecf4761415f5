using System.Runtime.InteropServices;

namespace WebNN.Cli.Processes;

/// <summary>Ctrl+C and a request to end, while it lives: the tool stops what it does and keeps what is finished.</summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalBase = 128;

    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;
    private int signal;

    public Interruption() =>
        registrations = [Register(PosixSignal.SIGINT, 2), Register(PosixSignal.SIGTERM, 15), Register(PosixSignal.SIGHUP, 1)];

    public CancellationToken Token => stop.Token;

    public bool Happened => stop.IsCancellationRequested;

    /// <summary>What a shell expects of a process that ended because of the signal.</summary>
    public int ExitCode => SignalBase + signal;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        stop.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal which, int number) => PosixSignalRegistration.Create(which, context =>
    {
        context.Cancel = true;
        signal = number;
        stop.Cancel();
    });
}

namespace WebNN.Cli;

/// <summary>Something the user gave that cannot be used: one line says what and, where there is one, the remedy. Exit code 2.</summary>
internal sealed class InputException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What the process returns. With several models the worst one is returned.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int OutsideTolerance = 1;
    public const int BadInput = 2;
}

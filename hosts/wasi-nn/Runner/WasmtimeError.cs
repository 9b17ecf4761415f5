using Wasmtime;

namespace WebNN.Wasi.Runner;

/// <summary>Wasmtime's messages, which are reports of several lines, as one line.</summary>
internal static class WasmtimeError
{
    private const string Cause = "Caused by:";

    /// <summary>The cause where the message has one, without the frames before it.</summary>
    public static string Line(string message)
    {
        var start = message.LastIndexOf(Cause, StringComparison.Ordinal);
        var text = start < 0 ? message : message[(start + Cause.Length)..];
        return string.Join(' ', text.Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Where the guest was, innermost first, at most three functions.</summary>
    public static string Place(IReadOnlyList<TrapFrame>? frames) => frames is not { Count: > 0 } ? ""
        : $" in {string.Join(" < ", frames.Take(3).Select(frame => frame.FunctionName ?? $"a function at {frame.ModuleOffset:x}"))}";
}

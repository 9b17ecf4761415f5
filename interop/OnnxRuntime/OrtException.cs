namespace WebNN.Interop.OnnxRuntime;

/// <summary>What ONNX Runtime answered to a call that failed.</summary>
/// <param name="call">The call's text, as it stands in the source.</param>
/// <param name="code">ONNX Runtime's code.</param>
/// <param name="reason">ONNX Runtime's message.</param>
public sealed class OrtException(string call, OrtErrorCode code, string reason) : Exception($"ONNX Runtime: {Function(call)} failed ({code}): {reason}")
{
    public string Call { get; } = call;

    public OrtErrorCode Code { get; } = code;

    public string Reason { get; } = reason;

    private static string Function(string call) => call.IndexOf('(', StringComparison.Ordinal) is > 0 and var end ? call[..end].Split('.')[^1] : call;
}

namespace WebNN.Wasi.Abi;

/// <summary>wasi-nn's <c>graph_encoding</c>.</summary>
internal static class Encodings
{
    private const uint TensorFlowLite = 4;

    /// <summary>5 or 6, by whom one asks; the other one is ggml.</summary>
    private const uint FirstAutodetect = 5;
    private const uint LastAutodetect = 6;

    private const int IdentifierOffset = 4;
    private static readonly string[] names = ["openvino", "onnx", "tensorflow", "pytorch", "tensorflowlite", "autodetect or ggml", "autodetect or ggml"];

    /// <summary>Whether a model of this encoding is TensorFlow Lite's.</summary>
    public static bool IsTensorFlowLite(uint encoding, ReadOnlySpan<byte> model) =>
        encoding == TensorFlowLite || (encoding is >= FirstAutodetect and <= LastAutodetect && HasIdentifier(model));

    public static string Name(uint encoding) => encoding < names.Length ? $"{encoding} ({names[encoding]})" : $"{encoding}";

    private static bool HasIdentifier(ReadOnlySpan<byte> model)
    {
        var identifier = "TFL3"u8;
        return model.Length >= IdentifierOffset + identifier.Length && model[IdentifierOffset..].StartsWith(identifier);
    }
}

using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>The limits of a Clip of bytes, of which the node may leave one out.</summary>
internal readonly record struct ByteLimits(byte Low, byte High)
{
    /// <summary>Null where a node is another, or its limits are not constant, or no range.</summary>
    public static ByteLimits? Of(OnnxNode node, Dictionary<string, OnnxValue> constants)
    {
        return node is { Domain: "", Operator: "Clip", Inputs.Length: > 1 }
            && Limit(1, byte.MinValue) is { } low && Limit(2, byte.MaxValue) is { } high && low <= high
            ? new(low, high)
            : null;

        byte? Limit(int input, byte none) => node.Inputs.ElementAtOrDefault(input) is not { Length: > 0 } name ? none
            : constants.GetValueOrDefault(name) is { Type: OrtElementType.UInt8, Count: 1 } value ? value.Scalar<byte>()
            : null;
    }
}

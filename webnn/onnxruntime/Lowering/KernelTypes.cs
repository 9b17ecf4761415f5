using System.Collections.Frozen;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>
/// The types that ONNX Runtime's CPU kernels take, where they are fewer than WebNN's: found by trying (a test tries them all again).
/// float16 is not listed: ONNX Runtime computes it in float32 by itself.
/// </summary>
internal static class KernelTypes
{
    private static readonly OrtElementType[] FloatOnly = [OrtElementType.Float];

    private static readonly FrozenDictionary<string, OrtElementType[]> Kernels = new Dictionary<string, OrtElementType[]>(StringComparer.Ordinal)
    {
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The type in which an operator is computed for elements of <paramref name="type"/>: its own, or a wider integer.</summary>
    /// <exception cref="UnsupportedException">No kernel can hold its values.</exception>
    public static OrtElementType Computed(OperatorContext op, string @operator, OrtElementType type)
    {
        if (type is OrtElementType.Float16 || !Kernels.TryGetValue(@operator, out var types) || types.Contains(type))
        {
            return type;
        }

        OrtElementType[] wider = type switch
        {
            OrtElementType.Int8 or OrtElementType.UInt8 => [OrtElementType.Int32, OrtElementType.Float],
            OrtElementType.UInt32 => [OrtElementType.Int64],
            OrtElementType.Int32 => [OrtElementType.Int64],
            _ => [],
        };
        foreach (var candidate in wider)
        {
            if (types.Contains(candidate))
            {
                return candidate;
            }
        }

        throw op.Refuse($"no kernel of {@operator} takes {type}");
    }
}

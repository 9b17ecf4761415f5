using System.Collections.Frozen;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>
/// The types that ONNX Runtime's CPU kernels take, for operators whose kernels take fewer than WebNN does: found by trying, and a test
/// tries them all again. float16 is not listed: on the CPU ONNX Runtime computes it in float32 by itself.
/// </summary>
internal static class KernelTypes
{
    private const OrtElementType F32 = OrtElementType.Float;
    private const OrtElementType I32 = OrtElementType.Int32;
    private const OrtElementType I64 = OrtElementType.Int64;
    private const OrtElementType I8 = OrtElementType.Int8;
    private const OrtElementType U8 = OrtElementType.UInt8;

    /// <summary>An operator that is not here takes every type of WebNN's.</summary>
    public static readonly FrozenDictionary<string, OrtElementType[]> Kernels = new Dictionary<string, OrtElementType[]>(StringComparer.Ordinal)
    {
        ["ArgMax"] = [F32, I32, I64, I8, U8],
        ["ArgMin"] = [F32, I32, I64, I8, U8],
        ["Ceil"] = [F32],
        ["Cos"] = [F32],
        ["CumSum"] = [F32, I32, I64],
        ["Erf"] = [F32],
        ["Exp"] = [F32],
        ["Floor"] = [F32],
        ["Log"] = [F32],
        ["MaxPool"] = [F32, I8, U8],
        ["Neg"] = [F32, I32, I64, I8],
        ["Pow"] = [F32, I32, I64],
        ["PRelu"] = [F32],
        ["Reciprocal"] = [F32],
        ["ReduceL1"] = [F32, I32, I64],
        ["ReduceL2"] = [F32, I32, I64],
        ["ReduceLogSum"] = [F32, I32, I64],
        ["ReduceLogSumExp"] = [F32, I32, I64],
        ["ReduceMax"] = [F32, I32, I64, I8, U8],
        ["ReduceMean"] = [F32, I32, I64],
        ["ReduceMin"] = [F32, I32, I64, I8, U8],
        ["ReduceProd"] = [F32, I32, I64],
        ["ReduceSum"] = [F32, I32, I64],
        ["ReduceSumSquare"] = [F32, I32, I64],
        ["Resize"] = [F32, I32, I8, U8],
        ["Round"] = [F32],
        ["Sin"] = [F32],
        ["Sqrt"] = [F32],
        ["Tan"] = [F32],
        ["Trilu"] = [F32, I32, I64],
        ["Where"] = [F32, I32, I64, U8],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Computed in float32 wherever they run: in float16 the WebGPU provider's exp and log are further from the truth than the web platform
    /// allows, and its sums of squares become infinite. ONNX Runtime's CPU kernels are of float32 anyway.
    /// </summary>
    private static readonly FrozenSet<string> Widened = FrozenSet.Create(StringComparer.Ordinal, "Exp", "Log", "ReduceL2");

    /// <summary>The type in which an operator is computed for elements of <paramref name="type"/>: its own, or a wider one.</summary>
    /// <exception cref="UnsupportedException">No kernel can hold its values.</exception>
    public static OrtElementType Computed(OperatorContext op, string @operator, OrtElementType type)
    {
        if (type is OrtElementType.Float16)
        {
            return Widened.Contains(@operator) ? F32 : type;
        }

        if (!Kernels.TryGetValue(@operator, out var types) || types.Contains(type))
        {
            return type;
        }

        // Casts wrap around, so what overflows the narrow type comes out as that type's own arithmetic has it.
        var wide = type switch
        {
            OrtElementType.Int8 or OrtElementType.UInt8 => I32,
            OrtElementType.UInt32 => I64,
            _ => OrtElementType.Undefined,
        };
        return types.Contains(wide) ? wide : throw op.Refuse($"no kernel of {@operator} takes {type}");
    }
}

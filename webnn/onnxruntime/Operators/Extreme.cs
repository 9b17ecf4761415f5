using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>
/// The larger or smaller of two tensors. ONNX Runtime's Max, Min, Clip, ReduceMax and ReduceMin of int64 compare the low 32 bits alone
/// (measured: 1.30.0 on x64; Min(4294967295, 2) is 4294967295), so int64 chooses by a comparison.
/// </summary>
internal static class Extreme
{
    public static OnnxValue Larger(OperatorContext op, OnnxValue a, OnnxValue b, ImmutableArray<int> shape) => Of(op, "Max", "Greater", a, b, shape);

    public static OnnxValue Smaller(OperatorContext op, OnnxValue a, OnnxValue b, ImmutableArray<int> shape) => Of(op, "Min", "Less", a, b, shape);

    private static OnnxValue Of(OperatorContext op, string @operator, string better, OnnxValue a, OnnxValue b, ImmutableArray<int> shape) =>
        a.Type is OrtElementType.Int64
            ? op.Emit("Where", [op.Emit(better, [a, b], OrtElementType.Bool, shape), a, b], a.Type, shape)
            : op.Emit(@operator, [a, b], a.Type, shape) with { Shifted = a.Shifted };
}

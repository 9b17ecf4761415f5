using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>Operations of two operands that broadcast, cast, where, dequantizeLinear and quantizeLinear, triangular.</summary>
internal static class ElementwiseRules
{
    private static readonly Dictionary<string, Func<MLGraphBuilder, Func<MLOperand, MLOperand, string, MLOperand>>> binary = new(StringComparer.Ordinal)
    {
        ["add"] = b => b.Add, ["sub"] = b => b.Sub, ["mul"] = b => b.Mul, ["div"] = b => b.Div, ["max"] = b => b.Max, ["min"] = b => b.Min, ["pow"] = b => b.Pow,
        ["equal"] = b => b.Equal, ["notEqual"] = b => b.NotEqual, ["greater"] = b => b.Greater, ["greaterOrEqual"] = b => b.GreaterOrEqual,
        ["lesser"] = b => b.Lesser, ["lesserOrEqual"] = b => b.LesserOrEqual,
        ["logicalAnd"] = b => b.LogicalAnd, ["logicalOr"] = b => b.LogicalOr, ["logicalXor"] = b => b.LogicalXor,
    };

    public static readonly Rule[] All =
    [
        .. binary.SelectMany(each => Broadcast(each.Key, each.Value)),
        Of("cast", "dataType", "the type is one of the enumeration", (b, v) => b.Cast(b.F32(1), v, Label), (MLOperandDataType)99, MLOperandDataType.Uint64,
            "type is not a WebNN data type (expected f32 or f16 or i32 or u32 or i64 or u64 or i8 or u8, found 99)") with { Lines = ["cast(%0) u64[1]"] },
        Of("cast", "dataType", "the result is a tensor", (b, v) => b.Cast(b.U8(1 << 29), v, Label), MLOperandDataType.Float32, MLOperandDataType.Int8,
            "f32[536870912] is too large (expected at most 2147483647 bytes)"),
        Of("where", "condition", "the result is a tensor", (b, v) => b.Where(b.U8(v, 1), b.F32(1 << 16), b.F32(1), Label), 1 << 16, 1,
            "f32[65536,65536] is too large (expected at most 2147483647 bytes)"),
        Of("where", "trueValue", "trueValue and falseValue broadcast", (b, v) => b.Where(b.U8(1), b.F32(v), b.F32(3), Label), [2], new[] { 2, 1 },
            "shapes do not broadcast (expected equal dimensions or 1, found [2] and [3])") with { Lines = ["where(%0, %1, %2) f32[2,3]"] },
        Of("where", "falseValue", "falseValue and trueValue broadcast", (b, v) => b.Where(b.U8(1), b.F32(2, 3), b.F32(v), Label), [2], new[] { 3 },
            "shapes do not broadcast (expected equal dimensions or 1, found [2,3] and [2])"),
        Of("where", "condition", "condition broadcasts with both values", (b, v) => b.Where(b.U8(v), b.F32(2, 1), b.F32(3), Label), [2], new[] { 4, 2, 3 },
            "shapes do not broadcast (expected equal dimensions or 1, found [2] and [2,3])") with { Lines = ["where(%0, %1, %2) f32[4,2,3]"] },
        .. Quantization(),
        Any("triangular", "upper", "either triangle is kept", (b, v) => b.Triangular(b.F32(2, 2), new() { Upper = v }, Label),
            (false, "triangular(%0) lower f32[2,2]"), (true, "triangular(%0) upper f32[2,2]")),
        Any("triangular", "diagonal", "any diagonal, outside the matrix too", (b, v) => b.Triangular(b.F32(2, 2), new() { Diagonal = v }, Label),
            (int.MinValue, "triangular(%0) upper diagonal=-2147483648 f32[2,2]"), (1, "triangular(%0) upper diagonal=1 f32[2,2]")),
    ];

    private static Rule[] Broadcast(string operation, Func<MLGraphBuilder, Func<MLOperand, MLOperand, string, MLOperand>> call)
    {
        var truth = operation.StartsWith("logical", StringComparison.Ordinal);
        var result = truth || operation is "equal" or "notEqual" or "greater" or "greaterOrEqual" or "lesser" or "lesserOrEqual" ? "u8" : "f32";
        MLOperand Operand(MLGraphBuilder b, params int[] shape) => truth ? b.U8(shape) : b.F32(shape);
        return
        [
            Of(operation, "b", "the dimensions are equal or 1", (b, v) => call(b)(Operand(b, 4, 1, 3), Operand(b, v), Label), [2, 2], new[] { 2, 3 },
                "shapes do not broadcast (expected equal dimensions or 1, found [4,1,3] and [2,2])") with { Lines = [$"{operation}(%0, %1) {result}[4,2,3]"] },
            Of(operation, "b", "the result is a tensor", (b, v) => call(b)(Operand(b, 1 << 20, 1), Operand(b, v), Label), 1 << 20, 1,
                $"{result}[1048576,1048576] is too large (expected at most 2147483647 bytes)") with { Lines = [$"{operation}(%0, %1) {result}[1048576,1]"] },
        ];
    }

    private static IEnumerable<Rule> Quantization()
    {
        yield return Of("dequantizeLinear", "scale", "the result is a tensor", (b, v) => b.DequantizeLinear(b.I8(v), b.F32(1), b.I8(1), Label), 1 << 29, 1 << 28,
            "f32[536870912] is too large (expected at most 2147483647 bytes)");
        (string Name, Func<MLGraphBuilder, int[], int[], MLOperand> Call)[] operations =
        [
            ("dequantizeLinear", (b, scale, zeroPoint) => b.DequantizeLinear(b.I8(4, 6), b.F32(scale), b.I8(zeroPoint), Label)),
            ("quantizeLinear", (b, scale, zeroPoint) => b.QuantizeLinear(b.F32(4, 6), b.F32(scale), b.I8(zeroPoint), Label)),
        ];
        foreach (var (name, call) in operations)
        {
            yield return Of(name, "scale", "scale has the input's rank", (b, v) => call(b, v, v), [6], new[] { 1, 6 },
                "scale has the wrong rank (expected 2, found f32[6])");
            yield return Of(name, "scale", "scale divides the input into blocks", (b, v) => call(b, v, v), [2, 4], new[] { 2, 3 },
                "scale does not divide the input into blocks (expected divisors of [4,6], found f32[2,4])");
            yield return Of(name, "scale", "blocks are no larger than the input", (b, v) => call(b, v, v), [8, 1], new[] { 4, 1 },
                "scale does not divide the input into blocks (expected divisors of [4,6], found f32[8,1])");
            yield return Of(name, "zeroPoint", "zeroPoint has the scale's shape", (b, v) => call(b, [2, 3], v), [1, 3], new[] { 2, 3 },
                "zeroPoint has the wrong shape (expected [2,3], found i8[1,3])");
            yield return Of(name, "zeroPoint", "zeroPoint has the input's rank", (b, v) => call(b, [1, 6], v), [6], new[] { 1, 6 },
                "zeroPoint has the wrong shape (expected [1,6], found i8[6])");
        }
    }
}

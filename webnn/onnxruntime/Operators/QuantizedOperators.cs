using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>Emits the integer kernel of a pattern, in the shape of the operator's own output.</summary>
internal delegate OnnxValue LowerQuantized(OperatorContext op);

/// <summary>
/// Operators between dequantizeLinear and quantizeLinear that ONNX Runtime computes in integers. All on u8 activations. Softmax is not
/// among them: QLinearSoftmax takes 85 µs for 512 rows of 32 where the float kernel between conversions takes 30.
/// </summary>
internal static class QuantizedOperators
{
    /// <summary>A call of the kernel per run: 110,592 elements in runs of 3 take 1087 µs, as floats between conversions 120.</summary>
    private const int ShortestRun = 16;

    private static readonly FrozenDictionary<string, Func<MLNode, QuantizationParameters, LowerQuantized?>> Rows =
        new Dictionary<string, Func<MLNode, QuantizationParameters, LowerQuantized?>>(StringComparer.Ordinal)
        {
            ["conv2d"] = QuantizedConvolution.Conv2d,
            ["averagePool2d"] = QuantizedPooling.AveragePool2d,
            ["maxPool2d"] = QuantizedPooling.MaxPool2d,
            ["reduceMean"] = QuantizedPooling.ReduceMean,
            ["gemm"] = QuantizedMatrixProduct.Gemm,
            ["matmul"] = QuantizedMatrixProduct.Matmul,
            ["add"] = (node, output) => Binary("QLinearAdd", node, output),
            ["sub"] = (node, output) => Binary("QLinearAdd", node, output, sign: -1),
            ["mul"] = (node, output) => Binary("QLinearMul", node, output),
            ["concat"] = Concat,
            ["sigmoid"] = (node, output) => Unary("QLinearSigmoid", node, output),
            ["leakyRelu"] = (node, output) => Unary("QLinearLeakyRelu", node, output, OnnxAttribute.Float("alpha", (float)((MLAlphaBetaOptions)node.Options!).Alpha)),
            ["relu"] = Relu,
            ["clamp"] = Clamp,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The integer kernel for a node whose result is quantized with <paramref name="output"/>; null where there is none.</summary>
    public static LowerQuantized? Match(MLNode node, QuantizationParameters output) => Rows.TryGetValue(node.Operator, out var match) ? match(node, output) : null;

    public static OnnxValue Scale(OperatorContext op, QuantizationParameters parameters) => op.Graph.Scalar(OrtElementType.Float, parameters.Scale);

    public static OnnxValue ZeroPoint(OperatorContext op, QuantizationParameters parameters) => op.Graph.Scalar(OrtElementType.UInt8, parameters.StoredZeroPoint);

    /// <summary>An integer kernel of com.microsoft, with a u8 result that is shifted where it stands for int8.</summary>
    public static OnnxValue Emit(
        OperatorContext op, string @operator, ReadOnlySpan<OnnxValue?> inputs, ImmutableArray<int> shape, QuantizationParameters output, params ReadOnlySpan<OnnxAttribute> attributes) =>
        op.Lowering.EmitIn(OnnxGraph.Microsoft, @operator, inputs, OrtElementType.UInt8, shape, attributes) with { Shifted = output.Type is MLOperandDataType.Int8 };

    /// <summary>A constant bias as int32 in units of input scale times weight scale; null where it is not constant.</summary>
    public static Func<int[]>? Bias(MLOperand bias, float inputScale, QuantizedWeights weights)
    {
        var channels = checked((int)bias.Descriptor.ElementCount);
        if (bias.Producer is { Operator: "dequantizeLinear" } node
            && node.Input(0).DataType is MLOperandDataType.Int32
            && HostConstant.TryResolve(node.Input(0), out var integers)
            && QuantizationParameters.Of(node) is { } parameters
            && !parameters.ZeroPoints.AsSpan().ContainsAnyExcept(0)
            && Enumerable.Range(0, channels).All(channel => IsProduct(parameters.Scales[parameters.PerTensor ? 0 : channel], inputScale, weights.ScaleAt(channel))))
        {
            return () => MemoryMarshal.Cast<byte, int>(integers.Bytes.Span).ToArray();
        }

        return HostConstant.TryResolve(bias, out var reals) ? () => Requantize(MemoryMarshal.Cast<byte, float>(reals.Bytes.Span), inputScale, weights) : null;
    }

    /// <summary>Converters compute the product in double or in float: equal up to rounding.</summary>
    private static bool IsProduct(float scale, float inputScale, float weightScale) => MathF.Abs(scale - (inputScale * weightScale)) <= 1e-5f * scale;

    private static int[] Requantize(ReadOnlySpan<float> reals, float inputScale, QuantizedWeights weights)
    {
        var result = new int[reals.Length];
        for (var channel = 0; channel < result.Length; channel++)
        {
            result[channel] = (int)Math.Clamp(Math.Round(reals[channel] / ((double)inputScale * weights.ScaleAt(channel))), int.MinValue, int.MaxValue);
        }

        return result;
    }

    /// <param name="sign">-1 subtracts: a scale may be negative.</param>
    private static LowerQuantized? Binary(string @operator, MLNode node, QuantizationParameters output, int sign = 1) =>
        QuantizedSource.Of(node.Input(0)) is { } a && QuantizedSource.Of(node.Input(1)) is { } b && Run(a.Shape, b.Shape) is 0 or >= ShortestRun
            ? op => Emit(
                op,
                @operator,
                [a.Value(op), a.Scale(op), a.ZeroPoint(op), b.Value(op), b.Scale(op, sign), b.ZeroPoint(op), Scale(op, output), ZeroPoint(op, output)],
                node.Output.Shape,
                output)
            : null;

    /// <summary>
    /// How many elements the kernels of broadcast operands compute at a time: those of the last axes along which neither operand, or one
    /// and the same, repeats. 0: all of them.
    /// </summary>
    private static int Run(ImmutableArray<int> a, ImmutableArray<int> b)
    {
        var (run, kind) = (1, 0);
        for (var i = 1; i <= Math.Max(a.Length, b.Length); i++)
        {
            var (left, right) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            var axisKind = left == right ? 1 : left == 1 ? 2 : 3;
            if (Math.Max(left, right) == 1)
            {
                continue;
            }

            if (kind != 0 && kind != axisKind)
            {
                return run;
            }

            (run, kind) = (run * Math.Max(left, right), axisKind);
        }

        return 0;
    }

    private static LowerQuantized? Unary(string @operator, MLNode node, QuantizationParameters output, params OnnxAttribute[] attributes) =>
        QuantizedSource.Of(node.Input(0)) is { } x
            ? op => Emit(op, @operator, [x.Value(op), x.Scale(op), x.ZeroPoint(op), Scale(op, output), ZeroPoint(op, output)], node.Output.Shape, output, attributes)
            : null;

    private static LowerQuantized? Concat(MLNode node, QuantizationParameters output)
    {
        var sources = node.Inputs.Select(input => QuantizedSource.Of(input!)).ToArray();
        if (Array.Exists(sources, source => source is null))
        {
            return null;
        }

        var axis = OnnxAttribute.Int("axis", ((MLAxisAttributes)node.Options!).Axis);
        if (Array.TrueForAll(sources, source => source!.Parameters.Matches(output)))
        {
            return op => op.Emit("Concat", [.. sources.Select(source => source!.Value(op))], OrtElementType.UInt8, node.Output.Shape, axis)
                with { Shifted = output.Type is MLOperandDataType.Int8 };
        }

        return op =>
        {
            OnnxValue?[] inputs = [Scale(op, output), ZeroPoint(op, output), .. sources.SelectMany(source => new[] { source!.Value(op), source.Scale(op), source.ZeroPoint(op) })];
            return Emit(op, "QLinearConcat", inputs, node.Output.Shape, output, axis);
        };
    }

    private static LowerQuantized? Relu(MLNode node, QuantizationParameters output) => Bounded(node, output, 0, double.PositiveInfinity);

    private static LowerQuantized? Clamp(MLNode node, QuantizationParameters output)
    {
        var options = (MLClampOptions)node.Options!;
        return Bounded(node, output, options.MinValue?.ToDouble() ?? double.NegativeInfinity, options.MaxValue?.ToDouble() ?? double.PositiveInfinity);
    }

    /// <summary>Bounds commute with quantization where input and output share their parameters.</summary>
    private static LowerQuantized? Bounded(MLNode node, QuantizationParameters output, double minimum, double maximum)
    {
        if (QuantizedSource.Of(node.Input(0)) is not { } x || !x.Parameters.Matches(output))
        {
            return null;
        }

        double Bound(double real) => Math.Clamp(Math.Round(real / output.Scale) + output.StoredZeroPoint, 0, 255);
        return op => op.Emit(
            "Clip",
            [x.Value(op), op.Graph.Scalar(OrtElementType.UInt8, Bound(minimum)), op.Graph.Scalar(OrtElementType.UInt8, Bound(maximum))],
            OrtElementType.UInt8,
            node.Output.Shape) with { Shifted = output.Type is MLOperandDataType.Int8 };
    }
}

using System.Collections.Immutable;
using System.Text.Json;

namespace WebNN.Conformance;

/// <summary>Calls the builder's method for an operator of a case.</summary>
internal static class ConformanceOperators
{
    private delegate MLOperand Unary(MLOperand input, string label);

    private delegate MLOperand Binary(MLOperand a, MLOperand b, string label);

    private delegate MLOperand Reduction(MLOperand input, MLReduceOptions options, string label);

    /// <exception cref="InvalidDataException">There is no such operator, or the case lacks one of its arguments.</exception>
    public static ImmutableArray<MLOperand> Apply(MLGraphBuilder b, string name, Arguments x) => name switch
    {
        "split" => Split(b, x),
        "gru" => RecurrentOperators.Gru(b, x),
        "lstm" => RecurrentOperators.Lstm(b, x),
        "lstmCell" => RecurrentOperators.LstmCell(b, x),
        _ =>
        [
            ApplyUnary(b, name, x) ?? ApplyActivation(b, name, x) ?? ApplyBinary(b, name, x) ?? ApplyReduction(b, name, x) ?? ApplyWindow(b, name, x)
                ?? ApplyNetwork(b, name, x) ?? ApplyMovement(b, name, x) ?? throw new InvalidDataException($"there is no operator {name}"),
        ],
    };

    private static MLOperand? ApplyUnary(MLGraphBuilder b, string name, Arguments x)
    {
        Unary? method = name switch
        {
            "abs" => b.Abs,
            "ceil" => b.Ceil,
            "cos" => b.Cos,
            "erf" => b.Erf,
            "exp" => b.Exp,
            "floor" => b.Floor,
            "gelu" => b.Gelu,
            "hardSwish" => b.HardSwish,
            "identity" => b.Identity,
            "isInfinite" => b.IsInfinite,
            "isNaN" => b.IsNaN,
            "log" => b.Log,
            "logicalNot" => b.LogicalNot,
            "neg" => b.Neg,
            "reciprocal" => b.Reciprocal,
            "relu" => b.Relu,
            "roundEven" => b.RoundEven,
            "sigmoid" => b.Sigmoid,
            "sign" => b.Sign,
            "sin" => b.Sin,
            "softplus" => b.Softplus,
            "softsign" => b.Softsign,
            "sqrt" => b.Sqrt,
            "tan" => b.Tan,
            "tanh" => b.Tanh,
            _ => null,
        };
        return method?.Invoke(x.OptionalOperand("a") ?? x.Operand("input"), "");
    }

    private static MLOperand? ApplyActivation(MLGraphBuilder b, string name, Arguments x) => name switch
    {
        "cast" => b.Cast(x.Operand("input"), TensorData.Type(x.Required("type").GetString()!)),
        "clamp" => b.Clamp(x.Operand("input"), new() { MinValue = x.Number("minValue"), MaxValue = x.Number("maxValue") }),
        "elu" => b.Elu(x.Operand("input"), x.Number("alpha", 1)),
        "hardSigmoid" => b.HardSigmoid(x.Operand("input"), x.Number("alpha", 0.2), x.Number("beta", 0.5)),
        "leakyRelu" => b.LeakyRelu(x.Operand("input"), x.Number("alpha", 0.01)),
        "linear" => b.Linear(x.Operand("input"), x.Number("alpha", 1), x.Number("beta", 0)),
        "prelu" => b.Prelu(x.Operand("input"), x.Operand("slope")),
        "softmax" => b.Softmax(x.Operand("input"), x.Int("axis")),
        _ => null,
    };

    private static MLOperand? ApplyBinary(MLGraphBuilder b, string name, Arguments x)
    {
        Binary? method = name switch
        {
            "add" => b.Add,
            "sub" => b.Sub,
            "mul" => b.Mul,
            "div" => b.Div,
            "max" => b.Max,
            "min" => b.Min,
            "pow" => b.Pow,
            "equal" => b.Equal,
            "notEqual" => b.NotEqual,
            "greater" => b.Greater,
            "greaterOrEqual" => b.GreaterOrEqual,
            "lesser" => b.Lesser,
            "lesserOrEqual" => b.LesserOrEqual,
            "logicalAnd" => b.LogicalAnd,
            "logicalOr" => b.LogicalOr,
            "logicalXor" => b.LogicalXor,
            "matmul" => b.Matmul,
            _ => null,
        };
        return method?.Invoke(x.Operand("a"), x.Operand("b"), "");
    }

    private static MLOperand? ApplyReduction(MLGraphBuilder b, string name, Arguments x)
    {
        Reduction? method = name switch
        {
            "reduceL1" => b.ReduceL1,
            "reduceL2" => b.ReduceL2,
            "reduceLogSum" => b.ReduceLogSum,
            "reduceLogSumExp" => b.ReduceLogSumExp,
            "reduceMax" => b.ReduceMax,
            "reduceMean" => b.ReduceMean,
            "reduceMin" => b.ReduceMin,
            "reduceProduct" => b.ReduceProduct,
            "reduceSum" => b.ReduceSum,
            "reduceSumSquare" => b.ReduceSumSquare,
            _ => null,
        };
        return name switch
        {
            "argMax" => b.ArgMax(x.Operand("input"), x.Int("axis"), Ranking(x)),
            "argMin" => b.ArgMin(x.Operand("input"), x.Int("axis"), Ranking(x)),
            "cumulativeSum" => b.CumulativeSum(
                x.Operand("input"), x.Int("axis"), new() { Exclusive = x.Flag("exclusive"), Reversed = x.Flag("reversed") }),
            _ => method?.Invoke(x.Operand("input"), new() { Axes = x.OptionalInts("axes"), KeepDimensions = x.Flag("keepDimensions") }, ""),
        };
    }

    private static MLOperand? ApplyWindow(MLGraphBuilder b, string name, Arguments x) => name switch
    {
        "averagePool2d" => b.AveragePool2d(x.Operand("input"), Pool(x)),
        "conv2d" => b.Conv2d(x.Operand("input"), x.Operand("filter"), x.OptionalOperand("bias"), Conv2d(x)),
        "convTranspose2d" => b.ConvTranspose2d(x.Operand("input"), x.Operand("filter"), x.OptionalOperand("bias"), ConvTranspose2d(x)),
        "l2Pool2d" => b.L2Pool2d(x.Operand("input"), Pool(x)),
        "maxPool2d" => b.MaxPool2d(x.Operand("input"), Pool(x)),
        "pad" => b.Pad(
            x.Operand("input"), x.Ints("beginningPadding"), x.Ints("endingPadding"),
            new() { Mode = x.Choice<MLPaddingMode>("mode"), Value = x.Number("value", 0) }),
        "resample2d" => b.Resample2d(x.Operand("input"), Resample2d(x)),
        _ => null,
    };

    private static MLOperand? ApplyNetwork(MLGraphBuilder b, string name, Arguments x) => name switch
    {
        "batchNormalization" => b.BatchNormalization(
            x.Operand("input"), x.Operand("mean"), x.Operand("variance"), x.OptionalOperand("scale"), x.OptionalOperand("bias"), Normalization(x)),
        "dequantizeLinear" => b.DequantizeLinear(x.Operand("input"), x.Operand("scale"), x.Operand("zeroPoint")),
        "gemm" => b.Gemm(x.Operand("a"), x.Operand("b"), x.OptionalOperand("c"), new()
        {
            Alpha = x.Number("alpha", 1), Beta = x.Number("beta", 1), ATranspose = x.Flag("aTranspose"), BTranspose = x.Flag("bTranspose"),
        }),
        "gruCell" => RecurrentOperators.GruCell(b, x),
        "instanceNormalization" => b.InstanceNormalization(
            x.Operand("input"), x.OptionalOperand("scale"), x.OptionalOperand("bias"), Normalization(x)),
        "layerNormalization" => b.LayerNormalization(
            x.Operand("input"), x.OptionalOperand("scale"), x.OptionalOperand("bias"), Normalization(x)),
        "quantizeLinear" => b.QuantizeLinear(x.Operand("input"), x.Operand("scale"), x.Operand("zeroPoint")),
        _ => null,
    };

    private static MLOperand? ApplyMovement(MLGraphBuilder b, string name, Arguments x) => name switch
    {
        "concat" => b.Concat(x.Operands("inputs"), x.Int("axis")),
        "expand" => b.Expand(x.Operand("input"), x.Ints("newShape")),
        "gather" => b.Gather(x.Operand("input"), x.Operand("indices"), x.Int("axis", 0)),
        "gatherElements" => b.GatherElements(x.Operand("input"), x.Operand("indices"), x.Int("axis", 0)),
        "gatherND" => b.GatherND(x.Operand("input"), x.Operand("indices")),
        "reshape" => b.Reshape(x.Operand("input"), x.Ints("newShape")),
        "reverse" => b.Reverse(x.Operand("input"), x.OptionalInts("axes")),
        "scatterElements" => b.ScatterElements(x.Operand("input"), x.Operand("indices"), x.Operand("updates"), x.Int("axis", 0)),
        "scatterND" => b.ScatterND(x.Operand("input"), x.Operand("indices"), x.Operand("updates")),
        "slice" => b.Slice(x.Operand("input"), x.Ints("starts"), x.Ints("sizes"), x.Ints("strides")),
        "tile" => b.Tile(x.Operand("input"), x.Ints("repetitions")),
        "transpose" => b.Transpose(x.Operand("input"), x.Ints("permutation")),
        "triangular" => b.Triangular(x.Operand("input"), new() { Upper = x.Flag("upper", true), Diagonal = x.Int("diagonal", 0) }),
        "where" => b.Where(x.Operand("condition"), x.Operand("trueValue"), x.Operand("falseValue")),
        _ => null,
    };

    private static ImmutableArray<MLOperand> Split(MLGraphBuilder b, Arguments x)
    {
        var (input, axis, splits) = (x.Operand("input"), x.Int("axis", 0), x.Required("splits"));
        return splits.ValueKind == JsonValueKind.Array
            ? b.Split(input, x.Ints("splits"), axis)
            : b.Split(input, [.. Enumerable.Repeat(input.Shape[axis] / splits.GetInt32(), splits.GetInt32())], axis);
    }

    private static MLArgMinMaxOptions Ranking(Arguments x) => new()
    {
        KeepDimensions = x.Flag("keepDimensions"),
        OutputDataType = x.Find("outputDataType") is { } type ? TensorData.Type(type.GetString()!) : MLOperandDataType.Int32,
    };

    private static MLNormalizationOptions Normalization(Arguments x) => new()
    {
        Axis = x.Int("axis", 1),
        Axes = x.OptionalInts("axes"),
        Epsilon = x.Number("epsilon", 1e-5),
        Layout = x.Choice<MLInputOperandLayout>("layout"),
    };

    private static MLConv2dOptions Conv2d(Arguments x) => new()
    {
        Padding = x.Padding(),
        Strides = x.Size("strides", new(1, 1)),
        Dilations = x.Size("dilations", new(1, 1)),
        Groups = x.Int("groups", 1),
        InputLayout = x.Choice<MLInputOperandLayout>("inputLayout"),
        FilterLayout = x.Choice<MLConv2dFilterOperandLayout>("filterLayout"),
    };

    private static MLConvTranspose2dOptions ConvTranspose2d(Arguments x) => new()
    {
        Padding = x.Padding(),
        Strides = x.Size("strides", new(1, 1)),
        Dilations = x.Size("dilations", new(1, 1)),
        OutputPadding = x.Size("outputPadding", default),
        OutputSizes = x.OptionalSize("outputSizes"),
        Groups = x.Int("groups", 1),
        InputLayout = x.Choice<MLInputOperandLayout>("inputLayout"),
        FilterLayout = x.Choice<MLConvTranspose2dFilterOperandLayout>("filterLayout"),
    };

    private static MLPool2dOptions Pool(Arguments x) => new()
    {
        WindowDimensions = x.OptionalSize("windowDimensions"),
        Padding = x.Padding(),
        Strides = x.Size("strides", new(1, 1)),
        Dilations = x.Size("dilations", new(1, 1)),
        Layout = x.Choice<MLInputOperandLayout>("layout"),
        OutputShapeRounding = x.Choice<MLRoundingType>("outputShapeRounding"),
        OutputSizes = x.OptionalSize("outputSizes"),
    };

    private static MLResample2dOptions Resample2d(Arguments x)
    {
        var (sizes, axes) = (x.OptionalSize("sizes"), x.OptionalSize("axes"));
        float[] scales = [.. x.Find("scales")?.EnumerateArray().Select(scale => scale.GetSingle()) ?? [1, 1]];
        return new()
        {
            Mode = x.Choice<MLInterpolationMode>("mode"),
            Scales = (scales[0], scales[1]),
            Sizes = sizes is { } size ? (size.Height, size.Width) : null,
            Axes = axes is { } axis ? (axis.Height, axis.Width) : (2, 3),
        };
    }
}

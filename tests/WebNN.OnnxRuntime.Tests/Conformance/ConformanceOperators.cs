using System.Collections.Immutable;
using System.Text.Json;

namespace WebNN.OnnxRuntime.Tests.Conformance;

/// <summary>Calls the builder's method for an operator of a case.</summary>
internal static class ConformanceOperators
{
    private delegate MLOperand Unary(MLOperand input, string label);

    private delegate MLOperand Binary(MLOperand a, MLOperand b, string label);

    private delegate MLOperand Reduction(MLOperand input, MLReduceOptions options, string label);

    public static ImmutableArray<MLOperand> Apply(MLGraphBuilder b, string name, Arguments arguments) =>
        name == "split" ? Split(b, arguments) : [ApplyUnary(b, name, arguments) ?? ApplyBinary(b, name, arguments) ?? ApplyReduction(b, name, arguments) ?? ApplyOther(b, name, arguments)];

    private static MLOperand? ApplyUnary(MLGraphBuilder b, string name, Arguments x)
    {
        Unary? method = name switch
        {
            "abs" => b.Abs,
            "ceil" => b.Ceil,
            "exp" => b.Exp,
            "floor" => b.Floor,
            "hardSwish" => b.HardSwish,
            "log" => b.Log,
            "neg" => b.Neg,
            "relu" => b.Relu,
            "sigmoid" => b.Sigmoid,
            "sqrt" => b.Sqrt,
            "tanh" => b.Tanh,
            _ => null,
        };
        return method?.Invoke(x.Operand("input"), "");
    }

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
            "greater" => b.Greater,
            "greaterOrEqual" => b.GreaterOrEqual,
            "lesser" => b.Lesser,
            "lesserOrEqual" => b.LesserOrEqual,
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
        return method?.Invoke(x.Operand("input"), new() { Axes = x.OptionalInts("axes"), KeepDimensions = x.Flag("keepDimensions") }, "");
    }

    private static MLOperand ApplyOther(MLGraphBuilder b, string name, Arguments x) => name switch
    {
        "batchNormalization" => b.BatchNormalization(
            x.Operand("input"), x.Operand("mean"), x.Operand("variance"), x.OptionalOperand("scale"), x.OptionalOperand("bias"), Normalization(x)),
        "cast" => b.Cast(x.Operand("input"), TensorData.Type(x.Find("type")!.Value.GetString()!)),
        "clamp" => b.Clamp(x.Operand("input"), new() { MinValue = x.Number("minValue"), MaxValue = x.Number("maxValue") }),
        "concat" => b.Concat(x.Operands("inputs"), x.Int("axis", 0)),
        "conv2d" => b.Conv2d(x.Operand("input"), x.Operand("filter"), x.OptionalOperand("bias"), Conv2d(x)),
        "convTranspose2d" => b.ConvTranspose2d(x.Operand("input"), x.Operand("filter"), x.OptionalOperand("bias"), ConvTranspose2d(x)),
        "elu" => b.Elu(x.Operand("input"), x.Float("alpha", 1)),
        "expand" => b.Expand(x.Operand("input"), x.Ints("newShape")),
        "gather" => b.Gather(x.Operand("input"), x.Operand("indices"), x.Int("axis", 0)),
        "hardSigmoid" => b.HardSigmoid(x.Operand("input"), x.Float("alpha", 0.2f), x.Float("beta", 0.5f)),
        "instanceNormalization" => b.InstanceNormalization(
            x.Operand("input"), x.OptionalOperand("scale"), x.OptionalOperand("bias"), Normalization(x)),
        "layerNormalization" => b.LayerNormalization(
            x.Operand("input"), x.OptionalOperand("scale"), x.OptionalOperand("bias"), Normalization(x)),
        "leakyRelu" => b.LeakyRelu(x.Operand("input"), x.Float("alpha", 0.01f)),
        "linear" => b.Linear(x.Operand("input"), x.Float("alpha", 1), x.Float("beta", 0)),
        "logicalNot" => b.LogicalNot(x.Operand("a")),
        "reshape" => b.Reshape(x.Operand("input"), x.Ints("newShape")),
        "slice" => b.Slice(x.Operand("input"), x.Ints("starts"), x.Ints("sizes"), x.Ints("strides")),
        "softmax" => b.Softmax(x.Operand("input"), x.Int("axis", 0)),
        "transpose" => b.Transpose(x.Operand("input"), x.Ints("permutation")),
        _ => throw new InvalidDataException($"the runner does not know {name}"),
    };

    private static ImmutableArray<MLOperand> Split(MLGraphBuilder b, Arguments x)
    {
        var (input, axis, splits) = (x.Operand("input"), x.Int("axis", 0), x.Find("splits")!.Value);
        return splits.ValueKind == JsonValueKind.Array
            ? b.Split(input, x.Ints("splits"), axis)
            : b.Split(input, [.. Enumerable.Repeat(input.Shape[axis] / splits.GetInt32(), splits.GetInt32())], axis);
    }

    private static MLNormalizationOptions Normalization(Arguments x) => new()
    {
        Axis = x.Int("axis", 1),
        Axes = x.OptionalInts("axes"),
        Epsilon = x.Float("epsilon", 1e-5f),
        Layout = x.Choice<MLInputOperandLayout>("layout"),
    };

    private static MLConv2dOptions Conv2d(Arguments x) => new()
    {
        Padding = Padding(x),
        Strides = x.Size("strides", new(1, 1)),
        Dilations = x.Size("dilations", new(1, 1)),
        Groups = x.Int("groups", 1),
        InputLayout = x.Choice<MLInputOperandLayout>("inputLayout"),
        FilterLayout = x.Choice<MLConv2dFilterOperandLayout>("filterLayout"),
    };

    private static MLConvTranspose2dOptions ConvTranspose2d(Arguments x) => new()
    {
        Padding = Padding(x),
        Strides = x.Size("strides", new(1, 1)),
        Dilations = x.Size("dilations", new(1, 1)),
        OutputPadding = x.Size("outputPadding", default),
        OutputSizes = x.OptionalSize("outputSizes"),
        Groups = x.Int("groups", 1),
        InputLayout = x.Choice<MLInputOperandLayout>("inputLayout"),
        FilterLayout = x.Choice<MLConvTranspose2dFilterOperandLayout>("filterLayout"),
    };

    private static Padding2D Padding(Arguments x) => x.OptionalInts("padding") is { } p ? new(p[0], p[1], p[2], p[3]) : default;
}

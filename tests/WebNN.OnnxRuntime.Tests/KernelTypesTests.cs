using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Tests;

public sealed class KernelTypesTests
{
    private static readonly OrtElementType[] Types =
    [
        OrtElementType.Float, OrtElementType.Int32, OrtElementType.UInt32, OrtElementType.Int64, OrtElementType.UInt64, OrtElementType.Int8, OrtElementType.UInt8,
    ];

    /// <summary>The table holds what 1.30 has too, which comes with npm's package; from 1.31 on there are more kernels of these.</summary>
    private static readonly string[] MoreInNewerVersions = ["Where"];

    public static TheoryData<string> Operators => [.. KernelTypes.Kernels.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> OperatorsOfEveryType =>
        ["Abs", "Add", "Clip", "Concat", "Div", "Equal", "Gather", "Greater", "GreaterOrEqual", "Identity", "Less", "LessOrEqual", "Max", "Min", "Mul", "Pad", "Sign", "Slice", "Sub", "Tile", "Transpose"];

    [Theory]
    [MemberData(nameof(Operators))]
    public void The_table_lists_exactly_the_types_that_have_a_kernel(string @operator)
    {
        var actual = Types.Where(type => HasKernel(@operator, type)).ToArray();
        if (MoreInNewerVersions.Contains(@operator))
        {
            Assert.Empty(KernelTypes.Kernels[@operator].Except(actual));
            return;
        }

        Assert.Equal(KernelTypes.Kernels[@operator].Order(), actual.Order());
    }

    [Theory]
    [MemberData(nameof(OperatorsOfEveryType))]
    public void An_operator_that_is_not_in_the_table_takes_every_type(string @operator) =>
        Assert.All(Types, type => Assert.True(HasKernel(@operator, type), $"{@operator} has no kernel for {type}"));

    private static bool HasKernel(string @operator, OrtElementType type)
    {
        var graph = new OnnxGraph();
        var shape = @operator is "Resize" or "MaxPool" ? new[] { 1, 1, 2, 2 } : [2, 2];
        var x = graph.AddInput(type, [.. shape]);
        OnnxValue?[] inputs = @operator switch
        {
            "Add" or "Sub" or "Mul" or "Div" or "Max" or "Min" or "Pow" or "PRelu" or "Concat" or "Equal" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" =>
                [x, graph.AddInput(type, [2, 2])],
            "Where" => [graph.AddInput(OrtElementType.Bool, [2, 2]), x, graph.AddInput(type, [2, 2])],
            "CumSum" => [x, graph.Scalar(OrtElementType.Int64, 0)],
            "Gather" => [x, graph.Integers(1, 0)],
            "Pad" => [x, graph.Integers(0, 0, 0, 0)],
            "Resize" => [x, null, null, graph.Integers(1, 1, 2, 2)],
            "Slice" => [x, graph.Integers(0, 0), graph.Integers(2, 2)],
            "Tile" => [x, graph.Integers(1, 1)],
            _ => [x],
        };
        OnnxAttribute[] attributes = @operator switch
        {
            "Concat" => [OnnxAttribute.Int("axis", 0)],
            "MaxPool" => [OnnxAttribute.Ints("kernel_shape", 1, 1)],
            _ => [],
        };
        var result = @operator switch
        {
            "ArgMax" or "ArgMin" => OrtElementType.Int64,
            "Equal" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" => OrtElementType.Bool,
            _ => type,
        };
        int[] resultShape = @operator.StartsWith("Reduce", StringComparison.Ordinal) ? [1, 1] : @operator is "ArgMax" or "ArgMin" ? [1, 2] : @operator is "Concat" ? [4, 2] : shape;
        graph.AddOutput(graph.Add(@operator, "", @operator, inputs, [(result, [.. resultShape])], attributes)[0]);
        return Loads(graph);
    }

    private static bool Loads(OnnxGraph graph)
    {
        var library = Native.Library();
        using var editor = new ModelEditor(library);
        using var memory = new PinnedMemory(library);
        using var options = SessionSettings.Create(library, new());
        try
        {
            editor.CreateSession(graph, options, memory).Dispose();
            return true;
        }
        catch (OrtException e) when (e.Code is OrtErrorCode.NotImplemented or OrtErrorCode.InvalidGraph or OrtErrorCode.Fail)
        {
            return false;
        }
    }
}

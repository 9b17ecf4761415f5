using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> MatrixProductSignatures =
    [
        new(
            "gemm",
            [ParameterRule.Ranked("a", DataTypes.Float, 2), ParameterRule.RankedAs("a", "b", 2), new("c", DataTypes.None, 0, 2) { Like = "a", Optional = true }],
            [ParameterRule.RankedAs("a", "output", 2)])
        {
            Options = _ => new MLGemmOptions(),
        },
        new("matmul", [ParameterRule.Of("a", DataTypes.Float, 2), ParameterRule.As("a", "b", 2)], [ParameterRule.As("a", "output", 2)]),
    ];

    /// <summary><c>alpha * a * b + beta * c</c> over matrices, each of a and b transposed where the options say so.</summary>
    public MLOperand Gemm(MLOperand a, MLOperand b, MLOperand? c, MLGemmOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("gemm", label, a, b, c);
        var (rows, inner) = options.ATranspose ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        var (innerB, columns) = options.BTranspose ? (b.Shape[1], b.Shape[0]) : (b.Shape[0], b.Shape[1]);
        require.That(inner == innerB, $"a's columns are not b's rows (expected {inner}, found {innerB} in {a.Descriptor} and {b.Descriptor})");
        if (c is not null)
        {
            Broadcasting.RequireTo(require, c, nameof(c), [rows, columns]);
        }

        return Record("gemm", [a, b, c], require.Output(a.DataType, rows, columns), options with { Alpha = a.DataType.Rounded(options.Alpha), Beta = a.DataType.Rounded(options.Beta) }, label);
    }

    /// <summary>The product of the two last axes; the axes before them broadcast.</summary>
    public MLOperand Matmul(MLOperand a, MLOperand b, string label = "")
    {
        var require = Validated("matmul", label, a, b);
        require.That(
            a.Shape[^1] == b.Shape[^2], $"a's columns are not b's rows (expected {a.Shape[^1]}, found {b.Shape[^2]} in {a.Descriptor} and {b.Descriptor})");
        var batches = Broadcasting.Shape(require, a.Shape.AsSpan()[..^2], b.Shape.AsSpan()[..^2]);
        return Record("matmul", [a, b], require.Output(a.DataType, [.. batches, a.Shape[^2], b.Shape[^1]]), null, label);
    }
}

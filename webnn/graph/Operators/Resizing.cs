using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> ResizingSignatures =
    [
        new(
            "resample2d",
            [ParameterRule.Ranked("input", DataTypes.Float | DataTypes.Uint8 | DataTypes.Int8, 4)],
            [ParameterRule.RankedAs("input", "output", 4)])
        {
            Options = _ => new MLResample2dOptions { Sizes = (1, 1) },
        },
    ];

    /// <summary>Resizes two axes of a 4-D operand. The recorded options have <see cref="MLResample2dOptions.Sizes"/>.</summary>
    public MLOperand Resample2d(MLOperand input, MLResample2dOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("resample2d", label, input);
        require.Defined(options.Mode, "mode");
        var (first, second) = options.Axes;
        require.Axes([first, second], input);

        require.That(
            options.Scales is { First: > 0, Second: > 0 },
            FormattableString.Invariant($"scales are out of range (expected more than 0, found [{options.Scales.First},{options.Scales.Second}])"));
        var sizes = options.Sizes ?? (
            Scaled(require, input.Shape[first], options.Scales.First), Scaled(require, input.Shape[second], options.Scales.Second));
        require.AtLeast(new Size2D(sizes.First, sizes.Second), "sizes", 1);

        int[] shape = [.. input.Shape];
        (shape[first], shape[second]) = sizes;
        return Record("resample2d", [input], require.Output(input.DataType, shape), options with { Sizes = sizes }, label);
    }

    private static int Scaled(Require require, int size, float scale)
    {
        var scaled = Math.Floor((double)size * scale);
        require.That(scaled is >= 1 and <= int.MaxValue, FormattableString.Invariant($"scales make an impossible size (expected 1 to {int.MaxValue}, found {scaled})"));
        return (int)scaled;
    }
}

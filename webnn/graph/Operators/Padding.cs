using System.Collections.Immutable;

namespace WebNN;

public sealed partial class MLGraphBuilder
{
    internal static readonly ImmutableArray<OperatorSignature> PaddingSignatures = [OperatorSignature.Unary("pad", DataTypes.Any, new MLPadOptions())];

    /// <summary>Adds elements before and after each axis. The recorded options have the lengths.</summary>
    public MLOperand Pad(
        MLOperand input, ReadOnlySpan<int> beginning, ReadOnlySpan<int> ending, MLPadOptions? options = null, string label = "")
    {
        options ??= new();
        var require = Validated("pad", label, input);
        require.PerAxis(beginning, nameof(beginning), input, minimum: 0);
        require.PerAxis(ending, nameof(ending), input, minimum: 0);
        require.Defined(options.Mode, "mode");
        var shape = new int[input.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            require.That(
                options.Mode != MLPaddingMode.Reflection || Math.Max(beginning[i], ending[i]) < input.Shape[i],
                $"reflection reaches past axis {i} (expected less than {input.Shape[i]}, found {beginning[i]} and {ending[i]})");
            shape[i] = require.Dimension((long)beginning[i] + input.Shape[i] + ending[i], $"dimension {i}");
        }

        var resolved = options with { Beginning = [.. beginning], Ending = [.. ending], Value = options.Value.Cast(input.DataType) };
        return Record("pad", [input], require.Output(input.DataType, shape), resolved, label);
    }
}

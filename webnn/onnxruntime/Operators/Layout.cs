using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>Operators that move or repeat elements: expand, pad, reshape, reverse, slice, tile, transpose.</summary>
internal static class Layout
{
    public static readonly OperatorRow[] Rows =
    [
        new("expand", op => op.Result(op.Move("Expand", [op.Stored(0), op.Graph.Integers(op.OutputShape)]))),
        new("pad", Pad),
        new("reshape", op => op.Result(op.Move("Reshape", [op.Stored(0), op.Graph.Integers(op.OutputShape)]))),
        new("reverse", Reverse),
        new("slice", Slice),
        new("tile", op => op.Result(op.Move("Tile", [op.Stored(0), op.Graph.Integers(op.Options<MLTileAttributes>().Repetitions)]))),
        new("transpose", op => op.Result(op.Move("Transpose", [op.Stored(0)], OnnxAttribute.Ints("perm", op.Options<MLTransposeAttributes>().Permutation)))),
    ];

    private static void Pad(OperatorContext op)
    {
        var options = op.Options<MLPadOptions>();
        var x = op.Stored(0);
        if (x.Rank == 0)
        {
            op.Result(op.Move("Identity", [x]));
            return;
        }

        var mode = options.Mode switch
        {
            MLPaddingMode.Constant => "constant",
            MLPaddingMode.Edge => "edge",
            MLPaddingMode.Reflection => "reflect",
            _ => throw op.Refuse($"padding mode {options.Mode}"),
        };
        var value = options.Mode is MLPaddingMode.Constant ? Filling(op, x, options.Value) : null;
        op.Result(op.Move("Pad", [x, op.Graph.Integers(options.Beginning.AddRange(options.Ending)), value], OnnxAttribute.String("mode", mode)));
    }

    private static OnnxValue Filling(OperatorContext op, OnnxValue x, MLNumber value) =>
        x.Shifted ? op.Graph.Scalar(x.Type, value.ToDouble() + 128) : op.Graph.Scalar(op.Node.Input(0).DataType, value);

    /// <summary>A slice from the last element backwards; its end stands before the first.</summary>
    private static void Reverse(OperatorContext op)
    {
        var axes = op.Options<MLAxesAttributes>().Axes;
        var x = op.Stored(0);
        if (axes.IsEmpty)
        {
            op.Result(op.Move("Identity", [x]));
            return;
        }

        OnnxValue Each(long value) => op.Graph.Integers([.. Enumerable.Repeat(value, axes.Length)]);
        op.Result(op.Move("Slice", [x, Each(-1), Each(long.MinValue), op.Graph.Integers(axes), Each(-1)]));
    }

    private static void Slice(OperatorContext op)
    {
        var attributes = op.Options<MLSliceAttributes>();
        var x = op.Stored(0);
        if (x.Rank == 0)
        {
            op.Result(op.Move("Identity", [x]));
            return;
        }

        var ends = attributes.Starts.Zip(attributes.Sizes, (start, size) => (long)start + size).ToArray();
        var axes = Enumerable.Range(0, x.Rank).Select(axis => (long)axis).ToArray();
        op.Result(op.Move("Slice", [x, op.Graph.Integers(attributes.Starts), op.Graph.Integers(ends), op.Graph.Integers(axes), op.Graph.Integers(attributes.Strides)]));
    }
}

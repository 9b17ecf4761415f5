using System.Collections.Immutable;
using static WebNN.OnnxRuntime.Tests.RandomGraphs.Types;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>Calls of operators that move elements: layout, joining, indexing.</summary>
internal static class RandomMovement
{
    public static readonly RandomOperator[] All =
    [
        new("concat", Concat), new("split", Split), new("expand", Expand), new("reshape", Reshape), new("reverse", Reverse), new("slice", Slice),
        new("tile", Tile), new("transpose", Transpose), new("pad", Pad), new("gather", Gather), new("gatherElements", GatherElements),
        new("gatherND", GatherND), new("scatterElements", ScatterElements), new("scatterND", ScatterND),
    ];

    private static MLOperand Input(Draw draw, int least = 0) => draw.Operand(draw.Type(), draw.Shape(draw.Rank(least)));

    private static MLOperand Concat(Draw draw)
    {
        var (type, shape) = (draw.Type(), draw.Shape(draw.Rank(draw.Of(0, 1, 1, 1))));
        var axis = draw.Axis(shape.Length);
        var inputs = new MLOperand[draw.Of(1, 2, 2, 3, 5, 40)];
        for (var i = 0; i < inputs.Length; i++)
        {
            int[] part = [.. shape];
            if (axis >= 0 && axis < part.Length)
            {
                part[axis] = draw.Odd(draw.Dimension());
            }

            inputs[i] = draw.Operand(type, part);
        }

        return draw.Builder.Concat(inputs, axis);
    }

    private static ImmutableArray<MLOperand> Split(Draw draw)
    {
        var x = Input(draw, draw.Of(0, 1, 1, 1));
        var axis = draw.Axis(x.Rank);
        var left = axis >= 0 && axis < x.Rank ? x.Shape[axis] : 1;
        var sizes = new List<int>();
        while (left > 0 && sizes.Count < 100)
        {
            var size = 1 + draw.Below(left);
            sizes.Add(draw.Odd(size));
            left -= size;
        }

        return draw.Builder.Split(x, [.. sizes], axis);
    }

    private static MLOperand Expand(Draw draw)
    {
        int[] shape = [.. draw.Shape(draw.Rank()).Select(draw.Odd)];
        return draw.Builder.Expand(draw.Operand(draw.Type(), draw.Broadcastable(shape)), shape);
    }

    private static MLOperand Reshape(Draw draw)
    {
        var x = Input(draw);
        var shape = new List<int>();
        var left = (int)x.Descriptor.ElementCount;
        for (var factor = 2; factor <= left && shape.Count < 12 && factor < 100; factor++)
        {
            while (left % factor == 0 && draw.Chance(80))
            {
                shape.Add(factor);
                left /= factor;
            }
        }

        shape.Insert(draw.Below(shape.Count + 1), draw.Odd(left));
        return draw.Builder.Reshape(x, [.. shape]);
    }

    private static MLOperand Reverse(Draw draw)
    {
        var x = Input(draw);
        return draw.Builder.Reverse(x, draw.Chance(20) ? null : [.. draw.Axes(x.Rank, draw.Below(x.Rank + 1))]);
    }

    private static MLOperand Slice(Draw draw)
    {
        var x = Input(draw);
        var (starts, sizes, strides) = (new int[x.Rank], new int[x.Rank], new int[x.Rank]);
        for (var i = 0; i < x.Rank; i++)
        {
            starts[i] = draw.Odd(draw.Below(x.Shape[i]));
            sizes[i] = draw.Odd(1 + draw.Below(Math.Clamp(x.Shape[i] - starts[i], 1, x.Shape[i])));
            strides[i] = draw.Odd(draw.Of(1, 1, 2, 3, int.MaxValue));
        }

        return draw.Builder.Slice(x, starts, sizes, draw.Flip() ? strides : []);
    }

    private static MLOperand Tile(Draw draw)
    {
        var x = Input(draw);
        return draw.Builder.Tile(x, [.. x.Shape.Select(_ => draw.Odd(draw.Of(1, 1, 2, 3)))]);
    }

    private static MLOperand Transpose(Draw draw)
    {
        var x = Input(draw);
        return draw.Builder.Transpose(x, draw.Chance(20) ? [] : draw.Axes(x.Rank, x.Rank));
    }

    private static MLOperand Pad(Draw draw)
    {
        var x = Input(draw);
        var mode = draw.Choice<MLPaddingMode>();
        int[] Lengths() => [.. x.Shape.Select(size => draw.Odd(mode is MLPaddingMode.Reflection ? draw.Below(size) : draw.Below(4)))];
        return draw.Builder.Pad(x, Lengths(), Lengths(), new() { Mode = mode, Value = draw.Number() });
    }

    private static MLOperand Indices(Draw draw, params ReadOnlySpan<int> shape) => draw.Operand(draw.Type(I32, U32, I64), shape);

    private static MLOperand Gather(Draw draw)
    {
        var x = Input(draw, draw.Of(0, 1, 1, 1));
        return draw.Builder.Gather(x, Indices(draw, draw.Shape(draw.Of(0, 1, 2, 3))), draw.Axis(x.Rank));
    }

    private static MLOperand GatherElements(Draw draw)
    {
        var x = Input(draw, 1);
        var axis = draw.Axis(x.Rank);
        return draw.Builder.GatherElements(x, Indices(draw, Along(draw, x, axis)), axis);
    }

    private static MLOperand GatherND(Draw draw)
    {
        var x = Input(draw, 1);
        return draw.Builder.GatherND(x, Indices(draw, [.. draw.Shape(draw.Of(0, 1, 2)), draw.Odd(1 + draw.Below(x.Rank))]));
    }

    private static MLOperand ScatterElements(Draw draw)
    {
        var x = Input(draw, 1);
        var axis = draw.Axis(x.Rank);
        var shape = Along(draw, x, axis);
        return draw.Builder.ScatterElements(x, Indices(draw, shape), draw.Operand(x.DataType, shape), axis);
    }

    private static MLOperand ScatterND(Draw draw)
    {
        var x = Input(draw, 1);
        var (outer, depth) = (draw.Shape(draw.Of(0, 1, 2)), 1 + draw.Below(x.Rank));
        return draw.Builder.ScatterND(x, Indices(draw, [.. outer, draw.Odd(depth)]), draw.Operand(x.DataType, [.. outer, .. x.Shape[depth..]]));
    }

    private static int[] Along(Draw draw, MLOperand x, int axis)
    {
        int[] shape = [.. x.Shape];
        if (axis >= 0 && axis < x.Rank)
        {
            shape[axis] = draw.Odd(draw.Dimension());
        }

        return shape;
    }
}

using System.Collections.Immutable;
using static WebNN.Tests.Validation.Rule;

namespace WebNN.Tests.Validation;

/// <summary>expand, pad, reshape, reverse, slice, tile, transpose.</summary>
internal static class LayoutRules
{
    private const string NotPositive = "shape [2,0] has dimension 0; WebNN needs at least 1";

    public static readonly Rule[] All = [.. Shapes(), .. Pad(), .. Slice(), .. Positions()];

    private static IEnumerable<Rule> Shapes()
    {
        yield return Of("expand", "newShape", "the dimensions are valid", (b, v) => b.Expand(b.F32(2, 1), v, Label), [2, 0], new[] { 2, 4 }, NotPositive);
        yield return Of("expand", "newShape", "no dimension is negative", (b, v) => b.Expand(b.F32(2, 1), v, Label), [2, -1], new[] { 2, 1 }, "shape [2,-1] has dimension -1; WebNN needs at least 1");
        yield return Of("expand", "newShape", "the result is a tensor", (b, v) => b.Expand(b.U8(1, 1), v, Label), [1 << 16, 1 << 16], new[] { 1 << 16, 1 },
            "u8[65536,65536] is too large (expected at most 2147483647 bytes)");
        yield return Of("expand", "newShape", "only a 1 stretches", (b, v) => b.Expand(b.F32(2, 1), v, Label), [4, 4], new[] { 2, 4 },
            "input does not broadcast (expected to reach [4,4], found f32[2,1])");
        yield return Of("expand", "newShape", "no axis is lost", (b, v) => b.Expand(b.F32(1, 3), v, Label), [3], new[] { 5, 1, 3 },
            "input does not broadcast (expected to reach [3], found f32[1,3])") with { Lines = ["expand(%0) f32[5,1,3]"] };
        yield return Of("reshape", "newShape", "the dimensions are valid", (b, v) => b.Reshape(b.F32(2, 1), v, Label), [2, 0], new[] { 1, 2 }, NotPositive);
        yield return Of("reshape", "newShape", "no dimension is negative", (b, v) => b.Reshape(b.F32(2, 1), v, Label), [2, -1], new[] { 2, 1 }, "shape [2,-1] has dimension -1; WebNN needs at least 1");
        yield return Of("reshape", "newShape", "the number of elements stays", (b, v) => b.Reshape(b.F32(2, 3), v, Label), [2, 4], new[] { 3, 1, 2 },
            "newShape holds another number of elements (expected 6 of f32[2,3], found 8 of f32[2,4])") with { Lines = ["reshape(%0) f32[3,1,2]"] };
        yield return Of("reshape", "newShape", "an empty shape is a scalar's", (b, v) => b.Reshape(b.F32(v), [], Label), 2, 1,
            "newShape holds another number of elements (expected 2 of f32[2], found 1 of f32[])") with { Lines = ["reshape(%0) f32[]"] };
    }

    private static IEnumerable<Rule> Pad()
    {
        MLOperand Apply(MLGraphBuilder b, int[] beginning, int[] ending, MLPaddingMode mode = default) => b.Pad(b.F32(2, 3), beginning, ending, new() { Mode = mode }, Label);
        yield return Of("pad", "beginningPadding", "a length for each axis", (b, v) => Apply(b, v, [0, 0]), [1], new[] { 1, 0 }, "beginning has the wrong length (expected 2, found 1)");
        yield return Of("pad", "beginningPadding", "lengths are unsigned", (b, v) => Apply(b, v, [0, 0]), [0, -1], new[] { 0, 1 }, "beginning is too small (expected at least 0, found -1)");
        yield return Of("pad", "endingPadding", "a length for each axis", (b, v) => Apply(b, [0, 0], v), [1, 1, 1], new[] { 1, 1 }, "ending has the wrong length (expected 2, found 3)");
        yield return Of("pad", "endingPadding", "lengths are unsigned", (b, v) => Apply(b, [0, 0], v), [-1, 0], new[] { 1, 0 }, "ending is too small (expected at least 0, found -1)");
        yield return Of("pad", "endingPadding", "the result is a tensor", (b, v) => Apply(b, [0, 0], v), [1 << 16, 1 << 16], new[] { 1 << 16, 0 },
            "f32[65538,65539] is too large (expected at most 2147483647 bytes)");
        yield return Of("pad", "endingPadding", "the output's dimensions are valid", (b, v) => Apply(b, [1, 0], v), [int.MaxValue, 0], new[] { 9, 0 },
            "dimension 0 is out of range (expected 1 to 2147483647, found 2147483650)");
        yield return Of("pad", "beginningPadding", "a reflection is shorter than the axis", (b, v) => Apply(b, v, [0, 0], MLPaddingMode.Reflection), [2, 0], new[] { 1, 0 },
            "reflection reaches past axis 0 (expected less than 2, found 2 and 0)");
        yield return Of("pad", "endingPadding", "a reflection is shorter than the axis", (b, v) => Apply(b, [0, 0], v, MLPaddingMode.Reflection), [0, 3], new[] { 0, 2 },
            "reflection reaches past axis 1 (expected less than 3, found 0 and 3)");
        yield return Of("pad", "mode", "the mode is one of the enumeration", (b, v) => Apply(b, [5, 0], [0, 0], v), (MLPaddingMode)9, MLPaddingMode.Edge,
            "mode is unknown (expected Constant or Edge or Reflection, found 9)");
        yield return Any("pad", "value", "value is cast to the input's type", (b, v) => b.Pad(b.U8(1), [1], [0], new() { Value = v }, Label),
            (300, "pad(%0) beginning=[1] ending=[0] value=255 u8[2]"), (7, "pad(%0) beginning=[1] ending=[0] value=7 u8[2]"));
    }

    private static IEnumerable<Rule> Slice()
    {
        MLOperand Apply(MLGraphBuilder b, int[] starts, int[] sizes, params int[] strides) => b.Slice(b.F32(4, 6), starts, sizes, strides, Label);
        yield return Of("slice", "sizes", "no size is 0", (b, v) => Apply(b, [0, 0], v), [4, 0], new[] { 4, 1 }, "sizes is too small (expected at least 1, found 0)");
        yield return Of("slice", "sizes", "no size is negative", (b, v) => Apply(b, [1, 1], v), [1, -1], new[] { 1, 1 }, "sizes is too small (expected at least 1, found -1)");
        yield return Of("slice", "sizes", "a size for each axis", (b, v) => Apply(b, [0, 0], v), [4], new[] { 4, 6 }, "sizes has the wrong length (expected 2, found 1)");
        yield return Of("slice", "starts", "a start for each axis", (b, v) => Apply(b, v, [1, 1]), [0, 0, 0], new[] { 0, 0 }, "starts has the wrong length (expected 2, found 3)");
        yield return Of("slice", "starts", "starts are unsigned", (b, v) => Apply(b, v, [1, 1]), [-1, 0], new[] { 3, 5 }, "starts is too small (expected at least 0, found -1)");
        yield return Of("slice", "starts", "the slice starts within the input", (b, v) => Apply(b, v, [1, 1]), [0, 6], new[] { 0, 5 },
            "the slice leaves axis 1 (expected to end at 6 or before, found 6 + 1)");
        yield return Of("slice", "starts", "the slice ends within the input", (b, v) => Apply(b, v, [2, 2]), [3, 0], new[] { 2, 4 },
            "the slice leaves axis 0 (expected to end at 4 or before, found 3 + 2)");
        yield return Of("slice", "sizes", "the slice ends within the input, without overflow", (b, v) => Apply(b, [1, 1], v), [3, int.MaxValue], new[] { 3, 5 },
            "the slice leaves axis 1 (expected to end at 6 or before, found 1 + 2147483647)");
        yield return Of("slice", "strides", "a stride for each axis", (b, v) => Apply(b, [0, 0], [4, 6], v), [2], new[] { 2, 4 }, "strides has the wrong length (expected 2, found 1)")
            with { Lines = ["slice(%0) starts=[0,0] sizes=[4,6] strides=[2,4] f32[2,2]"] };
        yield return Of("slice", "strides", "no stride is negative", (b, v) => Apply(b, [0, 0], [4, 6], v), [-1, 1], new[] { 1, 1 }, "strides is too small (expected at least 1, found -1)");
        yield return Of("slice", "strides", "no stride is 0", (b, v) => Apply(b, [0, 0], [4, 6], v), [1, 0], new[] { 1, int.MaxValue }, "strides is too small (expected at least 1, found 0)");
    }

    private static IEnumerable<Rule> Positions()
    {
        yield return Of("reverse", "axes", "axes are unsigned", (b, v) => b.Reverse(b.F32(2, 3), v, Label), [-1], ImmutableArray.Create(0), "axes is out of range (expected 0 to 1, found -1)");
        yield return Of("reverse", "axes", "axes are below the rank", (b, v) => b.Reverse(b.F32(2, 3), v, Label), [2], ImmutableArray.Create(1), "axes is out of range (expected 0 to 1, found 2)");
        yield return Of("reverse", "axes", "no axis twice", (b, v) => b.Reverse(b.F32(2, 3), v, Label), [1, 1], ImmutableArray.Create(1, 0), "axes has a duplicate (expected each axis once, found [1,1])");
        yield return Any("reverse", "axes", "no axes are none, absent ones all", (b, v) => b.Reverse(b.F32(2, 3), v ? null : [], Label),
            (false, "reverse(%0) axes=[] f32[2,3]"), (true, "reverse(%0) axes=[0,1] f32[2,3]"));
        yield return Of("tile", "repetitions", "repetitions for each axis", (b, v) => b.Tile(b.F32(2, 3), v, Label), [2], new[] { 1, 2 }, "repetitions has the wrong length (expected 2, found 1)");
        yield return Of("tile", "repetitions", "no repetitions are 0", (b, v) => b.Tile(b.F32(2, 3), v, Label), [0, 1], new[] { 3, 1 }, "repetitions is too small (expected at least 1, found 0)");
        yield return Of("tile", "repetitions", "no repetitions are negative", (b, v) => b.Tile(b.F32(2, 3), v, Label), [1, -1], new[] { 1, 1 }, "repetitions is too small (expected at least 1, found -1)");
        yield return Of("tile", "repetitions", "the result is a tensor", (b, v) => b.Tile(b.U8(1, 1), v, Label), [1 << 16, 1 << 16], new[] { 1, 1 << 16 },
            "u8[65536,65536] is too large (expected at most 2147483647 bytes)");
        yield return Of("tile", "repetitions", "the output's dimensions are valid", (b, v) => b.Tile(b.F32(2, 3), v, Label), [1 << 30, 1], new[] { 1 << 10, 1 },
            "dimension 0 is out of range (expected 1 to 2147483647, found 2147483648)");
        yield return Of("transpose", "permutation", "an axis for each axis", (b, v) => b.Transpose(b.F32(2, 3), v, Label), [0], new[] { 1, 0 }, "permutation has the wrong length (expected 2, found [0])");
        yield return Of("transpose", "permutation", "axes are unsigned", (b, v) => b.Transpose(b.F32(2, 3), v, Label), [-1, 0], new[] { 1, 0 }, "axes is out of range (expected 0 to 1, found -1)");
        yield return Of("transpose", "permutation", "axes are below the rank", (b, v) => b.Transpose(b.F32(2, 3), v, Label), [0, 2], new[] { 0, 1 }, "axes is out of range (expected 0 to 1, found 2)");
        yield return Of("transpose", "permutation", "no axis twice", (b, v) => b.Transpose(b.F32(2, 3), v, Label), [1, 1], new[] { 1, 0 }, "axes has a duplicate (expected each axis once, found [1,1])");
    }
}

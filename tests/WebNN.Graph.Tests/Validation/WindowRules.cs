namespace WebNN.Tests.Validation;

/// <summary>What convolutions and pools ask of a window, for each side and each axis.</summary>
internal static class WindowRules
{
    public static IEnumerable<Rule> Of(string name, Func<MLGraphBuilder, Padding2D, Size2D, Size2D, MLOperand> call)
    {
        var (none, one) = (new Padding2D(0, 0, 0, 0), new Size2D(1, 1));
        (string Side, Padding2D Padding)[] sides = [("top", new(-1, 0, 0, 0)), ("bottom", new(0, -1, 0, 0)), ("left", new(0, 0, -1, 0)), ("right", new(0, 0, 0, -1))];
        foreach (var (side, padding) in sides)
        {
            yield return Rule.Of(name, "padding", $"padding is unsigned at the {side}", (b, v) => call(b, v, one, one), padding, new Padding2D(1, 1, 1, 1),
                $"padding is negative (expected at least 0, found {padding})");
        }

        (string Axis, Size2D Size)[] axes = [("height", new(0, 1)), ("width", new(1, 0))];
        foreach (var (axis, size) in axes)
        {
            yield return Rule.Of(name, "strides", $"no stride is 0 along the {axis}", (b, v) => call(b, none, v, one), size, one, $"strides is too small (expected at least [1,1], found {size})");
            yield return Rule.Of(name, "dilations", $"no dilation is 0 along the {axis}", (b, v) => call(b, none, one, v), size, one, $"dilations is too small (expected at least [1,1], found {size})");
        }
    }
}

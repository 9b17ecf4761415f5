namespace WebNN.Reference.Operators;

/// <summary>concat, split.</summary>
internal static class Joining
{
    public static readonly OperatorRow[] Rows = [new("concat", Concat), new("split", Split)];

    private static Tensor Concat(OperatorCall call)
    {
        var (axis, result, start) = (call.Options<MLAxisAttributes>().Axis, Tensor.Zeros(call.Output), 0);
        var strides = Positions.Strides(call.Output.Shape);
        for (var i = 0; i < call.Node.Inputs.Length; i++)
        {
            var part = call.Input(i);
            result = result.Replace(Positions.Of(start * strides[axis], part.Shape.Select((size, each) => Positions.Axis(size, strides[each]))), part);
            start += part.Shape[axis];
        }

        return result;
    }

    private static Tensor[] Split(OperatorCall call)
    {
        var (x, axis, start) = (call.Input(0), call.Options<MLSplitAttributes>().Axis, 0);
        var strides = Positions.Strides(x.Shape);
        var parts = new List<Tensor>();
        foreach (var part in call.Node.Outputs)
        {
            parts.Add(x.Take(
                part.Descriptor, Positions.Of(start * strides[axis], part.Shape.Select((size, each) => Positions.Axis(size, strides[each])))));
            start += part.Shape[axis];
        }

        return [.. parts];
    }
}

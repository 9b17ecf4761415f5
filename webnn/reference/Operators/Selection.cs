namespace WebNN.Reference.Operators;

/// <summary>where, triangular.</summary>
internal static class Selection
{
    public static readonly OperatorRow[] Rows = [new("where", Where), new("triangular", Triangular)];

    private static Tensor Where(OperatorCall call)
    {
        var shape = call.Output.Shape;
        var condition = call.Input(0).Stretch(shape).Integers;
        var chosen = Positions.Axis(condition.Length, i => condition[i] != 0 ? i : -1);
        return call.Input(2).Stretch(shape).Replace(chosen, call.Input(1).Stretch(shape));
    }

    private static Tensor Triangular(OperatorCall call)
    {
        var options = call.Options<MLTriangularOptions>();
        var (rows, columns) = (call.Output.Shape[^2], call.Output.Shape[^1]);
        return call.Input(0).Take(call.Output, Positions.Axis((int)call.Output.ElementCount, position =>
        {
            var distance = (position % columns) - (position / columns % rows);
            return (options.Upper ? distance >= options.Diagonal : distance <= options.Diagonal) ? position : -1;
        }));
    }
}

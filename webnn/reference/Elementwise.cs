namespace WebNN.Reference;

/// <summary>Computes outputs element by element. Operands broadcast to the output's shape.</summary>
internal static class Elementwise
{
    /// <summary>One operand.</summary>
    public static Tensor Map(OperatorCall call, Func<double, double> real, Func<Int128, Int128>? integer = null)
    {
        var x = call.Input(0);
        return x.IsReal
            ? Tensor.Of(call.Output, Array.ConvertAll(x.Reals, value => real(value)))
            : Tensor.Of(call.Output, Array.ConvertAll(x.Integers, value => Of(integer, call)(value)));
    }

    /// <summary>Two operands.</summary>
    public static Tensor Zip(OperatorCall call, Func<double, double, double> real, Func<Int128, Int128, Int128> integer)
    {
        var (a, b) = (call.Input(0).Stretch(call.Output.Shape), call.Input(1).Stretch(call.Output.Shape));
        return a.IsReal ? Tensor.Of(call.Output, Zip(a.Reals, b.Reals, real)) : Tensor.Of(call.Output, Zip(a.Integers, b.Integers, integer));
    }

    /// <summary>One operand; 1 where the answer is yes, else 0.</summary>
    public static Tensor Test(OperatorCall call, Func<double, bool> real, Func<Int128, bool> integer)
    {
        var x = call.Input(0);
        return Tensor.Of(
            call.Output,
            x.IsReal ? Array.ConvertAll(x.Reals, value => Truth(real(value))) : Array.ConvertAll(x.Integers, value => Truth(integer(value))));
    }

    /// <summary>Two operands; 1 where the answer is yes, else 0.</summary>
    public static Tensor Test(OperatorCall call, Func<double, double, bool> real, Func<Int128, Int128, bool> integer)
    {
        var (a, b) = (call.Input(0).Stretch(call.Output.Shape), call.Input(1).Stretch(call.Output.Shape));
        return Tensor.Of(
            call.Output,
            a.IsReal ? Zip(a.Reals, b.Reals, (x, y) => Truth(real(x, y))) : Zip(a.Integers, b.Integers, (x, y) => Truth(integer(x, y))));
    }

    private static TResult[] Zip<T, TResult>(T[] a, T[] b, Func<T, T, TResult> function)
    {
        var results = new TResult[a.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = function(a[i], b[i]);
        }

        return results;
    }

    private static Int128 Truth(bool answer) => answer ? 1 : 0;

    private static Func<Int128, Int128> Of(Func<Int128, Int128>? integer, OperatorCall call) =>
        integer ?? throw new InvalidOperationException($"{call.Node.Operator} takes no integers");
}

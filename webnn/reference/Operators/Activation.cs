namespace WebNN.Reference.Operators;

/// <summary>clamp, elu, gelu, hardSigmoid, hardSwish, leakyRelu, linear, prelu, relu, sigmoid, softmax, softplus, softsign, tanh.</summary>
internal static class Activation
{
    public static readonly OperatorRow[] Rows =
    [
        new("clamp", Clamp),
        new("elu", Elu),
        new("gelu", call => Elementwise.Map(call, x => 0.5 * x * Numbers.ErfComplement(-x / Math.Sqrt(2)))),
        new("hardSigmoid", HardSigmoid),
        new("hardSwish", call => Elementwise.Map(call, x => x * Math.Max(0, Math.Min(6, x + 3)) / 6)),
        new("leakyRelu", LeakyRelu),
        new("linear", Linear),
        new("prelu", call => Elementwise.Zip(call, (x, slope) => x < 0 ? slope * x : x, (x, slope) => x < 0 ? slope * x : x)),
        new("relu", call => Elementwise.Map(call, x => Math.Max(x, 0), x => Int128.Max(x, 0))),
        new("sigmoid", call => Elementwise.Map(call, Sigmoid)),
        new("softmax", Softmax),
        new("softplus", call => Elementwise.Map(call, x => Math.Max(x, 0) + Numbers.LogOnePlus(Math.Exp(-Math.Abs(x))))),
        new("softsign", call => Elementwise.Map(call, x => x / (1 + Math.Abs(x)))),
        new("tanh", call => Elementwise.Map(call, Math.Tanh)),
    ];

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>An element that is not a number stays so. The builder made the bounds elements of the input's type.</summary>
    private static Tensor Clamp(OperatorCall call)
    {
        var options = call.Options<MLClampOptions>();
        var (least, most) = (options.MinValue?.ToDouble() ?? double.NegativeInfinity, options.MaxValue?.ToDouble() ?? double.PositiveInfinity);
        if (call.Output.DataType.IsFloat())
        {
            return Elementwise.Map(call, x => Math.Min(Math.Max(x, least), most));
        }

        var lowest = options.MinValue is { } minimum ? Numbers.Integer(minimum) : Int128.MinValue;
        var highest = options.MaxValue is { } maximum ? Numbers.Integer(maximum) : Int128.MaxValue;
        return Elementwise.Map(call, x => x, x => Int128.Min(Int128.Max(x, lowest), highest));
    }

    private static Tensor Elu(OperatorCall call)
    {
        double alpha = call.Options<MLAlphaBetaOptions>().Alpha;
        return Elementwise.Map(call, x => x > 0 ? x : alpha * Numbers.ExpMinusOne(x));
    }

    private static Tensor HardSigmoid(OperatorCall call)
    {
        var (alpha, beta) = AlphaBeta(call);
        return Elementwise.Map(call, x => Math.Max(0, Math.Min(1, (alpha * x) + beta)));
    }

    private static Tensor LeakyRelu(OperatorCall call)
    {
        double alpha = call.Options<MLAlphaBetaOptions>().Alpha;
        return Elementwise.Map(call, x => x < 0 ? alpha * x : x);
    }

    private static Tensor Linear(OperatorCall call)
    {
        var (alpha, beta) = AlphaBeta(call);
        return Elementwise.Map(call, x => (alpha * x) + beta);
    }

    private static (double Alpha, double Beta) AlphaBeta(OperatorCall call)
    {
        var options = call.Options<MLAlphaBetaOptions>();
        return (options.Alpha, options.Beta);
    }

    /// <summary><c>exp(x) / sum(exp(x))</c>. Both by exp of the row's largest element, which changes nothing but keeps them finite.</summary>
    private static Tensor Softmax(OperatorCall call)
    {
        var x = call.Input(0);
        var (starts, offsets) = Reference.Rows.Along(x.Shape, [call.Options<MLAxisAttributes>().Axis]);
        var (results, row) = (new double[x.Reals.Length], new double[offsets.Length]);
        foreach (var start in starts)
        {
            Reference.Rows.Read(x.Reals, start, offsets, row);
            var largest = Reduction.Largest<double>(row);
            var exponentials = Array.ConvertAll(row, value => Math.Exp(value - largest));
            var sum = Reduction.Sum<double>(exponentials);
            Reference.Rows.Write(Array.ConvertAll(exponentials, value => value / sum), results, start, offsets);
        }

        return Tensor.Of(call.Output, results);
    }
}

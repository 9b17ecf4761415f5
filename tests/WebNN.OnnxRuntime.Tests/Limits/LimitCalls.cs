using static WebNN.OnnxRuntime.Tests.Limits.LimitCase;

namespace WebNN.OnnxRuntime.Tests.Limits;

/// <summary>A call of every operation with any of its parameters at any of its ranks.</summary>
internal static class LimitCalls
{
    public static readonly Dictionary<string, Action<LimitCase>> All = new(StringComparer.Ordinal)
    {
        ["abs"] = Unary(b => x => b.Abs(x)),
        ["ceil"] = Unary(b => x => b.Ceil(x)),
        ["cos"] = Unary(b => x => b.Cos(x)),
        ["erf"] = Unary(b => x => b.Erf(x)),
        ["exp"] = Unary(b => x => b.Exp(x)),
        ["floor"] = Unary(b => x => b.Floor(x)),
        ["identity"] = Unary(b => x => b.Identity(x)),
        ["log"] = Unary(b => x => b.Log(x)),
        ["neg"] = Unary(b => x => b.Neg(x)),
        ["reciprocal"] = Unary(b => x => b.Reciprocal(x)),
        ["roundEven"] = Unary(b => x => b.RoundEven(x)),
        ["sin"] = Unary(b => x => b.Sin(x)),
        ["sign"] = Unary(b => x => b.Sign(x)),
        ["sqrt"] = Unary(b => x => b.Sqrt(x)),
        ["tan"] = Unary(b => x => b.Tan(x)),
        ["clamp"] = Unary(b => x => b.Clamp(x, new() { MinValue = 0, MaxValue = 1 })),
        ["elu"] = Unary(b => x => b.Elu(x)),
        ["gelu"] = Unary(b => x => b.Gelu(x)),
        ["hardSigmoid"] = Unary(b => x => b.HardSigmoid(x)),
        ["hardSwish"] = Unary(b => x => b.HardSwish(x)),
        ["leakyRelu"] = Unary(b => x => b.LeakyRelu(x)),
        ["linear"] = Unary(b => x => b.Linear(x, 2, 1)),
        ["relu"] = Unary(b => x => b.Relu(x)),
        ["sigmoid"] = Unary(b => x => b.Sigmoid(x)),
        ["softplus"] = Unary(b => x => b.Softplus(x)),
        ["softsign"] = Unary(b => x => b.Softsign(x)),
        ["tanh"] = Unary(b => x => b.Tanh(x)),
        ["softmax"] = Unary(b => x => b.Softmax(x, x.Rank - 1)),
        ["cumulativeSum"] = Unary(b => x => b.CumulativeSum(x, x.Rank - 1)),
        ["pad"] = Unary(b => x => b.Pad(x, new int[x.Rank], Shape(x.Rank))),
        ["reverse"] = Unary(b => x => b.Reverse(x)),
        ["slice"] = Unary(b => x => b.Slice(x, new int[x.Rank], [.. Enumerable.Repeat(1, x.Rank)])),
        ["tile"] = Unary(b => x => b.Tile(x, Shape(x.Rank))),
        ["transpose"] = Unary(b => x => b.Transpose(x)),
        ["triangular"] = Unary(b => x => b.Triangular(x)),
        ["averagePool2d"] = Unary(b => x => b.AveragePool2d(x, new() { WindowDimensions = new(1, 2) })),
        ["l2Pool2d"] = Unary(b => x => b.L2Pool2d(x, new() { WindowDimensions = new(1, 2) })),
        ["maxPool2d"] = Unary(b => x => b.MaxPool2d(x, new() { WindowDimensions = new(1, 2) })),
        ["resample2d"] = Unary(b => x => b.Resample2d(x, new() { Sizes = (2, 4), Mode = MLInterpolationMode.Linear })),
        ["add"] = Binary(b => b.Add),
        ["sub"] = Binary(b => b.Sub),
        ["mul"] = Binary(b => b.Mul),
        ["div"] = Binary(b => b.Div),
        ["max"] = Binary(b => b.Max),
        ["min"] = Binary(b => b.Min),
        ["pow"] = Binary(b => b.Pow),
        ["equal"] = Binary(b => b.Equal, "output"),
        ["notEqual"] = Binary(b => b.NotEqual, "output"),
        ["greater"] = Binary(b => b.Greater, "output"),
        ["greaterOrEqual"] = Binary(b => b.GreaterOrEqual, "output"),
        ["lesser"] = Binary(b => b.Lesser, "output"),
        ["lesserOrEqual"] = Binary(b => b.LesserOrEqual, "output"),
        ["logicalAnd"] = Binary(b => b.LogicalAnd, "output"),
        ["logicalOr"] = Binary(b => b.LogicalOr, "output"),
        ["logicalXor"] = Binary(b => b.LogicalXor, "output"),
        ["logicalNot"] = Test(b => b.LogicalNot),
        ["isNaN"] = Test(b => b.IsNaN),
        ["isInfinite"] = Test(b => b.IsInfinite),
        ["argMax"] = Ranking((b, x, o) => b.ArgMax(x, x.Rank - 1, o)),
        ["argMin"] = Ranking((b, x, o) => b.ArgMin(x, x.Rank - 1, o)),
        ["reduceL1"] = Reduction((b, x, o) => b.ReduceL1(x, o)),
        ["reduceL2"] = Reduction((b, x, o) => b.ReduceL2(x, o)),
        ["reduceLogSum"] = Reduction((b, x, o) => b.ReduceLogSum(x, o)),
        ["reduceLogSumExp"] = Reduction((b, x, o) => b.ReduceLogSumExp(x, o)),
        ["reduceMax"] = Reduction((b, x, o) => b.ReduceMax(x, o)),
        ["reduceMean"] = Reduction((b, x, o) => b.ReduceMean(x, o)),
        ["reduceMin"] = Reduction((b, x, o) => b.ReduceMin(x, o)),
        ["reduceProduct"] = Reduction((b, x, o) => b.ReduceProduct(x, o)),
        ["reduceSum"] = Reduction((b, x, o) => b.ReduceSum(x, o)),
        ["reduceSumSquare"] = Reduction((b, x, o) => b.ReduceSumSquare(x, o)),
        ["cast"] = c =>
        {
            var x = c.In("input", "input", Shape(c.Rank(2, "input", "output")));
            c.Out(c.Builder.Cast(x, c.Type("output", "output")), "output");
        },
        ["expand"] = c =>
        {
            var x = c.In("input", "input", Shape(c.Rank(0, "input")));
            c.Out(c.Builder.Expand(x, Shape(c.Rank(x.Rank, "output"))), "input");
        },
        ["reshape"] = c =>
        {
            var x = c.In("input", "input", c.Focus == "output" && c.FocusRank == 0 ? [1] : Shape(c.Rank(1, "input")));
            int[] shape = c.Focus == "output" ? Shape(c.FocusRank) : x.Rank == 0 ? [1] : [2, 1];
            c.Out(c.Builder.Reshape(x, shape), "input");
        },
        ["concat"] = c =>
        {
            var rank = c.Rank(2, "inputs", "output");
            var first = c.In("inputs", "inputs", Shape(rank));
            c.Out(c.Builder.Concat([first, first], rank - 1), "inputs");
        },
        ["split"] = c =>
        {
            var x = c.In("input", "input", Shape(c.Rank(2, "input", "outputs")));
            c.Out(c.Builder.Split(x, [1, 1], x.Rank - 1)[0], "input", "outputs");
        },
        ["prelu"] = c =>
        {
            var x = c.In("input", "input", Shape(c.Rank(1, "input", "output")));
            c.Out(c.Builder.Prelu(x, c.In("slope", "input", Shape(c.Rank(0, "slope")))), "input");
        },
        ["where"] = c =>
        {
            var condition = c.In("condition", "condition", Shape(c.Rank(0, "condition", "output")));
            var (yes, no) = (c.In("trueValue", "trueValue", Shape(c.Rank(0, "trueValue"))), c.In("falseValue", "trueValue", Shape(c.Rank(0, "falseValue"))));
            c.Out(c.Builder.Where(condition, yes, no), "trueValue");
        },
        ["quantizeLinear"] = c =>
        {
            var shape = Shape(c.Rank(2, "input", "scale", "zeroPoint", "output"));
            var (x, scale) = (c.In("input", "input", shape), c.In("scale", "input", shape));
            c.Out(c.Builder.QuantizeLinear(x, scale, c.In("zeroPoint", "zeroPoint", shape)), "zeroPoint");
        },
        ["dequantizeLinear"] = c =>
        {
            var shape = Shape(c.Rank(2, "input", "scale", "zeroPoint", "output"));
            var (x, scale) = (c.In("input", "input", shape), c.In("scale", "scale", shape));
            c.Out(c.Builder.DequantizeLinear(x, scale, c.In("zeroPoint", "input", shape)), "scale");
        },
        ["gemm"] = c =>
        {
            var (a, b) = (c.In("a", "a", Shape(c.Rank(2, "a"))), c.In("b", "a", c.Focus == "b" ? Shape(c.FocusRank) : [2, 2]));
            c.Out(c.Builder.Gemm(a, b, c.In("c", "a", Shape(c.Rank(2, "c"))), new() { ATranspose = c.Focus == "b" && a.Shape[1] != b.Shape[0] }), "a");
        },
        ["matmul"] = c =>
        {
            var a = c.In("a", "a", Shape(c.Rank(2, "a", "output")));
            var right = Shape(c.Rank(2, "b"));
            right[^2] = 2;
            c.Out(c.Builder.Matmul(a, c.In("b", "a", right)), "a");
        },
        ["conv2d"] = Convolution((b, x, filter, bias) => b.Conv2d(x, filter, bias)),
        ["convTranspose2d"] = Convolution((b, x, filter, bias) => b.ConvTranspose2d(x, filter, bias)),
        ["batchNormalization"] = c =>
        {
            var x = c.In("input", "input", Shape(c.Rank(3, "input", "output")));
            MLOperand Channel(string name) => c.In(name, "input", Shape(1));
            c.Out(c.Builder.BatchNormalization(x, Channel("mean"), Channel("variance"), Channel("scale"), Channel("bias"), new() { Axis = x.Rank - 1 }), "input");
        },
        ["instanceNormalization"] = c =>
        {
            var x = c.In("input", "input", 1, 2, 1, 2);
            c.Out(c.Builder.InstanceNormalization(x, c.In("scale", "input", 2), c.In("bias", "input", 2)), "input");
        },
        ["layerNormalization"] = c =>
        {
            var x = c.In("input", "input", Shape(Math.Max(c.Rank(2, "input", "output"), c.Rank(0, "scale", "bias"))));
            int[] axes = [.. Enumerable.Range(0, c.Rank(x.Rank, "scale", "bias"))];
            int[] shape = [.. axes.Select(axis => x.Shape[axis])];
            c.Out(c.Builder.LayerNormalization(x, c.In("scale", "input", shape), c.In("bias", "input", shape), new() { Axes = [.. axes] }), "input");
        },
        ["gather"] = c =>
        {
            var x = c.In("input", "input", Shape(Math.Max(1, c.Rank(1, "input", "output"))));
            var indices = c.In("indices", "indices", Shape(c.Focus == "output" && c.FocusRank == 0 ? 0 : c.Rank(1, "indices")));
            c.Out(c.Builder.Gather(x, indices, x.Rank - 1), "input");
        },
        ["gatherElements"] = c =>
        {
            var shape = Shape(c.Rank(2, "input", "indices", "output"));
            var x = c.In("input", "input", shape);
            c.Out(c.Builder.GatherElements(x, c.In("indices", "indices", shape), shape.Length - 1), "input");
        },
        ["gatherND"] = c =>
        {
            var (x, indices) = Deep(c, "output");
            c.Out(c.Builder.GatherND(x, indices), "input");
        },
        ["scatterElements"] = c =>
        {
            var shape = Shape(c.Rank(2, "input", "indices", "updates", "output"));
            var (x, indices) = (c.In("input", "input", shape), c.In("indices", "indices", shape));
            c.Out(c.Builder.ScatterElements(x, indices, c.In("updates", "input", shape), shape.Length - 1), "input");
        },
        ["scatterND"] = c =>
        {
            var (x, indices) = Deep(c, "updates");
            var updates = c.In("updates", "input", [.. indices.Shape[..^1], .. x.Shape[1..]]);
            c.Out(c.Builder.ScatterND(x, indices, updates), "input");
        },
        ["gru"] = c =>
        {
            var (x, weight, recurrent) = (c.In("input", "input", 1, 1, 1), c.In("weight", "input", 1, 3, 1), c.In("recurrentWeight", "input", 1, 3, 1));
            var outputs = c.Builder.Gru(x, weight, recurrent, 1, 1, new()
            {
                Bias = c.In("bias", "input", 1, 3), RecurrentBias = c.In("recurrentBias", "input", 1, 3),
                InitialHiddenState = c.In("initialHiddenState", "input", 1, 1, 1), ReturnSequence = true,
            });
            Numbered(c, outputs);
        },
        ["gruCell"] = c =>
        {
            var (x, weight, recurrent) = (c.In("input", "input", 1, 1), c.In("weight", "input", 3, 1), c.In("recurrentWeight", "input", 3, 1));
            c.Out(
                c.Builder.GruCell(x, weight, recurrent, c.In("hiddenState", "input", 1, 1), 1, new() { Bias = c.In("bias", "input", 3), RecurrentBias = c.In("recurrentBias", "input", 3) }),
                "input");
        },
        ["lstm"] = c =>
        {
            var (x, weight, recurrent) = (c.In("input", "input", 1, 1, 1), c.In("weight", "input", 1, 4, 1), c.In("recurrentWeight", "input", 1, 4, 1));
            var outputs = c.Builder.Lstm(x, weight, recurrent, 1, 1, new()
            {
                Bias = c.In("bias", "input", 1, 4), RecurrentBias = c.In("recurrentBias", "input", 1, 4), PeepholeWeight = c.In("peepholeWeight", "input", 1, 3),
                InitialHiddenState = c.In("initialHiddenState", "input", 1, 1, 1), InitialCellState = c.In("initialCellState", "input", 1, 1, 1), ReturnSequence = true,
            });
            Numbered(c, outputs);
        },
        ["lstmCell"] = c =>
        {
            var (x, weight, recurrent) = (c.In("input", "input", 1, 1), c.In("weight", "input", 4, 1), c.In("recurrentWeight", "input", 4, 1));
            var (hidden, cell) = (c.In("hiddenState", "input", 1, 1), c.In("cellState", "input", 1, 1));
            Numbered(c, c.Builder.LstmCell(x, weight, recurrent, hidden, cell, 1, new()
            {
                Bias = c.In("bias", "input", 4), RecurrentBias = c.In("recurrentBias", "input", 4), PeepholeWeight = c.In("peepholeWeight", "input", 3),
            }));
        },
    };

    private static Action<LimitCase> Unary(Func<MLGraphBuilder, Func<MLOperand, MLOperand>> call) => c =>
    {
        var x = c.In("input", "input", Shape(c.Rank(4, "input", "output")));
        c.Out(call(c.Builder)(x), "input");
    };

    private static Action<LimitCase> Binary(Func<MLGraphBuilder, Func<MLOperand, MLOperand, string, MLOperand>> call, string resultGroup = "a") => c =>
    {
        var a = c.In("a", "a", Shape(c.Rank(0, "a", "output")));
        c.Out(call(c.Builder)(a, c.In("b", "a", Shape(c.Rank(0, "b"))), ""), resultGroup);
    };

    private static Action<LimitCase> Test(Func<MLGraphBuilder, Func<MLOperand, string, MLOperand>> call) => c =>
        c.Out(call(c.Builder)(c.In("a", "a", Shape(c.Rank(2, "a", "output"))), ""), "output");

    private static Action<LimitCase> Ranking(Func<MLGraphBuilder, MLOperand, MLArgMinMaxOptions, MLOperand> call) => c =>
    {
        var x = c.In("input", "input", Shape(Math.Max(1, c.Rank(2, "input", "output"))));
        c.Out(call(c.Builder, x, new() { KeepDimensions = c.Focus == "output" && c.FocusRank > 0, OutputDataType = c.Type("output", "output") }), "output");
    };

    private static Action<LimitCase> Reduction(Func<MLGraphBuilder, MLOperand, MLReduceOptions, MLOperand> call) => c =>
    {
        var x = c.In("input", "input", Shape(c.Rank(2, "input", "output")));
        c.Out(call(c.Builder, x, new() { KeepDimensions = c.Focus == "output", Axes = x.Rank > 0 ? [x.Rank - 1] : null }), "input");
    };

    private static Action<LimitCase> Convolution(Func<MLGraphBuilder, MLOperand, MLOperand, MLOperand, MLOperand> call) => c =>
    {
        var (x, filter) = (c.In("input", "input", 1, 1, 1, 2), c.In("filter", "input", 1, 1, 1, 2));
        c.Out(call(c.Builder, x, filter, c.In("bias", "input", 1)), "input");
    };

    /// <summary>Data and indices one deep, so that <paramref name="last"/> (updates, or the output) has the rank in focus.</summary>
    private static (MLOperand Data, MLOperand Indices) Deep(LimitCase c, string last)
    {
        var isLast = c.Focus == last && c.FocusRank > 0;
        var data = c.In("input", "input", Shape(isLast ? c.FocusRank : Math.Max(1, c.Rank(1, "input", "output"))));
        int[] indices = Shape(isLast ? 2 : c.Rank(1, "indices"));
        indices[^1] = 1;
        return (data, c.In("indices", "indices", indices));
    }

    private static void Numbered(LimitCase c, IReadOnlyList<MLOperand> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            c.Out(outputs[i], "input", $"output{i}");
        }
    }
}

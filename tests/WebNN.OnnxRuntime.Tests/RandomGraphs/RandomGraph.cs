using System.Runtime.InteropServices;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>What became of a random graph.</summary>
internal enum Outcome
{
    /// <summary>The specification's rules refuse its operators.</summary>
    Refused,

    /// <summary>The backend refuses an operator when it is recorded.</summary>
    Unsupported,

    /// <summary>It was not built: its tensors are too large for a test.</summary>
    Large,

    Ran,
}

/// <summary>One random graph: recorded, built and run.</summary>
/// <param name="tame">Whether all elements are small and finite.</param>
/// <param name="linked">
/// Whether operators mostly read what others made, and only some results come out, so that the backend may fuse operators: those that nothing
/// else reads, and those that an operator reads which jumps from one value to another.
/// </param>
internal sealed class RandomGraph(MLContext context, int seed, bool tame = false, bool linked = false)
{
    private const int PercentOfResultsSeen = 15;

    private static readonly string[] jumps =
    [
        "argMax", "argMin", "cast", "ceil", "cos", "div", "equal", "floor", "greater", "greaterOrEqual", "isInfinite", "isNaN", "lesser",
        "lesserOrEqual", "notEqual", "pow", "quantizeLinear", "reciprocal", "roundEven", "sign", "sin", "softmax", "tan",
    ];

    /// <summary>Of all results together: a definition takes longer than a kernel, several times so where operands are disturbed.</summary>
    private readonly long mostBytes = linked ? 1 << 19 : 1 << 24;

    private readonly Draw draw = new(seed, new MLGraphBuilder(context)) { Tame = tame, Linked = linked };
    private readonly List<MLOperand> results = [];

    public int Seed { get; } = seed;

    public string Text { get; private set; } = "";

    /// <summary>What was built; null where nothing was.</summary>
    public MLGraphDefinition? Definition { get; private set; }

    /// <summary>The bytes of the inputs and of every operator's outputs, after a run.</summary>
    public Dictionary<MLOperand, byte[]> Values { get; } = [];

    /// <summary>Why the backend refused an operator; empty where it did not.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>Records the operators that are allowed, builds and runs the graph.</summary>
    /// <param name="most">How many calls that are allowed are enough.</param>
    /// <exception cref="Exception">Anything but a refusal by the rules or, while recording, by the backend.</exception>
    public Outcome Run(IEnumerable<RandomOperator> operators, int most = int.MaxValue)
    {
        var outcome = Record(operators, most);
        if (results.Count == 0)
        {
            return outcome;
        }

        var definition = Definition = draw.Builder.Define(Named());
        if (linked)
        {
            HideResults(definition);
            definition = Definition = draw.Builder.Define(Named());
        }

        Text = definition.ToText();
        if (definition.Nodes.SelectMany(node => node.Outputs).Sum(output => output.Descriptor.ByteLength) > mostBytes)
        {
            return Outcome.Large;
        }

        using var graph = draw.Builder.Build(Named());
        Compute(graph, definition);
        return Outcome.Ran;
    }

    /// <summary>What became of the last operator that was not recorded.</summary>
    private Outcome Record(IEnumerable<RandomOperator> operators, int most)
    {
        var (outcome, recorded) = (Outcome.Refused, 0);
        foreach (var @operator in operators)
        {
            if (recorded == most)
            {
                break;
            }

            try
            {
                var outputs = @operator.Call(draw);
                recorded++;
                results.AddRange(outputs);
                draw.Remember(outputs.Where(output => output.Descriptor.ByteLength < mostBytes >> 4));
            }
            catch (ArgumentException e) when (e.InnerException is not UnsupportedException && !IsOfTheBackend(e))
            {
            }
            catch (ArgumentException e) when (e.InnerException is UnsupportedException)
            {
                (outcome, Refusal) = (Outcome.Unsupported, e.Message);
            }
        }

        return outcome;
    }

    /// <summary>The rules speak before the backend is asked, which refuses with another exception.</summary>
    public static bool IsOfTheBackend(ArgumentException error) => error.StackTrace!.Contains(nameof(MLContext.RequireSupport), StringComparison.Ordinal);

    private MLNamedOperand[] Named() => [.. results.Select((result, i) => new MLNamedOperand($"y{i}", result))];

    private void HideResults(MLGraphDefinition definition)
    {
        var read = definition.Nodes.SelectMany(node => node.Inputs).OfType<MLOperand>().ToHashSet();
        var jumpedFrom = definition.Nodes.Where(node => jumps.Contains(node.Operator)).SelectMany(node => node.Inputs).OfType<MLOperand>().Select(Result).ToHashSet();
        results.RemoveAll(result => read.Contains(result) && !jumpedFrom.Contains(result) && IsContinuous(result) && !draw.Chance(PercentOfResultsSeen));
    }

    /// <summary>An operand, or what it is a reshape of: draws reshape results to what they need.</summary>
    private MLOperand Result(MLOperand operand) => operand.Producer is { Operator: "reshape" } reshape && !results.Contains(operand) ? reshape.Input(0) : operand;

    /// <summary>Integers of floats, and those of which the specification leaves open what they are, are seen: nothing else says it.</summary>
    private static bool IsContinuous(MLOperand result) => result.DataType.IsFloat()
        || (result.Producer!.Operator is not ("pow" or "resample2d") && !result.Producer.Inputs.OfType<MLOperand>().Any(input => input.DataType.IsFloat()));

    private void Compute(MLGraph graph, MLGraphDefinition definition)
    {
        foreach (var input in definition.Inputs)
        {
            var (descriptor, data) = draw.Feeds[input.Name];
            Values.Add(input.Operand, Pinned(descriptor.ByteLength, data));
        }

        foreach (var result in results)
        {
            Values.Add(result, Pinned(result.Descriptor.ByteLength));
        }

        graph.Compute([.. definition.Inputs.Select(input => Buffer(input.Operand))], [.. results.Select(Buffer)]);
    }

    private MLBuffer Buffer(MLOperand operand) => new(Marshal.UnsafeAddrOfPinnedArrayElement(Values[operand], 0), (nuint)operand.Descriptor.ByteLength);

    private static byte[] Pinned(long length, byte[]? data = null)
    {
        var bytes = GC.AllocateArray<byte>((int)length, pinned: true);
        data?.CopyTo(bytes, 0);
        return bytes;
    }
}

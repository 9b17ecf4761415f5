using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

/// <summary>Along each axis, counted from either side.</summary>
public sealed class JoinAndSplitTests
{
    private static readonly Dictionary<string, Action<DrawnSizes>> tests = Numbers.All.Aggregate(
        new Dictionary<string, Action<DrawnSizes>>(),
        (tests, numbers) => tests
            .Add(
                $"{numbers.Prefix}Concatenation",
                Ranks(2..5, count => count == 2 ? "2_inputs" : $"of_{count}", (count, axis, rank, sizes) => Join(numbers, count, axis, rank, sizes)))
            .Add(
                $"{numbers.Prefix}Split",
                Ranks(2..4, count => $"to_{count}_outputs", (count, axis, rank, sizes) => Split(numbers, count, axis, rank, sizes))));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static IEnumerable<Row> Ranks(Range counts, Func<int, string> what, Action<int, int, int, DrawnSizes> run) =>
        from count in Enumerable.Range(counts.Start.Value, counts.End.Value - counts.Start.Value + 1)
        from rank in Enumerable.Range(1, 4)
        select new Row($"{rank}D_{what(count)}", sizes =>
        {
            for (var axis = -rank; axis < rank; axis++)
            {
                run(count, axis, rank, sizes);
            }
        });

    private static void Join(Numbers numbers, int count, int axis, int rank, DrawnSizes sizes)
    {
        var (along, output) = ((axis + rank) % rank, sizes.Shape(rank, 2..10));
        output[along] = 0;
        var op = sizes.Operator(BuiltinOperator.Concatenation, new ConcatenationOptions(axis), version: 2);
        for (var i = 0; i < count; i++)
        {
            var input = (int[])output.Clone();
            input[along] = sizes.In(2..10);
            output[along] += input[along];
            op.Input(numbers.Stored, input);
        }

        op.Output(numbers.Stored, output).AgreesWithTFLite(Tolerance.Exact);
    }

    private static void Split(Numbers numbers, int count, int axis, int rank, DrawnSizes sizes)
    {
        var (along, output) = ((axis + rank) % rank, sizes.Shape(rank, 2..10));
        output[along] = sizes.In(1..5);
        var input = (int[])output.Clone();
        input[along] *= count;
        var op = sizes.Operator(BuiltinOperator.Split, new SplitOptions(count), version: 3).Scalar(axis).Input(numbers.Stored, input);
        for (var i = 0; i < count; i++)
        {
            op.Output(numbers.Stored, output);
        }

        op.AgreesWithTFLite(Tolerance.Exact);
    }
}

using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class SliceTests
{
    private static readonly Dictionary<string, Action<DrawnSizes>> tests = Numbers.All.Aggregate(
        new Dictionary<string, Action<DrawnSizes>>(),
        (tests, numbers) => tests
            .Add($"{numbers.Prefix}Slice", Enumerable.Range(1, 5).Select(rank => new Row($"{rank}D", sizes => Slice(numbers, rank, sizes))))
            .Add(
                $"{numbers.Prefix}StridedSliceTest",
                Enumerable.Range(1, 5).Select(rank => new Row($"{rank}D", sizes => StridedSlice(numbers, rank, sizes)))));

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    /// <summary>Once with int32, once with int64.</summary>
    private static void Slice(Numbers numbers, int rank, DrawnSizes sizes)
    {
        var shape = sizes.Shape(rank, 2..5);
        int[] offsets = [.. shape.Select(size => sizes.In(0..(size - 1)))];
        int[] taken = [.. shape.Select((size, axis) => sizes.In(1..(size - offsets[axis])))];
        sizes.Operator(BuiltinOperator.Slice, version: 2)
            .Input(numbers.Stored, shape).Vector(offsets).Vector(taken).Output(numbers.Stored, taken)
            .AgreesWithTFLite(Tolerance.Exact);
        sizes.Operator(BuiltinOperator.Slice, version: 2)
            .Input(numbers.Stored, shape).Constant(Elements.Int64(0, 0), Wide(offsets), rank).Constant(Elements.Int64(0, 0), Wide(taken), rank)
            .Output(numbers.Stored, taken)
            .AgreesWithTFLite(Tolerance.Exact);
    }

    private static byte[] Wide(int[] values) => MemoryMarshal.AsBytes<long>([.. values.Select(value => (long)value)]).ToArray();

    /// <summary>Begins and ends count from either side, or a mask stands for them; each stride is 1.</summary>
    private static void StridedSlice(Numbers numbers, int rank, DrawnSizes sizes)
    {
        var shape = sizes.Shape(rank, 2..5);
        var (beginMask, endMask) = (0, 0);
        var (begins, ends, taken) = (new int[rank], new int[rank], new int[rank]);
        for (var axis = 0; axis < rank; axis++)
        {
            // One past the last element cannot be where a slice begins: there the mask says 0.
            var begin = sizes.In(0..shape[axis]);
            beginMask |= begin == shape[axis] ? 1 << axis : 0;
            begins[axis] = begin < shape[axis] && sizes.In(0..1) == 1 ? begin - shape[axis] : begin;
            begin %= shape[axis];

            var end = sizes.In((begin + 1)..shape[axis]);
            taken[axis] = end - begin;
            ends[axis] = sizes.In(0..1) == 1 ? end - shape[axis] : end;
            endMask |= ends[axis] == 0 ? 1 << axis : 0;
        }

        sizes.Operator(BuiltinOperator.StridedSlice, new StridedSliceOptions(beginMask, endMask), version: 4)
            .Input(numbers.Stored, shape).Vector(begins).Vector(ends).Vector([.. shape.Select(_ => 1)]).Output(numbers.Stored, taken)
            .AgreesWithTFLite(Tolerance.Exact);
    }
}

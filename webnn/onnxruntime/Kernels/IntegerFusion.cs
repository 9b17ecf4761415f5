using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// Makes nodes for the kernels of integers out of ONNX Runtime's quantized convolutions, products of matrices, sums and pools. Constant weights
/// are packed; operations of single elements become tables. Limits and reshapes that follow are taken in, and, by a convolution or a product, a
/// sum whose other image is there by then.
/// </summary>
internal sealed class IntegerFusion
{
    private readonly OnnxGraph graph;
    private readonly KernelTarget target;
    private readonly Dictionary<string, OnnxValue> constants;

    private IntegerFusion(OnnxGraph graph, KernelTarget target) => (this.graph, this.target, constants) =
        (graph, target, graph.Constants.ToDictionary(constant => constant.Name, StringComparer.Ordinal));

    public static void Apply(OnnxGraph graph, KernelTarget target)
    {
        var fusion = new IntegerFusion(graph, target);

        // Backwards: of two convolutions that are added up, the second takes in the sum, so that neither has to wait.
        foreach (var node in graph.Nodes.Reverse().ToArray())
        {
            if (QuantizedProduct.Of(graph, fusion.constants, node) is { } product && product.Window(target) is var window && IntegerKernels.Support(window, target))
            {
                fusion.Replace(product, window);
            }
        }

        foreach (var node in graph.Nodes.ToArray())
        {
            if (QuantizedTable.Of(graph, fusion.constants, node) is { } table)
            {
                fusion.Replace(table);
            }
            else if (!target.IsDepthwiseOnly && QuantizedSum.Of(graph, fusion.constants, node) is { } sum)
            {
                fusion.Replace(sum);
            }
            else if (!target.IsDepthwiseOnly && QuantizedPool.Of(graph, fusion.constants, node) is { } pool && IntegerPools.Support(pool.Shape))
            {
                fusion.Replace(pool);
            }
        }

        graph.RemoveUnreadConstants();
    }

    private void Replace(QuantizedProduct product, IntegerWindow window)
    {
        var (last, low, high) = TakeIn(product.Node);
        var other = "";
        ImageSum? added = null;
        if (!target.IsDepthwiseOnly && graph.OnlyReader(last.Outputs[0]) is { } reader && QuantizedSum.Of(graph, constants, reader) is { } sum && sum.First != sum.Second)
        {
            var isSecond = sum.Second == last.Outputs[0];
            other = isSecond ? sum.First : sum.Second;
            graph.Remove(last);
            (last, var sumLow, var sumHigh) = TakeIn(reader);
            added = sum.Sum(sumLow, sumHigh, isSecond);
        }

        var packed = Constant(IntegerKernels.PackedBytes(window, target), bytes => IntegerKernels.Pack(window, product.Weights(low, high, added), target, bytes));
        Replace(last, product.Node, window.Operation, window.Shape, other.Length > 0 ? [packed, other] : [packed]);
    }

    private void Replace(QuantizedSum sum)
    {
        var (last, low, high) = TakeIn(sum.Node);
        var packed = Constant(Requantizer.Bytes, bytes => Requantizer.Pack(default, sum.Sum(low, high, isSecond: false), [], bytes));
        Replace(last, sum.Node, WindowOperation.IntegerSum, Elements(sum.Node), packed, sum.Second);
    }

    private void Replace(QuantizedTable table)
    {
        foreach (var node in table.Nodes.SkipLast(1))
        {
            graph.Remove(node);
        }

        Replace(table.Nodes[^1], table.Nodes[0], WindowOperation.IntegerTable, Elements(table.Nodes[^1]), Constant(ByteTable.Bytes, table.Fill));
    }

    /// <summary>The elements of a node's result as the pixels of a line.</summary>
    private WindowShape Elements(OnnxNode node)
    {
        var elements = graph.Computed(node.Outputs[0])!.Shape.Aggregate(1, (product, dimension) => checked(product * dimension));
        return new() { Batch = 1, Height = 1, Width = elements, Channels = 1, OutputHeight = 1, OutputWidth = elements, Filters = 1 };
    }

    private void Replace(QuantizedPool pool)
    {
        if (pool.Operation is WindowOperation.IntegerMaximum)
        {
            Replace(pool.Node, pool.Node, pool.Operation, pool.Shape);
            return;
        }

        var (last, low, high) = TakeIn(pool.Node);
        Replace(last, pool.Node, pool.Operation, pool.Shape, Constant(AverageScales.Bytes, bytes => pool.Pack(low, high, bytes)));
    }

    /// <summary>
    /// Takes in what alone reads a node and does nothing but limit its result or give it another shape. Returns the last node, of which ours
    /// gets the place and the name of the result, and the limits.
    /// </summary>
    private (OnnxNode Last, byte Low, byte High) TakeIn(OnnxNode node)
    {
        var (last, low, high) = (node, byte.MinValue, byte.MaxValue);
        while (graph.OnlyReader(last.Outputs[0]) is { Domain: "" } next && next.Inputs[0] == last.Outputs[0])
        {
            if (next is { Operator: "Clip", Inputs.Length: 3 } && Limit(next.Inputs[1]) is { } lowest && Limit(next.Inputs[2]) is { } highest && lowest <= highest)
            {
                (low, high) = (Math.Clamp(low, lowest, highest), Math.Clamp(high, lowest, highest));
            }
            else if (next.Operator is not "Reshape" || graph.Computed(next.Outputs[0])!.Rank > WindowOperator.MostDimensions)
            {
                break;
            }

            graph.Remove(last);
            last = next;
        }

        return (last, low, high);
    }

    private byte? Limit(string name) => constants.GetValueOrDefault(name) is { Type: OrtElementType.UInt8, Data: { } data } ? data.Bytes.Span[0] : null;

    private string Constant(long count, Action<Span<byte>> write)
    {
        var bytes = checked((int)count);
        return graph.Constant(OrtElementType.UInt8, [bytes], new HostData(() =>
        {
            var memory = PackedMemory.AllocateZeros(bytes);
            write(memory.Span);
            return memory;
        })).Name;
    }

    /// <summary>Puts a node of ours, which reads what another does first and then others, where all of that is there.</summary>
    private void Replace(OnnxNode last, OnnxNode node, WindowOperation operation, WindowShape shape, params ReadOnlySpan<string> others) => graph.Replace(last, new(
        WindowOperator.IntegerName,
        WindowOperator.Domain,
        node.Name,
        [node.Inputs[0], .. others],
        last.Outputs,
        WindowOperator.Attributes(operation, target, graph.Computed(last.Outputs[0])!.Shape, new WindowStage(shape, OutputRange.Unlimited))));
}

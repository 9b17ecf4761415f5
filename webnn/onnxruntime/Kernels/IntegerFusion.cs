using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// Makes nodes for the kernels of integers out of ONNX Runtime's quantized convolutions, products, sums and pools. Constant weights are packed;
/// operations of single elements, one after the other, become tables. Limits and reshapes that follow are taken in, and, by a convolution or a product, a
/// sum whose other image is there by then.
/// </summary>
internal sealed class IntegerFusion
{
    private readonly OnnxGraph graph;
    private readonly KernelTarget target;
    private readonly Dictionary<string, OnnxValue> constants;
    private readonly HashSet<OnnxNode> replaced = new(ReferenceEqualityComparer.Instance);

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

        var steps = new ByteSteps(graph, fusion.constants);
        foreach (var node in graph.Nodes.ToArray().Where(node => !fusion.replaced.Contains(node)))
        {
            if (QuantizedTable.Of(graph, steps, node) is { } table)
            {
                fusion.Replace(table);
            }
            else if (!target.IsDepthwiseOnly && QuantizedPair.Of(graph, fusion.constants, node) is { } pair)
            {
                fusion.Replace(pair);
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
        if (!target.IsDepthwiseOnly && graph.OnlyReader(last.Outputs[0]) is { } reader && QuantizedPair.Of(graph, constants, reader) is { IsSumOfImages: true } sum)
        {
            var isSecond = sum.Other == last.Outputs[0];
            other = isSecond ? sum.Image : sum.Other;
            Remove(last);
            (last, var sumLow, var sumHigh) = TakeIn(reader);
            added = sum.Sum(sumLow, sumHigh, isSecond);
        }

        var packed = Constant(IntegerKernels.PackedBytes(window, target), bytes => IntegerKernels.Pack(window, product.Weights(low, high, added), target, bytes));
        Replace(last, product.Node, window.Operation, window.Shape, [product.Node.Inputs[0], packed, .. other.Length > 0 ? [other] : Array.Empty<string>()]);
    }

    private void Replace(QuantizedPair pair)
    {
        var (last, low, high) = TakeIn(pair.Node);
        Replace(last, pair.Node, pair.Operation, pair.Shape, pair.Image, Constant(pair.PackedBytes, bytes => pair.Pack(low, high, bytes)), pair.Other);
    }

    private void Replace(QuantizedTable table)
    {
        OnnxNode[] nodes = [.. table.Nodes];
        foreach (var node in nodes.SkipLast(1))
        {
            Remove(node);
        }

        var shape = QuantizedPair.Elements(graph.Computed(nodes[^1].Outputs[0])!.Shape);
        Replace(nodes[^1], nodes[0], WindowOperation.IntegerTable, shape, table.Input, Constant(ByteTable.Bytes, table.Fill));
    }

    private void Replace(QuantizedPool pool)
    {
        if (pool.Operation is WindowOperation.IntegerMaximum)
        {
            Replace(pool.Node, pool.Node, pool.Operation, pool.Shape, pool.Node.Inputs[0]);
            return;
        }

        var (last, low, high) = TakeIn(pool.Node);
        Replace(last, pool.Node, pool.Operation, pool.Shape, pool.Node.Inputs[0], Constant(AverageScales.Bytes, bytes => pool.Pack(low, high, bytes)));
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
            if (ByteLimits.Of(next, constants) is var (lowest, highest))
            {
                (low, high) = (Math.Clamp(low, lowest, highest), Math.Clamp(high, lowest, highest));
            }
            else if (next.Operator is not "Reshape" || graph.Computed(next.Outputs[0])!.Rank > WindowOperator.MostDimensions)
            {
                break;
            }

            Remove(last);
            last = next;
        }

        return (last, low, high);
    }

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

    private void Remove(OnnxNode node)
    {
        graph.Remove(node);
        replaced.Add(node);
    }

    /// <summary>Puts a node of ours with another's name where all that it reads is there.</summary>
    private void Replace(OnnxNode last, OnnxNode node, WindowOperation operation, WindowShape shape, params ReadOnlySpan<string> inputs)
    {
        graph.Replace(last, new(
            WindowOperator.IntegerName,
            WindowOperator.Domain,
            node.Name,
            [.. inputs],
            last.Outputs,
            WindowOperator.Attributes(operation, target, graph.Computed(last.Outputs[0])!.Shape, new WindowStage(shape, OutputRange.Unlimited))));
        replaced.Add(last);
    }
}

namespace WebNN.FlatBuffers;

/// <summary>
/// How much memory a model's tensors need at once, told from its shapes before anything is allocated. A lower bound: what a kernel needs
/// besides, and tensors whose size only a run tells, come on top. Keeps nothing of the file.
/// </summary>
public sealed class ModelMemory
{
    private readonly long fileLength;
    private readonly Graph[] graphs;

    public ModelMemory(FlatBufferModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        fileLength = model.File.Length;
        graphs = [.. model.Subgraphs.Select(subgraph => new Graph(model, subgraph))];
    }

    /// <summary>The model's bytes, and of each subgraph the most that is alive between two nodes; <see cref="long.MaxValue"/> for more than that.</summary>
    /// <param name="inputShapes">The main graph's inputs' shapes, in order; null, or none at all, for the model's own.</param>
    public long Need(params ReadOnlySpan<int[]?> inputShapes) => Need(0, inputShapes);

    /// <inheritdoc cref="Need(ReadOnlySpan{int[]})"/>
    /// <param name="subgraph">The graph that runs.</param>
    /// <param name="inputShapes">That graph's inputs' shapes, in order; null, or none at all, for the model's own.</param>
    public long Need(int subgraph, ReadOnlySpan<int[]?> inputShapes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)subgraph, (uint)graphs.Length, nameof(subgraph));
        Int128 sum = fileLength;
        for (var i = 0; i < graphs.Length; i++)
        {
            sum += graphs[i].Peak(graphs[i].Shapes(i == subgraph ? inputShapes : []));
        }

        return (long)Int128.Min(sum, long.MaxValue);
    }

    /// <summary>Throws where the model needs more than <paramref name="limit"/> bytes.</summary>
    /// <param name="name">What to call the model.</param>
    /// <param name="subgraph">The graph that runs.</param>
    /// <param name="inputShapes">That graph's inputs' shapes, in order; null, or none at all, for the model's own.</param>
    /// <exception cref="ModelMemoryException">It does; the message names the largest tensor.</exception>
    public void Require(long limit, string name, int subgraph = 0, params ReadOnlySpan<int[]?> inputShapes)
    {
        var need = Need(subgraph, inputShapes);
        if (need <= limit) return;
        var (graph, tensor, shape, bytes) = Largest(subgraph, inputShapes);
        throw new ModelMemoryException(
            $"'{name}' needs at least {need} bytes of memory and the limit is {limit}: " +
                $"subgraphs[{graph}].tensors[{tensor}] '{graphs[graph].Name(tensor)}' [{string.Join(',', shape)}] alone has {bytes}",
            need,
            limit);
    }

    private (int Graph, int Tensor, int[] Shape, long Bytes) Largest(int subgraph, ReadOnlySpan<int[]?> inputShapes)
    {
        (int Graph, int Tensor, int[] Shape, long Bytes) largest = (0, 0, [], -1);
        for (var i = 0; i < graphs.Length; i++)
        {
            var shapes = graphs[i].Shapes(i == subgraph ? inputShapes : []);
            for (var tensor = 0; tensor < shapes.Length; tensor++)
            {
                var bytes = graphs[i].Bytes(tensor, shapes[tensor]);
                if (bytes > largest.Bytes) largest = (i, tensor, shapes[tensor], bytes);
            }
        }

        return largest;
    }

    private sealed record Tensor(string Name, TensorType Type, int[] Shape, bool IsConstant, bool IsVariable);

    private sealed record Node(BuiltinOperator Code, int[] Inputs, int[] Outputs);

    /// <summary>One subgraph, copied out of the file.</summary>
    private sealed class Graph(FlatBufferModel model, ModelSubgraph subgraph)
    {
        private readonly Tensor[] tensors =
        [
            .. subgraph.Tensors.Select(tensor =>
                new Tensor(tensor.Name, tensor.Type, tensor.Shape.ToArray(), !model.DataOf(tensor).IsEmpty, tensor.IsVariable)),
        ];

        private readonly Node[] nodes =
        [
            .. subgraph.Operators.Select(node => new Node(model.CodeOf(node).BuiltinCode, node.Inputs.ToArray(), node.Outputs.ToArray())),
        ];

        private readonly int[] inputs = subgraph.Inputs.ToArray();
        private readonly int[] outputs = subgraph.Outputs.ToArray();

        public string Name(int tensor) => tensors[tensor].Name;

        public long Bytes(int tensor, int[] shape) => tensors[tensor].IsConstant ? 0 : Size(tensors[tensor].Type, shape);

        /// <summary>Every tensor's shape where the inputs have these; what the operators between do not show keeps the model's.</summary>
        public int[][] Shapes(ReadOnlySpan<int[]?> inputShapes)
        {
            int[][] shapes = [.. tensors.Select(tensor => tensor.Shape)];
            if (inputShapes.IsEmpty) return shapes;
            for (var i = 0; i < inputs.Length; i++)
            {
                shapes[inputs[i]] = inputShapes[i] ?? shapes[inputs[i]];
            }

            foreach (var node in nodes)
            {
                if (node.Outputs.Length == 1 && ShapePropagation.Of(node.Code, node.Inputs, shapes) is { } shape) shapes[node.Outputs[0]] = shape;
            }

            return shapes;
        }

        /// <summary>The most bytes that are alive while one node runs: from the node that writes a tensor to the last that reads it.</summary>
        public Int128 Peak(int[][] shapes)
        {
            var last = LastReaders();
            var (alive, peak) = ((Int128)0, (Int128)0);
            var lasting = inputs.Concat(Enumerable.Range(0, tensors.Length).Where(i => tensors[i].IsVariable));
            foreach (var tensor in lasting.Distinct()) alive += Bytes(tensor, shapes[tensor]);

            peak = alive;
            for (var node = 0; node < nodes.Length; node++)
            {
                foreach (var output in nodes[node].Outputs) alive += Bytes(output, shapes[output]);
                peak = Int128.Max(peak, alive);
                foreach (var tensor in nodes[node].Inputs.Concat(nodes[node].Outputs).Distinct())
                {
                    if (tensor >= 0 && last[tensor] == node) alive -= Bytes(tensor, shapes[tensor]);
                }
            }

            return peak;
        }

        /// <summary>For each tensor the node after which it is not needed; none for what outlives the run.</summary>
        private int[] LastReaders()
        {
            var last = new int[tensors.Length];
            Array.Fill(last, int.MaxValue);
            for (var node = 0; node < nodes.Length; node++)
            {
                foreach (var tensor in nodes[node].Inputs.Concat(nodes[node].Outputs))
                {
                    if (tensor >= 0) last[tensor] = node;
                }
            }

            foreach (var tensor in inputs.Concat(outputs)) last[tensor] = int.MaxValue;
            for (var i = 0; i < tensors.Length; i++)
            {
                if (tensors[i].IsVariable) last[i] = int.MaxValue;
            }

            return last;
        }

        private static long Size(TensorType type, int[] shape)
        {
            Int128 bits = type.BitSize();
            foreach (var dimension in shape)
            {
                // An unknown dimension counts as none: the sum stays a lower bound.
                bits = dimension < 0 ? 0 : Int128.Min(bits * dimension, (Int128)long.MaxValue * 8);
            }

            return (long)Int128.Min((bits + 7) / 8, long.MaxValue);
        }
    }
}

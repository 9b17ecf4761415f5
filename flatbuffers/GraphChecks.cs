namespace WebNN.FlatBuffers;

/// <summary>That the nodes of each graph can be computed one after the other: each tensor has one writer and is written before it is read.</summary>
internal sealed class GraphChecks(FlatBufferModel model, FieldPath path) : ModelCheck(path)
{
    private const int Unwritten = -1;
    private const int GraphInput = -2;

    private ModelSubgraph graph;

    /// <summary>For each tensor the node that writes it.</summary>
    private int[] writers = [];

    public void Run()
    {
        var main = true;
        Each("subgraphs", model.Subgraphs, subgraph =>
        {
            Subgraph(subgraph, main);
            main = false;
        });
    }

    /// <param name="main">A graph that another one calls may work by its side effects alone.</param>
    private void Subgraph(ModelSubgraph subgraph, bool main)
    {
        graph = subgraph;
        writers = new int[subgraph.Tensors.Count];
        Array.Fill(writers, Unwritten);
        Inputs();
        var node = 0;
        Each("operators", subgraph.Operators, entry => Operator(entry, node++));
        if (main && subgraph.Outputs.IsEmpty) Fail(subgraph.Table, ModelSubgraph.OutputsField, "outputs", "the graph has no outputs");
        for (var i = 0; i < subgraph.Outputs.Length; i++)
        {
            var tensor = subgraph.Outputs[i];
            if (IsKnown(tensor)) continue;
            FailAt(
                subgraph.Table,
                ModelSubgraph.OutputsField,
                "outputs",
                i,
                $"no node writes {Describe(tensor)}, and it is neither an input nor a constant");
        }
    }

    /// <summary>TFLite writes an input where the tensor lies: a constant's bytes are the model's, for all who run it.</summary>
    private void Inputs()
    {
        for (var i = 0; i < graph.Inputs.Length; i++)
        {
            var tensor = graph.Inputs[i];
            if (IsConstant(graph.Tensors[tensor])) FailAt(graph.Table, ModelSubgraph.InputsField, "inputs", i, $"{Describe(tensor)} is an input and a constant");
            writers[tensor] = GraphInput;
        }
    }

    private void Operator(ModelOperator node, int index)
    {
        var code = model.CodeOf(node);
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            var tensor = node.Inputs[i];
            if (tensor < 0 || IsKnown(tensor) || ReadsShapeOnly(code, i, tensor)) continue;
            FailAt(node.Table, ModelOperator.InputsField, "inputs", i, $"{code.Name} reads {Describe(tensor)}, {WhoWrites(tensor, index)}");
        }

        for (var i = 0; i < node.Outputs.Length; i++)
        {
            var tensor = node.Outputs[i];
            var other = writers[tensor] == GraphInput ? "is an input of the graph"
                : writers[tensor] != Unwritten ? $"node {writers[tensor]} writes too"
                : !model.DataOf(graph.Tensors[tensor]).IsEmpty ? "is a constant"
                : null;
            if (other is not null)
            {
                FailAt(node.Table, ModelOperator.OutputsField, "outputs", i, $"{code.Name} writes {Describe(tensor)}, which {other}");
            }

            writers[tensor] = index;
        }
    }

    private bool IsKnown(int index)
    {
        if (writers[index] != Unwritten) return true;
        var tensor = graph.Tensors[index];
        return tensor.IsVariable || tensor.Shape.Contains(0) || IsConstant(tensor);
    }

    private bool IsConstant(ModelTensor tensor) => tensor.ExternalBuffer != 0 || !model.DataOf(tensor).IsEmpty;

    /// <summary>TFLite lets RESHAPE take its shape from the dimensions of its second input, which then needs no values.</summary>
    private bool ReadsShapeOnly(ModelOperatorCode code, int input, int tensor) =>
        code.BuiltinCode == BuiltinOperator.Reshape && input == 1 && graph.Tensors[tensor].Shape.Length != 1;

    private string WhoWrites(int tensor, int reader)
    {
        for (var node = reader; node < graph.Operators.Count; node++)
        {
            if (!graph.Operators[node].Outputs.Contains(tensor)) continue;
            return node == reader ? "which is its own output" : $"which node {node} writes only later";
        }

        return "which no node writes, and which is neither an input nor a constant";
    }

    /// <summary>A tensor with details was to be a constant: whoever reads that it has no bytes should learn which kind.</summary>
    private string Describe(int tensor) => graph.Tensors[tensor].Quantization is { HasDetails: true } quantization
        ? $"tensor {tensor} '{graph.Tensors[tensor].Name}' with {quantization.DetailsName} quantization"
        : $"tensor {tensor} '{graph.Tensors[tensor].Name}'";
}

namespace WebNN.FlatBuffers.Tests;

/// <summary>Reads everything that a parsed model offers; the sum keeps the reads alive.</summary>
internal static class Traversal
{
    private const int MoreFieldsThanAnyTable = 20;

    public static long Read(FlatBufferModel model)
    {
        long sum = model.Version + (model.Description?.Length ?? 0) + model.MetadataBuffer.Length;
        foreach (var code in model.OperatorCodes) sum += code.Name.Length + code.Version + (int)code.BuiltinCode;
        foreach (var buffer in model.Buffers) sum += Sum(buffer.Data.Span);
        foreach (var metadata in model.Metadata) sum += metadata.Name.Length + model.Buffers[metadata.Buffer].Data.Length;
        foreach (var subgraph in model.Subgraphs) sum += Read(model, subgraph);
        foreach (var signature in model.SignatureDefs)
        {
            sum += signature.Key.Length;
            var tensors = model.Subgraphs[signature.SubgraphIndex].Tensors;
            foreach (var name in signature.Inputs.Concat(signature.Outputs))
            {
                sum += name.Name.Length + tensors[name.TensorIndex].Name.Length;
            }
        }

        return sum + Derived(model);
    }

    /// <summary>What is asked of every model before it is run.</summary>
    private static long Derived(FlatBufferModel model)
    {
        var memory = new ModelMemory(model);
        var sum = memory.Need() + (HostSupport.Objection(model, "2.9.0")?.Length ?? 0) + (HostSupport.Objection(model, "2.19.0")?.Length ?? 0);
        int[]?[] shapes = [.. model.Subgraphs[0].Inputs.ToArray().Select(index => model.Subgraphs[0].Tensors[index].Shape.ToArray())];
        foreach (var dimension in new[] { 2, int.MaxValue })
        {
            int[]?[] others = [.. shapes.Select(shape => Array.ConvertAll(shape!, _ => dimension))];
            sum ^= memory.Need(others);
            try
            {
                memory.Require(0, "damaged", 0, others);
            }
            catch (ModelMemoryException e)
            {
                sum ^= e.Need;
            }
        }

        return sum;
    }

    private static long Read(FlatBufferModel model, ModelSubgraph subgraph)
    {
        long sum = subgraph.Name.Length;
        var tensors = subgraph.Tensors;
        foreach (var index in subgraph.Inputs.ToArray().Concat(subgraph.Outputs.ToArray())) sum += tensors[index].Name.Length;
        foreach (var tensor in tensors) sum += Read(model, tensor);
        foreach (var node in subgraph.Operators)
        {
            sum += model.CodeOf(node).Version + Sum(node.CustomOptions.Span) + Sum(node.MutatingVariableInputs);
            foreach (var index in node.Inputs.ToArray().Concat(node.Intermediates.ToArray()))
            {
                sum += index < 0 ? 0 : tensors[index].Name.Length;
            }
            foreach (var index in node.Outputs) sum += tensors[index].Name.Length;
            if (node.Options is { } options) sum += Read(options);
            if (node.Options2 is { } options2) sum += Read(options2);
        }

        return sum;
    }

    private static long Read(FlatBufferModel model, ModelTensor tensor)
    {
        long sum = tensor.Name.Length + tensor.Shape.Length + tensor.ShapeSignature.Length + (int)tensor.Type + model.DataOf(tensor).Length;
        if (tensor.Quantization is { } quantization)
        {
            sum += quantization.Min.Length + quantization.Max.Length + quantization.QuantizedDimension;
            sum += quantization.ToParameters()?.Scales.Length ?? 0;
        }

        if (tensor.Sparsity is not { } sparsity) return sum;
        foreach (var dimension in sparsity.Dimensions)
        {
            sum += dimension.DenseSize + dimension.Segments().Length + dimension.Indices().Length;
        }
        return sum + sparsity.TraversalOrder.Length + sparsity.BlockMap.Length;
    }

    /// <summary>An options table's fields may be anything where its type is not known: reading past the table then says so.</summary>
    private static long Read(FlatTable options)
    {
        long sum = 0;
        for (var field = 0; field < MoreFieldsThanAnyTable; field++)
        {
            try
            {
                sum += options.Byte(field) + options.Int32(field) + options.Bytes(field).Length + options.TableCount(field);
                sum += options.Int64(field);
            }
            catch (InvalidModelException e)
            {
                sum += e.Offset;
            }
        }

        return sum;
    }

    private static long Sum(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        foreach (var value in bytes) sum += value;
        return sum;
    }
}

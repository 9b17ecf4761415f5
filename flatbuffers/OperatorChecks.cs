namespace WebNN.FlatBuffers;

/// <summary>That each node has the inputs and options of its operator, with values that kernels can loop over: <see cref="OperatorRules"/>.</summary>
internal sealed class OperatorChecks(FlatBufferModel model, FieldPath path) : ModelCheck(path)
{
    public void Run() => Each("subgraphs", model.Subgraphs, subgraph => Each("operators", subgraph.Operators, node => Operator(node, subgraph)));

    private void Operator(ModelOperator node, ModelSubgraph subgraph)
    {
        var code = model.CodeOf(node);
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] < 0 && !OperatorRules.MayBeAbsent(code.BuiltinCode, i))
            {
                FailAt(node.Table, ModelOperator.InputsField, "inputs", i, $"{code.Name} needs its input {i}; the node has -1");
            }
        }

        var type = OperatorRules.OptionsOf(code.BuiltinCode);
        if (type == BuiltinOptionsType.None) return;
        var found = node.OptionsType;
        if (found != BuiltinOptionsType.None && found != type)
        {
            Fail(node.Table, ModelOperator.OptionsTypeField, "builtin_options_type", $"{code.Name} has options of type {type}; the node has {found}");
        }

        Path.Push("builtin_options");
        Options(node, code, type);
        if (node.Options is { } options) Window(options, type, node, subgraph);
        Path.Pop();
    }

    private void Options(ModelOperator node, ModelOperatorCode code, BuiltinOptionsType type)
    {
        foreach (var field in OptionsSchema.Layout(type).Fields)
        {
            if (field.Kind != FieldKind.Scalar || OperatorRules.Bounds(field.Name) is not { } bounds) continue;
            if (node.Options is not { } options)
            {
                if (bounds.Least <= OperatorRules.Default(field.Name)) continue;
                Fail(node.Table, ModelOperator.OptionsField, field.Name, $"{code.Name} needs options of type {type}; the node has none");
                return;
            }

            var fallback = OperatorRules.Default(field.Name);
            var value = field.Size == 1 ? (sbyte)options.Byte(field.Id, (byte)fallback) : options.Int32(field.Id, fallback);
            if (value < bounds.Least || value > bounds.Greatest)
            {
                Fail(options, field.Id, field.Name, $"{code.Name} has {value} here; it takes {bounds.Least} to {bounds.Greatest}");
            }
        }
    }

    /// <summary>Sides may be in range by themselves and still span more than any image together.</summary>
    private void Window(FlatTable options, BuiltinOptionsType type, ModelOperator node, ModelSubgraph subgraph)
    {
        if (type == BuiltinOptionsType.Pool2D)
        {
            Area(options, 4, "filter_height", (long)options.Int32(3) * options.Int32(4));
        }
        else if (type is BuiltinOptionsType.Conv2D or BuiltinOptionsType.DepthwiseConv2D && node.Inputs.Length > 1)
        {
            var filter = subgraph.Tensors[node.Inputs[1]].Shape;
            if (filter.Length != 4) return;
            var width = type == BuiltinOptionsType.Conv2D ? 4 : 5;
            Area(options, width, "dilation_w_factor", ((filter[2] - 1L) * options.Int32(width, 1)) + 1);
            Area(options, width + 1, "dilation_h_factor", ((filter[1] - 1L) * options.Int32(width + 1, 1)) + 1);
        }
    }

    private void Area(FlatTable options, int field, string name, long size)
    {
        if (size > OperatorRules.LargestSize)
        {
            Fail(options, field, name, $"a window over {size} elements; it takes up to {OperatorRules.LargestSize}");
        }
    }
}

using WebNN.FlatBuffers;

namespace WebNN.Wasi.Guests;

/// <summary>Operators that run other graphs, as often as the data says.</summary>
internal static class ControlFlow
{
    /// <summary>The first one in a model; null for none.</summary>
    public static BuiltinOperator? Find(FlatBufferModel model)
    {
        foreach (var subgraph in model.Subgraphs)
        {
            foreach (var node in subgraph.Operators)
            {
                if (model.CodeOf(node).BuiltinCode is var code and (BuiltinOperator.While or BuiltinOperator.If or BuiltinOperator.CallOnce
                    or BuiltinOperator.StablehloWhile or BuiltinOperator.StablehloCase))
                {
                    return code;
                }
            }
        }

        return null;
    }
}

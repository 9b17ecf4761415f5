using WebNN.FlatBuffers;
using WebNN.TfLite.Delegation;
using BuiltinOperator = WebNN.Interop.TfLite.BuiltinOperator;

namespace WebNN.TfLite.ModelFile;

/// <summary>Reads one operator of the file as TensorFlow Lite would have it in memory.</summary>
internal static class NodeReader
{
    /// <param name="tensors">The subgraph's tensors, by index.</param>
    /// <param name="operators">Where the translations of custom operators are.</param>
    public static NodeInfo Read(FlatBufferModel model, int index, ModelOperator node, TensorInfo[] tensors, CustomOperators operators)
    {
        var operatorCode = model.CodeOf(node);
        var code = (BuiltinOperator)operatorCode.BuiltinCode;
        return new(
            index,
            code,
            operatorCode.Version,
            code == BuiltinOperator.Custom ? null : OperatorParams.Read(code, new OptionsTable(code, node.Options ?? node.Options2), operatorCode.Version),
            [.. node.Inputs.ToArray().Select(input => input < 0 ? null : tensors[input])],
            [.. node.Outputs.ToArray().Select(output => tensors[output])],
            code == BuiltinOperator.Custom ? operatorCode.CustomCode : null)
        {
            Intermediates = [.. node.Intermediates.ToArray().Select(tensor => tensor < 0 ? null : tensors[tensor])],
            CustomOptions = code == BuiltinOperator.Custom ? [.. node.CustomOptions.Span] : [],
            CustomOperators = operators,
        };
    }
}

using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>concat, split.</summary>
internal static class Joining
{
    public static readonly OperatorRow[] Rows = [new("concat", Concat), new("split", Split)];

    private static void Concat(OperatorContext op)
    {
        var inputs = new OnnxValue?[op.Node.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = op.Stored(i);
        }

        op.Result(op.Move("Concat", inputs, OnnxAttribute.Int("axis", op.Options<MLAxisAttributes>().Axis)));
    }

    private static void Split(OperatorContext op)
    {
        var attributes = op.Options<MLSplitAttributes>();
        var x = op.Stored(0);
        var results = op.Node.Outputs.Select(output => (x.Type, output.Shape)).ToArray();
        var parts = op.Graph.Add("Split", "", op.Node.Operator, [x, op.Graph.Integers(attributes.Sizes)], results, OnnxAttribute.Int("axis", attributes.Axis));
        for (var i = 0; i < parts.Length; i++)
        {
            op.Result(parts[i] with { Shifted = x.Shifted }, i);
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;

namespace WebNN.JavaScript;

/// <summary>A member of an options dictionary.</summary>
internal readonly record struct JavaScriptOption(string Name, string Value);

/// <summary>How a node is called in JavaScript: the specification's positional arguments, and of its options those that are not the default.</summary>
/// <param name="name">The variable of an operand.</param>
internal sealed class JavaScriptCall(MLNode node, Func<MLOperand, string> name)
{
    /// <summary>Whether the builder's method gives a sequence of operands.</summary>
    public static bool ReturnsList(MLNode node) => node.Operator is "split" or "gru" or "lstm" or "lstmCell";

    /// <summary>Required operands, and what else is no option.</summary>
    public ImmutableArray<string> Arguments => node.Operator switch
    {
        "concat" => [$"[{string.Join(", ", node.Inputs.Select(input => name(input!)))}]", Axis],
        "gru" or "lstm" => [.. Required, Text(node.Input(0).Shape[0]), HiddenSize],
        "gruCell" or "lstmCell" => [.. Required, HiddenSize],
        _ => [.. Required, .. Positional],
    };

    /// <summary>Optional operands, and the members of the options.</summary>
    public IReadOnlyList<JavaScriptOption> Options =>
        [.. OptionalOperands, .. JavaScriptOptions.Of(node), .. node.Label.Length > 0 ? new JavaScriptOption[] { new("label", Quoted(node.Label)) } : []];

    private IEnumerable<ParameterRule> Rules => node.Operator == "concat" ? [] : OperatorSignatures.Find(node.Operator).Inputs;

    private IEnumerable<string> Required => Rules.Zip(node.Inputs).Where(pair => !pair.First.Optional).Select(pair => name(pair.Second!));

    private IEnumerable<JavaScriptOption> OptionalOperands =>
        Rules.Zip(node.Inputs).Where(pair => pair.First.Optional && pair.Second is not null).Select(pair => new JavaScriptOption(pair.First.Name, name(pair.Second!)));

    private ImmutableArray<string> Positional => (node.Operator, node.Options) switch
    {
        ("cast", _) => [Quoted(node.Output.DataType.SpecificationName())],
        ("reshape" or "expand", _) => [Text(node.Output.Shape)],
        ("softmax", _) => [Axis],
        (_, MLArgMinMaxOptions o) => [Text(o.Axis)],
        (_, MLCumulativeSumOptions o) => [Text(o.Axis)],
        (_, MLPadOptions o) => [Text(o.Beginning), Text(o.Ending)],
        (_, MLSliceAttributes o) => [Text(o.Starts), Text(o.Sizes)],
        (_, MLSplitAttributes o) => [Text(o.Sizes)],
        (_, MLTileAttributes o) => [Text(o.Repetitions)],
        _ => [],
    };

    private string Axis => Text(((MLAxisAttributes)node.Options!).Axis);

    /// <summary>The last dimension of what the recurrent weight multiplies.</summary>
    private string HiddenSize => Text(node.Input(2).Shape[^1]);

    internal static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Text(ImmutableArray<int> values) => $"[{string.Join(", ", values)}]";

    /// <summary>A string of JavaScript, which JSON's are, too.</summary>
    internal static string Quoted(string value) => $"'{System.Text.Json.JsonEncodedText.Encode(value)}'";
}

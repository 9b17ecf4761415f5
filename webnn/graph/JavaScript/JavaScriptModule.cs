using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace WebNN.JavaScript;

/// <summary>
/// Writes a graph as a module of JavaScript that builds it with any implementation of WebNN, a browser's or Node.js'. Constants' bytes go to a
/// stream, one after the other, which the module is given as an ArrayBuffer.
/// </summary>
internal sealed class JavaScriptModule
{
    /// <summary>What an input's variable can't be called: the module's own names, the globals that it reads, and JavaScript's words.</summary>
    private static readonly FrozenSet<string> taken = (
        "build builder bytes context inputs outputs weights Infinity MLGraphBuilder NaN Uint8Array "
        + "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if "
        + "implements import in instanceof interface let new null package private protected public return static super switch this throw true try "
        + "typeof var void while with yield").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private readonly StringBuilder text = new();
    private readonly Dictionary<MLOperand, string> names = [];
    private readonly Stream weights;
    private long written;

    private JavaScriptModule(Stream weights) => this.weights = weights;

    public static string Of(MLGraphDefinition definition, Stream weights)
    {
        var module = new JavaScriptModule(weights);
        module.Write(definition);
        return module.text.ToString();
    }

    private void Write(MLGraphDefinition definition)
    {
        Line("// A WebNN graph (https://www.w3.org/TR/webnn/).");
        Ports("inputs", definition.Inputs);
        Ports("outputs", definition.Outputs);
        Line("/**");
        Line(" * @param {MLContext} context");
        Line(" * @param {ArrayBuffer} weights the bytes of the constants");
        Line(" * @returns {Promise<MLGraph>}");
        Line(" */");
        Line("export async function build(context, weights) {");
        Line("  const builder = new MLGraphBuilder(context);");
        Line("  const bytes = (offset, length) => new Uint8Array(weights, offset, length);");
        foreach (var (name, operand) in definition.Inputs)
        {
            Line($"  const {Declare(operand, name)} = builder.input({JavaScriptCall.Quoted(name)}, inputs[{JavaScriptCall.Quoted(name)}]);");
        }

        foreach (var node in definition.Nodes)
        {
            Write(node);
        }

        var results = definition.Outputs.Select(output => $"{JavaScriptCall.Quoted(output.Name)}: {Name(output.Operand)}");
        Line($"  return builder.build({{{string.Join(", ", results)}}});");
        Line("}");
    }

    private void Ports(string which, IEnumerable<MLNamedOperand> operands)
    {
        Line($"export const {which} = {{");
        foreach (var (name, operand) in operands)
        {
            Line($"  {JavaScriptCall.Quoted(name)}: {Descriptor(operand.Descriptor)},");
        }

        Line("};");
        Line("");
    }

    private void Write(MLNode node)
    {
        var call = new JavaScriptCall(node, Name);
        var arguments = call.Arguments;
        var options = call.Options;
        var all = options.Count == 0 ? arguments : [.. arguments, $"{{{string.Join(", ", options.Select(option => $"{option.Name}: {option.Value}"))}}}"];
        var results = node.Outputs.Select(output => Declare(output, "")).ToList();
        var declared = JavaScriptCall.ReturnsList(node) ? $"[{string.Join(", ", results)}]" : results[0];
        Line($"  const {declared} = builder.{node.Operator}({string.Join(", ", all)});");
    }

    /// <summary>The operand's variable; its own line first, where it is a constant that was not used before.</summary>
    private string Name(MLOperand operand)
    {
        if (names.TryGetValue(operand, out var known))
        {
            return known;
        }

        var data = operand.ConstantData!.Value;
        var name = Declare(operand, "");
        Line($"  const {name} = builder.constant({Descriptor(operand.Descriptor)}, bytes({written}, {data.Length}));");
        weights.Write(data.Span);
        written += data.Length;
        return name;
    }

    /// <summary>A variable of its own: an input's has its name, where that can be one.</summary>
    private string Declare(MLOperand operand, string wish)
    {
        var isName = wish.Length > 0 && char.IsAsciiLetter(wish[0]) && wish.All(char.IsAsciiLetterOrDigit) && !taken.Contains(wish);
        var name = isName ? wish : $"_{names.Count}";
        names.Add(operand, name);
        return name;
    }

    private static string Descriptor(MLOperandDescriptor descriptor) =>
        $"{{dataType: {JavaScriptCall.Quoted(descriptor.DataType.SpecificationName())}, shape: [{string.Join(", ", descriptor.Shape)}]}}";

    private void Line(string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
}

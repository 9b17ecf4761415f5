using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace WebNN;

/// <summary>The ranks that a tensor may have, both included (WebNN: <c>MLRankRange</c>).</summary>
public readonly record struct MLRankRange(int Min, int Max);

/// <summary>The types and ranks that a tensor may have in one place (WebNN: <c>MLTensorLimits</c>).</summary>
/// <param name="DataTypes">In the order of <see cref="MLOperandDataType"/>.</param>
public sealed record MLTensorLimits(ImmutableArray<MLOperandDataType> DataTypes, MLRankRange RankRange);

/// <summary>
/// What a context builds and runs (WebNN: <c>MLOpSupportLimits</c>, https://www.w3.org/TR/webnn/#api-mlcontext-opsupportlimits-dictionary): a graph
/// within these limits builds, an operand of another type is refused by the builder. The limits come from the rules by which the builder
/// validates, less what the backend refuses when it is asked.
/// </summary>
/// <remarks>
/// Types are those of the specification. Some browsers list int4 and uint4 too, which is an extension of theirs: WebNN has no operand of these
/// types here, so none is listed.
/// </remarks>
public sealed class MLOpSupportLimits
{
    internal MLOpSupportLimits(MLContext context)
    {
        var any = new MLTensorLimits([.. Enum.GetValues<MLOperandDataType>()], new(0, context.MaxRank));
        (PreferredInputLayout, Input, Constant, Output) = (context.PreferredInputLayout, any, any, any);
        Operations = OperatorSurvey.Of(context);
    }

    /// <summary>The layout of images in which convolutions and pools need the fewest conversions.</summary>
    public MLInputOperandLayout PreferredInputLayout { get; }

    /// <summary>The bytes that a tensor has at most.</summary>
    public long MaxTensorByteLength { get; } = MLOperandDescriptor.MaxByteLength;

    /// <summary>Of <see cref="MLGraphBuilder.Input"/>.</summary>
    public MLTensorLimits Input { get; }

    /// <summary>Of <see cref="MLGraphBuilder.Constant(MLOperandDescriptor, ReadOnlyMemory{byte})"/> and its siblings.</summary>
    public MLTensorLimits Constant { get; }

    /// <summary>Of <see cref="MLGraphBuilder.Build"/>.</summary>
    public MLTensorLimits Output { get; }

    /// <summary>
    /// By the specification's name of each operation that the context runs, and then by that of its operand or result: <c>filter</c>;
    /// <c>output</c>, or <c>output0</c> and so on where there are several, or <c>outputs</c> where there is a list.
    /// </summary>
    public FrozenDictionary<string, FrozenDictionary<string, MLTensorLimits>> Operations { get; }

    /// <summary>The limits as JSON, in the form of the specification's dictionary.</summary>
    public string ToJson()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("preferredInputLayout", PreferredInputLayout is MLInputOperandLayout.Nhwc ? "nhwc" : "nchw");
            json.WriteNumber("maxTensorByteLength", MaxTensorByteLength);
            Write(json, "input", Input);
            Write(json, "constant", Constant);
            Write(json, "output", Output);
            foreach (var (operation, parameters) in Operations.OrderBy(operation => operation.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(operation);
                foreach (var (parameter, limits) in parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
                {
                    Write(json, parameter, limits);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static void Write(Utf8JsonWriter json, string name, MLTensorLimits limits)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("dataTypes");
        foreach (var type in limits.DataTypes)
        {
            json.WriteStringValue(type.SpecificationName());
        }

        json.WriteEndArray();
        json.WriteStartObject("rankRange");
        json.WriteNumber("min", limits.RankRange.Min);
        json.WriteNumber("max", limits.RankRange.Max);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

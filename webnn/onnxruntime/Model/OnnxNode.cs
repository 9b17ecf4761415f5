using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Model;

/// <summary>One node of the ONNX graph.</summary>
/// <param name="Domain">Empty for ONNX's own operators.</param>
/// <param name="Name">Quoted by ONNX Runtime in its errors and profiles.</param>
/// <param name="Inputs">The names of values; empty for an optional one that is absent.</param>
internal sealed record OnnxNode(
    string Operator, string Domain, string Name, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs, ImmutableArray<OnnxAttribute> Attributes)
{
    /// <summary>The integers of an attribute.</summary>
    /// <param name="usual">Those of a node that has no such attribute.</param>
    public ImmutableArray<long> Integers(string name, params ImmutableArray<long> usual) => Find(name)?.Integers ?? usual;

    /// <summary>The floats of an attribute; empty where there is none of this name.</summary>
    public ImmutableArray<float> Floats(string name) => Find(name)?.Floats ?? [];

    /// <summary>The text or texts of an attribute; empty where there is none of this name.</summary>
    public ImmutableArray<string> Texts(string name) => Find(name)?.Texts ?? [];

    /// <param name="usual">Where there is no such attribute.</param>
    public long Integer(string name, long usual) => Integers(name) is [var value] ? value : usual;

    /// <param name="usual">Where there is no such attribute.</param>
    public float Float(string name, float usual) => Floats(name) is [var value] ? value : usual;

    private OnnxAttribute? Find(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name)
            {
                return attribute;
            }
        }

        return null;
    }
}

/// <summary>An attribute of a node: one integer, float or string, or a list of integers, floats or strings.</summary>
internal readonly record struct OnnxAttribute(
    string Name, OrtAttributeType Type, ImmutableArray<long> Integers, ImmutableArray<float> Floats, ImmutableArray<string> Texts)
{
    public static OnnxAttribute Int(string name, long value) => new(name, OrtAttributeType.Int, [value], [], []);

    public static OnnxAttribute Bool(string name, bool value) => Int(name, value ? 1 : 0);

    public static OnnxAttribute Ints(string name, params ReadOnlySpan<long> values) => new(name, OrtAttributeType.Ints, [.. values], [], []);

    public static OnnxAttribute Ints(string name, ImmutableArray<int> values) => new(name, OrtAttributeType.Ints, [.. values.Select(value => (long)value)], [], []);

    public static OnnxAttribute FloatList(string name, params ReadOnlySpan<float> values) => new(name, OrtAttributeType.Floats, [], [.. values], []);

    public static OnnxAttribute Float(string name, float value) => new(name, OrtAttributeType.Float, [], [value], []);

    public static OnnxAttribute String(string name, string value) => new(name, OrtAttributeType.String, [], [], [value]);

    public static OnnxAttribute Strings(string name, ImmutableArray<string> values) => new(name, OrtAttributeType.Strings, [], [], values);

    public override string ToString() => $"{Name}={Type switch
    {
        OrtAttributeType.Int => Integers[0].ToString(System.Globalization.CultureInfo.InvariantCulture),
        OrtAttributeType.Ints => $"[{string.Join(',', Integers)}]",
        OrtAttributeType.Float => Floats[0].ToString(System.Globalization.CultureInfo.InvariantCulture),
        OrtAttributeType.Floats => $"[{string.Join(',', Floats.Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)))}]",
        OrtAttributeType.Strings => $"[{string.Join(',', Texts)}]",
        _ => Texts[0],
    }}";
}

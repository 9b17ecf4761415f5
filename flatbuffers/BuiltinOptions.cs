using System.Collections.Immutable;

namespace WebNN.FlatBuffers;

/// <summary>How a window meets the border: as much padding as keeps the size (divided by the stride), or none.</summary>
public enum Padding
{
    Same = 0,
    Valid = 1,
}

/// <summary>What an operator applies to its result.</summary>
public enum Activation
{
    None = 0,
    Relu = 1,
    ReluN1To1 = 2,
    Relu6 = 3,
    Tanh = 4,
    SignBit = 5,
}

/// <summary>
/// An operator's own fields, for <see cref="ModelWriter"/>. To add one: a line in TypedOptions.cs, with its fields in the schema's order.
/// </summary>
/// <param name="Type">The number in the schema's union.</param>
public abstract record BuiltinOptions(BuiltinOptionsType Type)
{
    /// <summary>The number in whichever union the table is a member of.</summary>
    internal virtual byte Number => (byte)Type;

    /// <summary>Whether it is a member of the second union, which newer operators use; then <see cref="Type"/> is none.</summary>
    internal virtual bool IsSecondUnion => false;

    /// <summary>The values, field 0 first.</summary>
    internal abstract OptionField[] Fields { get; }
}

/// <summary>A table without fields, or with all at their defaults.</summary>
public sealed record EmptyOptions(BuiltinOptionsType Type) : BuiltinOptions(Type)
{
    internal override OptionField[] Fields => [];
}

/// <summary>One value in an options table; its size is the schema's.</summary>
internal readonly record struct OptionField(FlatValue? Value)
{
    /// <summary>A field that is left out: a deprecated one.</summary>
    public static OptionField Absent { get; }

    public static implicit operator OptionField(int value) => new(FlatValue.Int32(value));

    public static implicit operator OptionField(string value) => new(FlatValue.String(value));

    public static implicit operator OptionField(float value) => new(FlatValue.Single(value));

    public static implicit operator OptionField(bool value) => new(FlatValue.Byte(value ? (byte)1 : (byte)0));

    public static implicit operator OptionField(Padding value) => new(FlatValue.Byte((byte)value));

    public static implicit operator OptionField(Activation value) => new(FlatValue.Byte((byte)value));

    public static implicit operator OptionField(TensorType value) => new(FlatValue.Byte((byte)value));

    public static implicit operator OptionField(ImmutableArray<float> values) => new(FlatValue.Vector<float>(values.AsSpan()));

    public static implicit operator OptionField(ImmutableArray<long> values) => new(FlatValue.Vector<long>(values.AsSpan()));

    public static implicit operator OptionField(ImmutableArray<int> values) => new(FlatValue.Vector<int>(values.AsSpan()));
}

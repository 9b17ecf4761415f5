using System.Collections.Immutable;

namespace WebNN;

/// <summary>Type and shape of an operand (WebNN: <c>MLOperandDescriptor</c>). Every dimension is at least 1; rank 0 is a scalar.</summary>
public sealed class MLOperandDescriptor : IEquatable<MLOperandDescriptor>
{
    /// <exception cref="ArgumentException">A dimension is below 1, or the byte length does not fit in 63 bits.</exception>
    public MLOperandDescriptor(MLOperandDataType dataType, params ReadOnlySpan<int> shape)
    {
        DataType = dataType;
        Shape = [.. shape];
        long elements = 1;
        foreach (var dimension in shape)
        {
            if (dimension < 1)
            {
                throw new ArgumentException($"shape [{string.Join(',', Shape)}] has dimension {dimension}; WebNN needs at least 1");
            }

            try
            {
                elements = checked(elements * dimension);
            }
            catch (OverflowException)
            {
                throw new ArgumentException($"shape [{string.Join(',', Shape)}] has too many elements");
            }
        }

        ElementCount = elements;
        if (elements > long.MaxValue / dataType.ByteSize())
        {
            throw new ArgumentException($"shape [{string.Join(',', Shape)}] has too many elements");
        }
    }

    public MLOperandDataType DataType { get; }

    public ImmutableArray<int> Shape { get; }

    public int Rank => Shape.Length;

    public long ElementCount { get; }

    public long ByteLength => ElementCount * DataType.ByteSize();

    public MLOperandDescriptor WithType(MLOperandDataType type) => new(type, Shape.AsSpan());

    public MLOperandDescriptor WithShape(params ReadOnlySpan<int> shape) => new(DataType, shape);

    public bool Equals(MLOperandDescriptor? other) =>
        other is not null && DataType == other.DataType && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as MLOperandDescriptor);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(DataType);
        foreach (var dimension in Shape)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    /// <summary>The text form, for example <c>f32[1,224,224,3]</c>.</summary>
    public override string ToString() => $"{DataType.ShortName()}[{string.Join(',', Shape)}]";
}

using System.Collections.Immutable;

namespace WebNN;

/// <summary>Type and shape of an operand (WebNN: <c>MLOperandDescriptor</c>). Every dimension is at least 1; rank 0 is a scalar.</summary>
public sealed class MLOperandDescriptor : IEquatable<MLOperandDescriptor>
{
    /// <summary>The bytes that a tensor has at most (WebNN: <c>maxTensorByteLength</c>).</summary>
    public const long MaxByteLength = int.MaxValue;

    /// <exception cref="ArgumentException">A dimension is below 1, or the byte length above <see cref="MaxByteLength"/>.</exception>
    public MLOperandDescriptor(MLOperandDataType dataType, params ReadOnlySpan<int> shape)
    {
        DataType = dataType;
        Shape = [.. shape];
        var (elements, most) = (1L, MaxByteLength / dataType.ByteSize());
        foreach (var dimension in shape)
        {
            if (dimension < 1)
            {
                throw new ArgumentException($"shape [{string.Join(',', Shape)}] has dimension {dimension}; WebNN needs at least 1");
            }

            // Both factors are below 2^31.
            elements *= dimension;
            if (elements > most)
            {
                throw new ArgumentException($"{dataType.ShortName()}[{string.Join(',', Shape)}] is too large (expected at most {MaxByteLength} bytes)");
            }
        }

        ElementCount = elements;
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

using WebNN.Node.Interop;

namespace WebNN.Node;

/// <summary>The arguments of one call from JavaScript. lib/ has converted and checked them; what is of another kind is a TypeError.</summary>
internal readonly ref struct Arguments(nint env, ReadOnlySpan<nint> values)
{
    private readonly ReadOnlySpan<nint> values = values;

    public nint Env { get; } = env;

    public int Count => values.Length;

    public nint Value(int index) => index < values.Length ? values[index] : throw new ArgumentException($"there is no argument {index}");

    public double Double(int index) => Values.Double(Env, Value(index));

    public int Int32(int index) => CallReader.Integer(Double(index), $"argument {index}");

    public bool Boolean(int index) => Values.Boolean(Env, Value(index));

    public string String(int index) => Values.String(Env, Value(index));

    /// <summary>Null for an empty text.</summary>
    public string? OptionalString(int index) => String(index) is { Length: > 0 } text ? text : null;

    public Span<byte> Bytes(int index) => Values.Bytes(Env, Value(index));

    public Span<double> Doubles(int index) => Values.Doubles(Env, Value(index));

    public T Object<T>(int index) where T : class => Values.Unwrap<T>(Env, Value(index));

    /// <summary>A type, and at the next index its shape.</summary>
    public MLOperandDescriptor Descriptor(int index) => new((MLOperandDataType)Int32(index), Dimensions(index + 1));

    /// <summary>A Float64Array of dimensions.</summary>
    public int[] Dimensions(int index)
    {
        var dimensions = Doubles(index);
        var shape = new int[dimensions.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = CallReader.Integer(dimensions[i], $"dimension {i}");
        }

        return shape;
    }
}

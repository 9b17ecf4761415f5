using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Model;

/// <summary>A tensor of the ONNX graph under construction.</summary>
/// <param name="Name">Unique in the graph.</param>
internal sealed record OnnxValue(string Name, OrtElementType Type, ImmutableArray<int> Shape)
{
    /// <summary>
    /// True where this <see cref="OrtElementType.UInt8"/> tensor stands for a WebNN int8 one, each element 128 higher. Integer kernels
    /// of ONNX Runtime are fast on u8 activations only.
    /// </summary>
    public bool Shifted { get; init; }

    /// <summary>For an input: the channels that the caller's pixels have, where <see cref="Shape"/> has more; 0 where they are equal.</summary>
    public int CallerChannels { get; init; }

    /// <summary>The elements of a constant; null for a tensor that is computed or fed.</summary>
    public HostData? Data { get; init; }

    public int Rank => Shape.Length;

    public long Count => Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <summary>The first element of a constant.</summary>
    public T Scalar<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(Data!.Bytes.Span);

    /// <summary>For errors: <c>UInt8[1,8,8,3]</c>.</summary>
    public override string ToString() => $"{Type}[{string.Join(',', Shape)}]";
}

/// <summary>
/// The bytes of a constant, made when first needed: asking whether an operator is supported must not move its weights. Large ones are kept
/// only while somebody reads them: the next form that they are made into is what stays.
/// </summary>
/// <param name="moved">What they are made of, where that is a change of order alone.</param>
internal sealed class HostData(Func<ReadOnlyMemory<byte>> make, MovedAxes? moved = null)
{
    private const int Large = 1 << 16;

    private readonly WeakReference<byte[]> large = new([]);
    private int start;
    private int length;
    private ReadOnlyMemory<byte>? bytes;

    /// <summary>Bytes that exist already: the caller's own, used in place.</summary>
    public HostData(ReadOnlyMemory<byte> bytes)
        : this(() => bytes) => this.bytes = bytes;

    public ReadOnlyMemory<byte> Bytes => bytes ?? (large.TryGetTarget(out var made) && made.Length > 0 ? made.AsMemory(start, length) : Make());

    /// <summary>
    /// The elements as they lie before their axes are moved, for readers that go by strides: each axis' own, in elements. Weights that are packed next
    /// are moved once so, not twice.
    /// </summary>
    /// <param name="shape">Of these data.</param>
    public (ReadOnlyMemory<byte> Bytes, int[] Strides) InPlace(ImmutableArray<int> shape)
    {
        if (moved is null)
        {
            return (Bytes, Strides(shape));
        }

        var strides = Strides(moved.Shape);
        return (moved.Source.Bytes, [.. moved.Permutation.Select(axis => strides[axis])]);
    }

    /// <summary>Elements from one to the next along each axis, in rows.</summary>
    public static int[] Strides(ImmutableArray<int> shape)
    {
        var strides = new int[shape.Length];
        for (var (axis, stride) = (shape.Length - 1, 1); axis >= 0; stride *= shape[axis--])
        {
            strides[axis] = stride;
        }

        return strides;
    }

    private ReadOnlyMemory<byte> Make()
    {
        var made = make();
        if (made.Length < Large || !MemoryMarshal.TryGetArray(made, out var segment))
        {
            bytes = made;
            return made;
        }

        (start, length) = (segment.Offset, segment.Count);
        large.SetTarget(segment.Array!);
        return made;
    }
}

/// <summary>Axis i is axis <c>Permutation[i]</c> of other data.</summary>
/// <param name="Shape">Of the other data.</param>
internal sealed record MovedAxes(HostData Source, ImmutableArray<int> Shape, ImmutableArray<int> Permutation);

/// <summary>What the two type systems call the same thing.</summary>
internal static class OnnxTypes
{
    public static OrtElementType Of(MLOperandDataType type) => type switch
    {
        MLOperandDataType.Float32 => OrtElementType.Float,
        MLOperandDataType.Float16 => OrtElementType.Float16,
        MLOperandDataType.Int32 => OrtElementType.Int32,
        MLOperandDataType.Uint32 => OrtElementType.UInt32,
        MLOperandDataType.Int64 => OrtElementType.Int64,
        MLOperandDataType.Uint64 => OrtElementType.UInt64,
        MLOperandDataType.Int8 => OrtElementType.Int8,
        MLOperandDataType.Uint8 => OrtElementType.UInt8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a WebNN data type"),
    };

    /// <summary>Bytes of an element.</summary>
    public static int ByteSize(this OrtElementType type) => type switch
    {
        OrtElementType.Int64 or OrtElementType.UInt64 or OrtElementType.Double => 8,
        OrtElementType.Float or OrtElementType.Int32 or OrtElementType.UInt32 => 4,
        OrtElementType.Float16 => 2,
        _ => 1,
    };

    public static bool IsFloat(this OrtElementType type) => type is OrtElementType.Float or OrtElementType.Float16;
}

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace WebNN;

/// <summary>
/// A number for an element of any type (WebNN: <c>MLNumber</c>): an integer of any size, kept exactly, or a double. It becomes an element by
/// <see cref="Cast"/>.
/// </summary>
public readonly struct MLNumber : IEquatable<MLNumber>
{
    private readonly double real;
    private readonly BigInteger? integer;

    private MLNumber(double value) => real = value;

    private MLNumber(BigInteger value) => integer = value;

    /// <summary>Whether it is kept as an integer, as JavaScript's bigint is.</summary>
    public bool IsInteger => integer is not null;

    public bool IsNaN => double.IsNaN(real);

    public static implicit operator MLNumber(double value) => new(value);

    public static implicit operator MLNumber(int value) => new(new BigInteger(value));

    public static implicit operator MLNumber(uint value) => new(new BigInteger(value));

    public static implicit operator MLNumber(long value) => new(new BigInteger(value));

    public static implicit operator MLNumber(ulong value) => new(new BigInteger(value));

    public static implicit operator MLNumber(BigInteger value) => new(value);

    public static bool operator ==(MLNumber left, MLNumber right) => left.Equals(right);

    public static bool operator !=(MLNumber left, MLNumber right) => !left.Equals(right);

    /// <summary>The nearest double.</summary>
    public double ToDouble() => integer is not { } exact ? real : IsLong(exact) ? (long)exact : double.Parse(Digits(exact), CultureInfo.InvariantCulture);

    /// <summary>
    /// The number that an element of <paramref name="type"/> gets (https://www.w3.org/TR/webnn/#algorithms-casting). A float is the nearest one,
    /// an infinity beyond its range; an integer ends at its type's limits, halves go to the even neighbour, and what is no number becomes 0.
    /// </summary>
    public MLNumber Cast(MLOperandDataType type) => type switch
    {
        MLOperandDataType.Float32 => new((double)(integer is { } exact ? float.Parse(Digits(exact), CultureInfo.InvariantCulture) : (float)real)),
        MLOperandDataType.Float16 => new((double)(integer is { } exact ? Half.Parse(Digits(exact), CultureInfo.InvariantCulture) : (Half)real)),
        MLOperandDataType.Int32 => Within(int.MinValue, int.MaxValue),
        MLOperandDataType.Uint32 => Within(uint.MinValue, uint.MaxValue),
        MLOperandDataType.Int64 => Within(long.MinValue, long.MaxValue),
        MLOperandDataType.Uint64 => Within(ulong.MinValue, ulong.MaxValue),
        MLOperandDataType.Int8 => Within(sbyte.MinValue, sbyte.MaxValue),
        MLOperandDataType.Uint8 => Within(byte.MinValue, byte.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a WebNN data type"),
    };

    /// <summary>The element that <see cref="Cast"/> makes, as its bytes.</summary>
    public byte[] ToBytes(MLOperandDataType type)
    {
        var cast = Cast(type);
        var bytes = new byte[type.ByteSize()];
        switch (type)
        {
            case MLOperandDataType.Float32: MemoryMarshal.Write(bytes, (float)cast.real); break;
            case MLOperandDataType.Float16: MemoryMarshal.Write(bytes, (Half)cast.real); break;
            case MLOperandDataType.Int32: MemoryMarshal.Write(bytes, (int)cast.integer!.Value); break;
            case MLOperandDataType.Uint32: MemoryMarshal.Write(bytes, (uint)cast.integer!.Value); break;
            case MLOperandDataType.Int64: MemoryMarshal.Write(bytes, (long)cast.integer!.Value); break;
            case MLOperandDataType.Uint64: MemoryMarshal.Write(bytes, (ulong)cast.integer!.Value); break;
            case MLOperandDataType.Int8: MemoryMarshal.Write(bytes, (sbyte)cast.integer!.Value); break;
            default: MemoryMarshal.Write(bytes, (byte)cast.integer!.Value); break;
        }

        return bytes;
    }

    /// <summary>Two integers are compared exactly, other numbers as doubles.</summary>
    public bool Equals(MLNumber other) => integer is { } a && other.integer is { } b ? a == b : ToDouble().Equals(other.ToDouble());

    public override bool Equals(object? obj) => obj is MLNumber other && Equals(other);

    public override int GetHashCode() => ToDouble().GetHashCode();

    public override string ToString() => integer is { } exact ? Digits(exact) : real.ToString(CultureInfo.InvariantCulture);

    /// <summary>In the digits that an element of this type needs: 0.1 rather than 0.10000000149011612.</summary>
    internal string ToString(MLOperandDataType type) => type switch
    {
        MLOperandDataType.Float32 => ((float)ToDouble()).ToString(CultureInfo.InvariantCulture),
        MLOperandDataType.Float16 => ((Half)ToDouble()).ToString(CultureInfo.InvariantCulture),
        _ => ToString(),
    };

    /// <summary>False where either is no number.</summary>
    internal static bool IsAbove(MLNumber left, MLNumber right) =>
        left.integer is { } a && right.integer is { } b ? a > b : left.ToDouble() > right.ToDouble();

    private MLNumber Within(BigInteger lowest, BigInteger highest)
    {
        if (integer is { } exact)
        {
            return new(BigInteger.Clamp(exact, lowest, highest));
        }

        return double.IsNaN(real) ? new MLNumber(BigInteger.Zero)
            : double.IsInfinity(real) ? new MLNumber(real < 0 ? lowest : highest)
            : new MLNumber(BigInteger.Clamp(new BigInteger(Math.Round(real, MidpointRounding.ToEven)), lowest, highest));
    }

    /// <summary>Nearly all are, and .NET takes milliseconds to write its first one that is not.</summary>
    private static bool IsLong(BigInteger value) => value >= long.MinValue && value <= long.MaxValue;

    private static string Digits(BigInteger value) => IsLong(value) ? ((long)value).ToString(CultureInfo.InvariantCulture) : value.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebNN.Conformance;

/// <summary>A tensor of a case: its descriptor, and its elements in pinned memory.</summary>
public sealed class TensorData
{
    /// <summary>What an element that is null stands for: JSON has no infinities. The cases that had them hold with either sign.</summary>
    internal const double Lost = double.NegativeInfinity;

    /// <summary>Zeros.</summary>
    public TensorData(MLOperandDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        Descriptor = descriptor;
        Bytes = GC.AllocateArray<byte>(checked((int)descriptor.ByteLength), pinned: true);
    }

    public MLOperandDescriptor Descriptor { get; }

    public byte[] Bytes { get; }

    /// <summary>The bytes for a graph to compute on, while this object is referred to.</summary>
    public MLBuffer Buffer => new(Marshal.UnsafeAddrOfPinnedArrayElement(Bytes, 0), (nuint)Bytes.Length);

    /// <summary>Reads <c>{"data": …, "descriptor": {"shape": …, "dataType": …}}</c>. One number fills the whole tensor.</summary>
    public static TensorData Read(JsonElement json)
    {
        var tensor = new TensorData(Describe(json.GetProperty("descriptor")));
        var data = json.GetProperty("data");
        switch (tensor.Descriptor.DataType)
        {
            case MLOperandDataType.Float32: tensor.Fill(data, number => (float)Real(number)); break;
            case MLOperandDataType.Float16: tensor.Fill(data, number => (Half)Real(number)); break;
            case MLOperandDataType.Int32: tensor.Fill(data, Integer<int>); break;
            case MLOperandDataType.Uint32: tensor.Fill(data, Integer<uint>); break;
            case MLOperandDataType.Int64: tensor.Fill(data, Integer<long>); break;
            case MLOperandDataType.Uint64: tensor.Fill(data, Integer<ulong>); break;
            case MLOperandDataType.Int8: tensor.Fill(data, Integer<sbyte>); break;
            default: tensor.Fill(data, Integer<byte>); break;
        }

        return tensor;
    }

    public static MLOperandDataType Type(string name) => Enum.TryParse<MLOperandDataType>(name, ignoreCase: true, out var type)
        ? type
        : throw new InvalidDataException($"'{name}' is not a data type of WebNN");

    public ReadOnlySpan<T> Elements<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    private static MLOperandDescriptor Describe(JsonElement json) => new(
        Type(json.GetProperty("dataType").GetString()!), [.. json.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32())]);

    private static double Real(JsonElement number) => number.ValueKind switch
    {
        JsonValueKind.Null => Lost,
        JsonValueKind.String => double.Parse(number.GetString()!, CultureInfo.InvariantCulture),
        _ => number.GetDouble(),
    };

    /// <summary>Integers beyond a double's reach are strings, with the suffix of a JavaScript BigInt.</summary>
    private static T Integer<T>(JsonElement number) where T : unmanaged, INumber<T> => T.CreateChecked(
        number.ValueKind == JsonValueKind.String
            ? BigInteger.Parse(number.GetString()!.TrimEnd('n'), CultureInfo.InvariantCulture)
            : (BigInteger)number.GetDecimal());

    private void Fill<T>(JsonElement data, Func<JsonElement, T> read) where T : unmanaged
    {
        var elements = MemoryMarshal.Cast<byte, T>(Bytes.AsSpan());
        if (data.ValueKind != JsonValueKind.Array)
        {
            elements.Fill(read(data));
            return;
        }

        if (data.GetArrayLength() != elements.Length)
        {
            throw new InvalidDataException($"{Descriptor} has {data.GetArrayLength()} elements");
        }

        var i = 0;
        foreach (var number in data.EnumerateArray())
        {
            elements[i++] = read(number);
        }
    }
}

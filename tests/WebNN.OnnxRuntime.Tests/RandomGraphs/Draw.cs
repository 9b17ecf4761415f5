using System.Runtime.InteropServices;

namespace WebNN.OnnxRuntime.Tests.RandomGraphs;

/// <summary>What a constant or an input of a random graph may hold.</summary>
internal enum Elements
{
    /// <summary>Anything: extremes, infinities, NaN.</summary>
    Any,

    /// <summary>No zero: divisors, of which an integer one that is 0 ends a run.</summary>
    NotZero,

    /// <summary>Finite and more than 0: scales.</summary>
    Positive,
}

/// <summary>
/// Draws what operators are called with: mostly what the specification allows, close to its limits, and now and then what it does not.
/// Everything comes from one seed.
/// </summary>
internal sealed class Draw(int seed, MLGraphBuilder builder)
{
    private const int MostElements = 4096;
    private const int PercentLinked = 75;

    private static readonly MLOperandDataType[] types = Enum.GetValues<MLOperandDataType>();
    private static readonly int[] extremes = [int.MinValue, -65536, -2, -1, 0, 1, 2, 9, 46341, 65536, 1 << 20, 1 << 30, int.MaxValue - 1, int.MaxValue];
    private static readonly double[] numbers =
    [
        0, 1, -1, 0.5, -0.25, 6, 127, 128, -129, 255, 256, 32768, 65504, 1e-5, 1e-45, -1e10, 1e10, 1e38, 1e300, -1e300,
        2147483647, 2147483648, -2147483649, 4294967296, 9007199254740993, 9223372036854775807, -9223372036854775808, 18446744073709551615,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue,
    ];

    private static readonly double[] reals = [0, -0.0, 1, -1, 0.5, -2.5, 3, 88, -88, 1e-40, 65504, 3e38, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    private readonly Random random = new(seed);
    private readonly List<MLOperand> results = [];
    private readonly Dictionary<string, (MLOperandDescriptor Descriptor, byte[] Data)> feeds = [];

    public MLGraphBuilder Builder { get; } = builder;

    /// <summary>The inputs' bytes, by their names.</summary>
    public IReadOnlyDictionary<string, (MLOperandDescriptor Descriptor, byte[] Data)> Feeds => feeds;

    /// <summary>Whether dimensions are up to 2^31-1, and operands have no bytes.</summary>
    public bool Huge { get; init; }

    /// <summary>Whether all elements are small and finite.</summary>
    public bool Tame { get; init; }

    /// <summary>Whether operands mostly are results of before, with their types and shapes.</summary>
    public bool Linked { get; init; }

    /// <summary>How many of a hundred options are out of the ordinary: few, so that most calls are allowed, or many, so that some allowed ones are odd.</summary>
    public int Oddity { get; } = (seed % 4) switch { 0 => 1, 3 => 12, _ => 3 };

    public bool Chance(int percent) => random.Next(100) < percent;

    public int Below(int limit) => random.Next(limit);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    /// <summary>The value, or now and then an extreme one.</summary>
    public int Odd(int value) => Chance(Oddity) ? Of<int>(extremes) : value;

    public bool Flip() => Chance(50);

    public double Number() => Chance(60) ? Math.Round((random.NextDouble() - 0.5) * 16, 2) : Of<double>(numbers);

    public float Single() => (float)Number();

    public T Choice<T>() where T : struct, Enum => Chance(Oddity) ? (T)Enum.ToObject(typeof(T), 99) : Of<T>(Enum.GetValues<T>());

    /// <summary>One of the types, or now and then any.</summary>
    public MLOperandDataType Type(params ReadOnlySpan<MLOperandDataType> allowed)
    {
        if (Linked && results.Count > 0 && Chance(PercentLinked) && Of<MLOperand>([.. results]).DataType is var known && (allowed.IsEmpty || allowed.Contains(known)))
        {
            return known;
        }

        return allowed.IsEmpty || Chance(Oddity) ? Of<MLOperandDataType>(types) : Of(allowed);
    }

    public MLOperandDataType Float() => Type(MLOperandDataType.Float32, MLOperandDataType.Float32, MLOperandDataType.Float16);

    public int Dimension() => Huge
        ? Of(1, 1, 1, 1, 2, 3, 46341, 65536, 1 << 20, (1 << 29) - 1, 1 << 30, int.MaxValue / 2, int.MaxValue)
        : Of(1, 1, 1, 2, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33, 64);

    public int Rank(int least = 0) => Math.Max(least, Of(0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 8, 9));

    public int[] Shape(int rank)
    {
        if (Linked && Chance(PercentLinked) && results.Find(result => result.Rank == rank) is { } known)
        {
            return [.. known.Shape];
        }

        var (shape, count) = (new int[rank], 1L);
        for (var i = 0; i < rank; i++)
        {
            var dimension = Dimension();
            shape[i] = Huge || count * dimension <= MostElements ? dimension : 1;
            count = Math.Min(count * shape[i], int.MaxValue);
        }

        random.Shuffle(shape);
        return shape;
    }

    /// <summary>A shape that broadcasts with another: some axes in front left out, some others 1.</summary>
    public int[] Broadcastable(ReadOnlySpan<int> shape)
    {
        int[] result = [.. shape[Of(0, 0, Below(shape.Length + 1))..]];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = Chance(20) ? 1 : Odd(result[i]);
        }

        return result;
    }

    /// <summary>An axis of a rank; of rank 0, none is right.</summary>
    public int Axis(int rank) => Odd(Below(Math.Max(rank, 1)));

    public int[] Axes(int rank, int count)
    {
        var axes = Enumerable.Range(0, rank).ToArray();
        random.Shuffle(axes);
        return [.. axes.Take(count).Select(Odd)];
    }

    /// <summary>A constant, an input, or a result of before, reshaped.</summary>
    public MLOperand Operand(MLOperandDataType type, ReadOnlySpan<int> shape, Elements elements = Elements.Any)
    {
        var descriptor = new MLOperandDescriptor(type, shape);
        if (Huge)
        {
            return Builder.Input($"x{feeds.Count}", Fed(descriptor, []));
        }

        if (elements is Elements.Any && Chance(Linked ? PercentLinked : 40) && results.Find(result => result.DataType == type && result.Descriptor.ElementCount == descriptor.ElementCount) is { } known)
        {
            return known.Descriptor.Equals(descriptor) ? known : Builder.Reshape(known, shape);
        }

        if (descriptor.ElementCount > 1 << 20)
        {
            throw new ArgumentException($"{descriptor} is too large for a test");
        }

        var data = Data(descriptor, elements);
        return Chance(35) ? Builder.Constant(descriptor, data) : Builder.Input($"x{feeds.Count}", Fed(descriptor, data));
    }

    public MLOperand? Optional(MLOperandDataType type, params ReadOnlySpan<int> shape) => Flip() ? Operand(type, shape) : null;

    /// <summary>Makes results available to later operators.</summary>
    public void Remember(IEnumerable<MLOperand> operands)
    {
        results.AddRange(operands);
        random.Shuffle(CollectionsMarshal.AsSpan(results));
    }

    private MLOperandDescriptor Fed(MLOperandDescriptor descriptor, byte[] data)
    {
        feeds.Add($"x{feeds.Count}", (descriptor, data));
        return descriptor;
    }

    private byte[] Data(MLOperandDescriptor descriptor, Elements elements)
    {
        var bytes = new byte[descriptor.ByteLength];
        random.NextBytes(bytes);
        var tame = Flip() || Tame;
        switch (descriptor.DataType)
        {
            case MLOperandDataType.Float32: Fill<float>(bytes, () => (float)Real(elements, tame)); break;
            case MLOperandDataType.Float16: Fill<Half>(bytes, () => (Half)Real(elements, tame)); break;
            case MLOperandDataType.Int32: Fill<int>(bytes, () => (int)Integer(elements, tame)); break;
            case MLOperandDataType.Uint32: Fill<uint>(bytes, () => (uint)Integer(elements, tame)); break;
            case MLOperandDataType.Int64: Fill<long>(bytes, () => Integer(elements, tame)); break;
            case MLOperandDataType.Uint64: Fill<ulong>(bytes, () => (ulong)Integer(elements, tame)); break;
            default: Fill<byte>(bytes, () => (byte)Integer(elements, tame)); break;
        }

        return bytes;
    }

    private double Real(Elements elements, bool tame) => elements is Elements.Positive
        ? Of(0.02, 0.5, 1, 3)
        : tame || Chance(80) ? (random.NextDouble() * 10) - (elements is Elements.NotZero ? 11 : 5) : Of<double>(reals);

    private long Integer(Elements elements, bool tame)
    {
        var value = elements is Elements.Positive ? random.Next(1, 9) : tame ? random.Next(-3, 4) : Chance(70) ? random.NextInt64() >> random.Next(64) : Of<int>(extremes);

        // Not 0 in its lowest byte, and so in no type.
        return elements is Elements.NotZero && (byte)value == 0 ? value + 1 : value;
    }

    private static void Fill<T>(byte[] bytes, Func<T> next) where T : unmanaged
    {
        foreach (ref var element in MemoryMarshal.Cast<byte, T>(bytes.AsSpan()))
        {
            element = next();
        }
    }
}

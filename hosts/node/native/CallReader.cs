using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace WebNN.Node;

/// <summary>
/// Reads the arguments of an operator in the order in which lib/operators.js wrote them: a method's parameters, then the members of its
/// dictionary by name. -1 stands for what is absent.
/// </summary>
/// <param name="operator">For messages, as is the label.</param>
internal ref struct CallReader(ReadOnlySpan<double> numbers, List<MLOperand> operands, string @operator, string label)
{
    private const double Absent = -1;

    /// <summary>Stands before a number where there could be a list.</summary>
    private const double Single = -2;

    private readonly List<MLOperand> operands = operands;
    private ReadOnlySpan<double> numbers = numbers;

    /// <summary>A number that lib/ has brought into the range of 32 bits; dimensions and the like have no use for the last.</summary>
    /// <exception cref="ArgumentException">It is above 2^31 - 1.</exception>
    public static int Integer(double value, string what) => IsInteger(value) ? (int)value : throw new ArgumentException(OutOfRange(value, what));

    /// <summary>What an operator's own reading of its arguments throws.</summary>
    public readonly ArgumentException Refusal(string reason) => new($"{MLNode.SubjectOf(@operator, label)}: {reason}");

    public double Double()
    {
        var value = numbers[0];
        numbers = numbers[1..];
        return value;
    }

    public int Integer() => Integer(Double());

    public bool Boolean() => Double() != 0;

    public T Enumeration<T>() where T : struct, Enum => Unsafe.BitCast<int, T>(Integer());

    public MLOperand Operand() => OptionalOperand() ?? throw Refusal("an operand is missing");

    public MLOperand? OptionalOperand()
    {
        var number = (int)Double();
        return number < 0 ? null : operands[number];
    }

    public MLOperand[] Operands()
    {
        var list = new MLOperand[Integer()];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = Operand();
        }

        return list;
    }

    /// <summary>Null where the list is absent.</summary>
    public double[]? Doubles()
    {
        var count = Double();
        if (count == Absent)
        {
            return null;
        }

        var list = numbers[..(int)count].ToArray();
        numbers = numbers[(int)count..];
        return list;
    }

    /// <summary>Null where the list is absent.</summary>
    public int[]? Integers()
    {
        if (Doubles() is not { } list)
        {
            return null;
        }

        var integers = new int[list.Length];
        for (var i = 0; i < list.Length; i++)
        {
            integers[i] = Integer(list[i]);
        }

        return integers;
    }

    /// <inheritdoc cref="Integers"/>
    public ImmutableArray<int>? Axes() => Integers() is { } list ? [.. list] : null;

    /// <summary>Null where the pair is absent.</summary>
    /// <exception cref="ArgumentException">The list has another length.</exception>
    public Size2D? Pair(string name) => Integers() switch
    {
        null => null,
        [var height, var width] => new(height, width),
        var list => throw Refusal($"{name} needs 2 numbers; got {list.Length}"),
    };

    /// <inheritdoc cref="Pair"/>
    public Padding2D Padding() => Integers() switch
    {
        null => default,
        [var top, var bottom, var left, var right] => new(top, bottom, left, right),
        var list => throw Refusal($"padding needs 4 numbers; got {list.Length}"),
    };

    /// <summary>The sizes of parts along an axis; or the number of equal parts, and no sizes.</summary>
    public (int[]? Sizes, int Count) Parts()
    {
        if (numbers[0] != Single)
        {
            return (Integers(), 0);
        }

        Double();
        return (null, Integer());
    }

    /// <summary>A double, or an integer of up to 64 bits and its sign; null where it is absent.</summary>
    public MLNumber? Number() => Double() switch
    {
        Absent => null,
        0 => Double(),
        _ => (BigInteger)Double() * (((BigInteger)Double() << 32) + (BigInteger)Double()),
    };

    private readonly int Integer(double value) => IsInteger(value) ? (int)value : throw Refusal(OutOfRange(value, "a number"));

    private static bool IsInteger(double value) => value is >= int.MinValue and <= int.MaxValue;

    private static string OutOfRange(double value, string what) => $"{what} is {value} (expected at most {int.MaxValue})";
}

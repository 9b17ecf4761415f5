using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WebNN;

/// <summary>
/// The checks that operators share. Each throws <see cref="ArgumentException"/> with a message that starts with the operator's
/// label, where it has one, and its name.
/// </summary>
internal readonly ref struct Require(string @operator, string label)
{
    public void That([DoesNotReturnIf(false)] bool condition, string otherwise)
    {
        if (!condition)
        {
            throw Refusal(otherwise);
        }
    }

    /// <summary>The same with a message that is put together only where it is needed: most conditions hold, of every operator of every graph.</summary>
    public void That([DoesNotReturnIf(false)] bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref RefusalText otherwise)
    {
        if (!condition)
        {
            throw Refusal(otherwise.ToStringAndClear());
        }
    }

    /// <summary>An operand that the builder itself made, or none.</summary>
    public void Of(MLGraphBuilder builder, MLOperand? operand, int index)
    {
        if (operand is not null && operand.Builder != builder)
        {
            throw Refusal($"operand {index} belongs to another MLGraphBuilder");
        }
    }

    public void Type(MLOperand operand, string name, DataTypes allowed)
    {
        ArgumentNullException.ThrowIfNull(operand, name);
        if (!allowed.Contains(operand.DataType))
        {
            throw Refusal($"{name} has the wrong type (expected {allowed.Text()}, found {operand.Descriptor})");
        }
    }

    /// <summary>A type that follows another operand's.</summary>
    public void SameType(MLOperand operand, string name, MLOperand other, string otherName)
    {
        ArgumentNullException.ThrowIfNull(operand, name);
        if (operand.DataType != other.DataType)
        {
            throw Refusal($"{name} needs the type of {otherName} (expected {other.DataType.ShortName()}, found {operand.Descriptor})");
        }
    }

    public void Rank(MLOperand operand, string name, int rank)
    {
        if (operand.Rank != rank)
        {
            throw Refusal($"{name} has the wrong rank (expected {rank}, found {operand.Descriptor})");
        }
    }

    public void RankAtLeast(MLOperand operand, string name, int rank)
    {
        if (operand.Rank < rank)
        {
            throw Refusal($"{name} has the wrong rank (expected at least {rank}, found {operand.Descriptor})");
        }
    }

    public void RankAtMost(MLOperand operand, string name, int rank)
    {
        if (operand.Rank > rank)
        {
            throw Refusal($"{name} has the wrong rank (expected at most {rank}, found {operand.Descriptor})");
        }
    }

    /// <summary>An output that has no more axes than the context takes.</summary>
    public void RankAtMost(MLOperandDescriptor output, int rank)
    {
        if (output.Rank > rank)
        {
            throw Refusal($"the output has too many axes (expected at most {rank}, found {output})");
        }
    }

    /// <summary>An operand's type and rank, as its operation's signature has them.</summary>
    /// <param name="name">Of this operand, where the rule is for several.</param>
    /// <param name="like">The operand whose type it has to have; null where the rule lists types.</param>
    public void Follows(ParameterRule rule, MLOperand? operand, string name, MLOperand? like)
    {
        if (operand is null && rule.Optional)
        {
            return;
        }

        ArgumentNullException.ThrowIfNull(operand, name);
        if (like is null)
        {
            Type(operand, name, rule.Types);
        }
        else
        {
            SameType(operand, name, like, rule.Like!);
        }

        if (rule.MinRank == rule.MaxRank)
        {
            Rank(operand, name, rule.MinRank);
            return;
        }

        RankAtLeast(operand, name, rule.MinRank);
        RankAtMost(operand, name, rule.MaxRank);
    }

    public void Shape(MLOperand operand, string name, params ReadOnlySpan<int> shape)
    {
        if (!operand.Shape.AsSpan().SequenceEqual(shape))
        {
            throw Refusal($"{name} has the wrong shape (expected {shape.Text()}, found {operand.Descriptor})");
        }
    }

    /// <summary>A one-dimensional operand of the same type as the input, with one element per channel; may be absent.</summary>
    public void PerChannel(MLOperand? operand, string name, MLOperand input, int channels)
    {
        if (operand is not null)
        {
            SameType(operand, name, input, "input");
            Shape(operand, name, channels);
        }
    }

    public void Axis(int axis, MLOperand operand, string name = "axis")
    {
        if (axis < 0 || axis >= operand.Rank)
        {
            throw Refusal($"{name} is out of range (expected 0 to {operand.Rank - 1}, found {axis})");
        }
    }

    /// <summary>Axes in range, each at most once.</summary>
    public void Axes(ReadOnlySpan<int> axes, MLOperand operand)
    {
        for (var i = 0; i < axes.Length; i++)
        {
            Axis(axes[i], operand, "axes");
            if (axes[..i].Contains(axes[i]))
            {
                throw Refusal($"axes has a duplicate (expected each axis once, found {axes.Text()})");
            }
        }
    }

    /// <summary>A value that its enumeration names.</summary>
    public void Defined<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw Refusal($"{name} is unknown (expected {string.Join(" or ", Enum.GetNames<T>())}, found {value})");
        }
    }

    /// <summary>A list that may be left out, but not be one without storage.</summary>
    public ImmutableArray<T>? List<T>(ImmutableArray<T>? values, string name)
    {
        That(values is not { IsDefault: true }, $"{name} is null");
        return values;
    }

    /// <summary>One value per axis, none below a minimum.</summary>
    public void PerAxis(ReadOnlySpan<int> values, string name, MLOperand operand, int minimum)
    {
        if (values.Length != operand.Rank)
        {
            throw Refusal($"{name} has the wrong length (expected {operand.Rank}, found {values.Length})");
        }

        foreach (var value in values)
        {
            AtLeast(value, name, minimum);
        }
    }

    public void AtLeast(int value, string name, int minimum)
    {
        if (value < minimum)
        {
            throw Refusal($"{name} is too small (expected at least {minimum}, found {value})");
        }
    }

    public void AtLeast(Size2D value, string name, int minimum)
    {
        if (value.Height < minimum || value.Width < minimum)
        {
            throw Refusal($"{name} is too small (expected at least [{minimum},{minimum}], found {value})");
        }
    }

    public void NotNegative(Padding2D padding) => That(
        padding is { Top: >= 0, Bottom: >= 0, Left: >= 0, Right: >= 0 },
        $"padding is negative (expected at least 0, found {padding})");

    /// <summary>A dimension computed in 64 bits, brought back to the 32 of a shape.</summary>
    public int Dimension(long size, string name)
    {
        if (size is < 1 or > int.MaxValue)
        {
            throw Refusal($"{name} is out of range (expected 1 to {int.MaxValue}, found {size})");
        }

        return (int)size;
    }

    /// <summary>The output's descriptor; a shape that is not one is refused under the operator's label.</summary>
    public MLOperandDescriptor Output(MLOperandDataType type, params ReadOnlySpan<int> shape)
    {
        try
        {
            return new MLOperandDescriptor(type, shape);
        }
        catch (ArgumentException e)
        {
            throw Refusal(e.Message);
        }
    }

    private ArgumentException Refusal(string message) => new($"{MLNode.SubjectOf(@operator, label)}: {message}");
}

/// <summary>How shapes are printed in messages.</summary>
internal static class ShapeText
{
    public static string Text(this ReadOnlySpan<int> values) => $"[{string.Join(',', values.ToArray())}]";
}

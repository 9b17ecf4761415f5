using System.Globalization;

namespace WebNN.Tests.Validation;

/// <summary>An operation, the operands that it takes, and a call with all of them.</summary>
/// <param name="operands">Each as <c>name:types:rank</c>, and <c>?</c> where it may be left out. The rank is one, a least (<c>1+</c>), a range, or the shape of the smallest.</param>
internal sealed class Operation(string name, string operands, Func<MLGraphBuilder, MLOperand[], string, MLOperand> call)
{
    public string Name => name;

    public Parameter[] Parameters { get; } = [.. operands.Split(' ').Select(Parameter.Parse)];

    public MLOperand Call(MLGraphBuilder builder, MLOperand[] operands) => call(builder, operands, Rule.Label);

    /// <summary>A builder, and operands for the call.</summary>
    /// <param name="first">The type of the first operand; null for the first one that is allowed.</param>
    public (MLGraphBuilder Builder, MLOperand[] Operands) Smallest(MLOperandDataType? first = null)
    {
        var builder = new MLGraphBuilder(new AcceptingContext());
        var types = Parameters.Where(parameter => parameter.Like is null).ToDictionary(parameter => parameter.Name, parameter => parameter.Types[0]);
        types[Parameters[0].Name] = first ?? Parameters[0].Types[0];
        return (builder, [.. Parameters.Select(parameter => Rule.Input(builder, new(types[parameter.Like ?? parameter.Name], parameter.Shape)))]);
    }

    public override string ToString() => Name;
}

/// <summary>An operand of an operation.</summary>
/// <param name="Types">Empty where the type follows <paramref name="Like"/>.</param>
internal sealed record Parameter(string Name, MLOperandDataType[] Types, string? Like, int MinRank, int MaxRank, bool Optional)
{
    public const int AnyRank = int.MaxValue;

    private static readonly Dictionary<string, string> sets = new(StringComparer.Ordinal)
    {
        ["any"] = "f32,f16,i32,u32,i64,u64,i8,u8", ["float"] = "f32,f16", ["signed"] = "f32,f16,i64,i32,i8", ["wide"] = "f32,f16,i32,u32,i64,u64",
        ["quantized"] = "u8,i8,u32,i32", ["index"] = "i32,u32,i64",
    };

    /// <summary>Of the smallest operand.</summary>
    public int[] Shape { get; init; } = [.. Enumerable.Repeat(1, MinRank)];

    public static Parameter Parse(string text)
    {
        var parts = text.TrimEnd('?').Split(':');
        var like = parts[1].StartsWith('=') ? parts[1][1..] : null;
        MLOperandDataType[] types = like is null ? [.. sets.GetValueOrDefault(parts[1], parts[1]).Split(',').Select(Type)] : [];
        if (parts[2].StartsWith('['))
        {
            int[] shape = [.. parts[2].Trim('[', ']').Split(',').Select(Number)];
            return new(parts[0], types, like, shape.Length, shape.Length, text.EndsWith('?')) { Shape = shape };
        }

        var (least, most) = (Number(parts[2][..1]), parts[2].EndsWith('+') ? AnyRank : Number(parts[2][^1..]));
        return new(parts[0], types, like, least, most, text.EndsWith('?'));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static MLOperandDataType Type(string text) => Enum.GetValues<MLOperandDataType>().Single(type => new MLOperandDescriptor(type).ToString() == $"{text}[]");
}

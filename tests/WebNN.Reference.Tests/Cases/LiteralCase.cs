using System.Runtime.InteropServices;

namespace WebNN.Reference.Tests.Cases;

/// <summary>A call of an operator and what comes out of it, worked out by hand from the specification.</summary>
internal sealed record LiteralCase(string Operator, string Name, Action Check)
{
    /// <summary>Every operator at least once.</summary>
    public static IReadOnlyList<LiteralCase> All { get; } =
        [.. ArithmeticCases.All, .. ActivationCases.All, .. ComparisonCases.All, .. MovementCases.All, .. ReductionCases.All, .. WindowCases.All, .. NetworkCases.All];

    public static LiteralCase Of<T>(string name, Func<MLGraphBuilder, MLOperand> call, params T[] expected) where T : unmanaged =>
        Several(name, builder => [call(builder)], expected);

    /// <summary>An operator with several outputs; <paramref name="expected"/> holds them one after the other.</summary>
    public static LiteralCase Several<T>(string name, Func<MLGraphBuilder, IEnumerable<MLOperand>> call, params T[] expected) where T : unmanaged =>
        new(name.Split(' ')[0], name, () => Assert.Equal(expected, Compute<T>(call)));

    public override string ToString() => Name;

    private static T[] Compute<T>(Func<MLGraphBuilder, IEnumerable<MLOperand>> call) where T : unmanaged
    {
        using var context = new ReferenceContext();
        var builder = new MLGraphBuilder(context);
        MLOperand[] operands = [.. call(builder)];
        Assert.All(operands, operand => Assert.Equal(MLOperandDataTypes.Of<T>(), operand.DataType));
        using var graph = builder.Build([.. operands.Select((operand, i) => new MLNamedOperand($"y{i}", operand))]);
        byte[][] results = [.. operands.Select(operand => GC.AllocateArray<byte>((int)operand.Descriptor.ByteLength, pinned: true))];
        graph.Compute([], [.. results.Select(bytes => new MLBuffer(Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0), (nuint)bytes.Length))]);
        return [.. results.SelectMany(bytes => MemoryMarshal.Cast<byte, T>(bytes).ToArray())];
    }
}

/// <summary>Constants in few letters.</summary>
internal static class Constants
{
    /// <summary>One axis.</summary>
    public static MLOperand Row<T>(this MLGraphBuilder builder, params T[] values) where T : unmanaged => builder.Constant<T>([values.Length], values);

    public static MLOperand Of<T>(this MLGraphBuilder builder, int[] shape, params T[] values) where T : unmanaged => builder.Constant<T>(shape, values);
}

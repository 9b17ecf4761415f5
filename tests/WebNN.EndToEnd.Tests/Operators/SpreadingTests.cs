using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

/// <summary>TFLite 2.9 has neither operator.</summary>
public sealed class SpreadingTests
{
    private static readonly Elements scalar = Elements.Int32(9, 9);

    [Fact]
    public void Pad_puts_elements_between_before_and_after_and_takes_some_away() =>
        new SingleOperator(BuiltinOperator.StablehloPad, new StablehloPadOptions([1, -1], [0, 2], [1, 0]))
            .Values(scalar, [1, 2, 3, 4, 5, 6], 2, 3).Constant(scalar).Output(scalar, 4, 4)
            .Gives(9, 9, 9, 9, 2, 3, 9, 9, 9, 9, 9, 9, 5, 6, 9, 9);

    [Fact]
    public void Dilate_puts_elements_between() =>
        new SingleOperator(BuiltinOperator.Dilate)
            .Values(scalar, [1, 2, 3, 4], 2, 2).Vector(2, 3).Constant(scalar).Output(scalar, 3, 4)
            .Gives(1, 9, 9, 2, 9, 9, 9, 9, 3, 9, 9, 4);
}

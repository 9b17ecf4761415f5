using WebNN.TfLite.Delegation.Operators;

namespace WebNN.TfLite.Delegation.Tests.Operators;

/// <summary>Whether they are TFLite's to the bit, models of one node show; here, that they are the functions.</summary>
public sealed class GateTablesTests
{
    [Fact]
    public void Sigmoid_is_within_a_few_units_of_the_function()
    {
        for (var x = (int)short.MinValue; x <= short.MaxValue; x++)
        {
            var expected = 32768 / (1 + Math.Exp(-x / 4096.0));
            Assert.True(Math.Abs(GateTables.Sigmoid((short)x) - expected) <= 12, $"{x}: {GateTables.Sigmoid((short)x)}, expected {expected}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(6)]
    public void Tanh_is_within_a_few_units_of_the_function(int integerBits)
    {
        for (var x = (int)short.MinValue; x <= short.MaxValue; x++)
        {
            var expected = 32768 * Math.Tanh(x / (double)(1 << (15 - integerBits)));
            Assert.True(Math.Abs(GateTables.Tanh((short)x, integerBits) - expected) <= 24, $"{x}: {GateTables.Tanh((short)x, integerBits)}, expected {expected}");
        }
    }
}

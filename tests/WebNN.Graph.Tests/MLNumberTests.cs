using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using static WebNN.Tests.Make;

namespace WebNN.Tests;

/// <summary>https://www.w3.org/TR/webnn/#algorithms-casting.</summary>
public sealed class MLNumberTests
{
    [Fact]
    public void A_64_bit_integer_stays_exact()
    {
        Assert.Equal(long.MaxValue, Element<long>(long.MaxValue, MLOperandDataType.Int64));
        Assert.Equal(9007199254740993, Element<long>(9007199254740993, MLOperandDataType.Int64));
        Assert.Equal(ulong.MaxValue, Element<ulong>(ulong.MaxValue, MLOperandDataType.Uint64));
        Assert.Equal(ulong.MaxValue - 1, Element<ulong>(ulong.MaxValue - 1, MLOperandDataType.Uint64));
    }

    [Theory]
    [InlineData(300, 127)]
    [InlineData(-300, -128)]
    [InlineData(double.PositiveInfinity, 127)]
    [InlineData(double.NegativeInfinity, -128)]
    [InlineData(double.NaN, 0)]
    [InlineData(2.5, 2)]
    [InlineData(3.5, 4)]
    [InlineData(-1.9, -2)]
    [InlineData(-0.0, 0)]
    public void An_integer_ends_at_its_limits_and_halves_go_to_the_even_one(double value, sbyte expected) =>
        Assert.Equal(expected, Element<sbyte>(value, MLOperandDataType.Int8));

    [Fact]
    public void An_integer_of_any_size_ends_at_the_types_limits()
    {
        var huge = BigInteger.Pow(10, 400);
        Assert.Equal(long.MaxValue, Element<long>(huge, MLOperandDataType.Int64));
        Assert.Equal(ulong.MinValue, Element<ulong>(-huge, MLOperandDataType.Uint64));
        Assert.Equal(uint.MaxValue, Element<uint>(1e300, MLOperandDataType.Uint32));
        Assert.Equal(int.MinValue, Element<int>(long.MinValue, MLOperandDataType.Int32));
        Assert.Equal(float.PositiveInfinity, Element<float>(huge, MLOperandDataType.Float32));
        Assert.Equal(Half.NegativeInfinity, Element<Half>(-huge, MLOperandDataType.Float16));
    }

    [Fact]
    public void A_float_is_the_nearest_one()
    {
        Assert.Equal(0.1f, Element<float>(0.1, MLOperandDataType.Float32));
        Assert.Equal((Half)65504, Element<Half>(65519, MLOperandDataType.Float16));
        Assert.Equal(Half.PositiveInfinity, Element<Half>(65520, MLOperandDataType.Float16));
        Assert.Equal(16777216f, Element<float>(16777217, MLOperandDataType.Float32));
        Assert.True(float.IsNaN(Element<float>(double.NaN, MLOperandDataType.Float32)));

        // Rounded once: by way of a double, this integer would end at the even neighbour below.
        Assert.Equal(9007200328482816f, Element<float>(new BigInteger(9007199791611905), MLOperandDataType.Float32));
    }

    /// <summary>As its digits are read and written, within 64 bits and beyond, and where a double lies between two.</summary>
    [Fact]
    public void An_integer_is_the_nearest_double_and_its_digits()
    {
        BigInteger[] numbers = [0, -1, 9007199254740993, long.MaxValue, long.MinValue, BigInteger.One + long.MaxValue, long.MinValue - BigInteger.One, BigInteger.Pow(10, 400)];
        Assert.All(numbers, number =>
        {
            var digits = number.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(double.Parse(digits, CultureInfo.InvariantCulture), ((MLNumber)number).ToDouble());
            Assert.Equal(digits, ((MLNumber)number).ToString());
        });
    }

    [Fact]
    public void Numbers_are_equal_by_value()
    {
        Assert.True((MLNumber)2 == 2.0);
        Assert.True((MLNumber)long.MaxValue != long.MaxValue - 1);
        Assert.Equal(default(MLNumber), (MLNumber)0);
        Assert.True(((MLNumber)7).IsInteger);
        Assert.False(((MLNumber)7.0).IsInteger);
    }

    [Fact]
    public void Options_take_integers_exactly_and_print_them()
    {
        Assert.Equal(
            "clamp(%0, -9007199254740993, 9223372036854775807) i64[2]",
            Line([I64(2)], (b, x) => b.Clamp(x[0], new() { MinValue = -9007199254740993, MaxValue = long.MaxValue })));
        Assert.Equal(
            "pad(%0) beginning=[1] ending=[0] value=9007199254740993 i64[3]", Line([I64(2)], (b, x) => b.Pad(x[0], [1], [0], new() { Value = 9007199254740993 })));
        Assert.Equal("clamp(%0) f32[2]", Line([F32(2)], (b, x) => b.Clamp(x[0])).Replace(", _, _", "", StringComparison.Ordinal));
    }

    /// <summary>A factor is cast to the type of what it multiplies.</summary>
    [Fact]
    public void A_factor_has_its_operands_type()
    {
        Assert.Equal("leakyRelu(%0) alpha=0.2 f16[2]", Line([F16(2)], (b, x) => b.LeakyRelu(x[0], 0.2)));
        var builder = new MLGraphBuilder(new AcceptingContext());
        MLOperand Linear(MLOperandDescriptor descriptor) => builder.Linear(builder.Input(descriptor.ToString(), descriptor), 0.2);
        Assert.Equal((double)0.2f, ((MLAlphaBetaOptions)Linear(F32(1)).Producer!.Options!).Alpha);
        Assert.Equal((double)(Half)0.2, ((MLAlphaBetaOptions)Linear(F16(1)).Producer!.Options!).Alpha);
    }

    private static T Element<T>(MLNumber value, MLOperandDataType type) where T : unmanaged => MemoryMarshal.Read<T>(value.ToBytes(type));
}

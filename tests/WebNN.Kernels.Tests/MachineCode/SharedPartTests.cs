using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Tests.MachineCode;

public sealed class SharedPartTests
{
    [Fact]
    public void What_is_left_of_weights_and_what_they_share_are_within_8_bits()
    {
        for (var zero = (int)sbyte.MinValue; zero <= sbyte.MaxValue; zero++)
        {
            for (var least = (int)sbyte.MinValue; least <= sbyte.MaxValue; least++)
            {
                for (var greatest = least; greatest <= sbyte.MaxValue; greatest++)
                {
                    var shared = SharedPart.Of(least - zero, greatest - zero);
                    var (lowest, highest) = (least - zero - shared.Whole, greatest - zero - shared.Whole);
                    Assert.True(lowest >= sbyte.MinValue && highest <= sbyte.MaxValue, $"{least} to {greatest}, zero point {zero}: {lowest} to {highest}");
                    Assert.Equal(shared.Whole != 0, shared.Times != 0);
                }
            }
        }
    }

    [Theory]
    [InlineData(-128, 127, 0, 0)]
    [InlineData(-127, 128, 1, 1)]
    [InlineData(-129, 12, -1, 1)]
    [InlineData(-255, 0, -127, 1)]
    [InlineData(0, 254, 127, 1)]
    [InlineData(0, 255, 64, 2)]
    public void Weights_share_no_more_than_they_need(int least, int greatest, int value, int times) =>
        Assert.Equal(new((sbyte)value, times), SharedPart.Of(least, greatest));
}

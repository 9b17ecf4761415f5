namespace WebNN.OnnxRuntime.Tests.Operators;

public sealed class ResizingTests
{
    private readonly TestGraph graph = new();

    [Theory]
    [InlineData(3, new float[] { 1, 1, 2 })]
    [InlineData(4, new float[] { 1, 1, 2, 2 })]
    public void Nearest_neighbours_round_halves_down(int width, float[] expected) => Assert.Equal(
        expected, graph.Run<float>(graph.Builder.Resample2d(graph.Input(new float[] { 1, 2 }, 1, 1, 1, 2), new() { Sizes = (1, width) })));

    [Fact]
    public void Linear_interpolates_between_the_centres_of_pixels() => Assert.Equal(
        [0, 2.5f, 7.5f, 10],
        graph.Run<float>(graph.Builder.Resample2d(
            graph.Input(new float[] { 0, 10 }, 1, 1, 1, 2), new() { Mode = MLInterpolationMode.Linear, Sizes = (1, 4) })));

    [Fact]
    public void Other_axes_are_resized_too() => Assert.Equal(
        [0, 1, 2.5f, 3.5f, 7.5f, 8.5f, 10, 11],
        graph.Run<float>(graph.Builder.Resample2d(
            graph.Input(new float[] { 0, 1, 10, 11 }, 1, 1, 2, 2), new() { Mode = MLInterpolationMode.Linear, Sizes = (1, 4), Axes = (1, 2) })));

    [Fact]
    public void Bytes_are_picked_as_they_are() => Assert.Equal(
        [-128, -128, 127, 127],
        graph.Run<sbyte>(graph.Builder.Resample2d(graph.Input(new sbyte[] { -128, 127 }, 1, 1, 1, 2), new() { Scales = (1, 2) })));
}

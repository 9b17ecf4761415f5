using WebNN.Cli;
using WebNN.FlatBuffers;
using WebNN.Peers.Xnnpack;

namespace WebNN.Peers.Tests;

/// <summary>What XNNPACK's operators are asked for, and where tensors are; no library is needed.</summary>
public sealed class XnnpackPlanTests
{
    [Fact]
    public void Nodes_become_operators_as_the_delegate_for_XNNPACK_maps_them()
    {
        var plan = XnnpackPlan.Of(FlatBufferModel.Parse(XnnpackModels.Network(TensorType.Float32)));

        Assert.Equal(
            [
                "ConvolutionStep #1 CONV_2D", "ConvolutionStep #2 DEPTHWISE_CONV_2D", "BinaryStep #3 ADD", "UnaryStep #3 ADD", "MaxPoolStep #4 MAX_POOL_2D",
                "UnaryStep #5 LOGISTIC", "CopyStep #6 CONCATENATION", "CopyStep #6 CONCATENATION", "MeanStep #7 MEAN", "ProductStep #9 FULLY_CONNECTED",
                "SoftmaxStep #10 SOFTMAX",
            ],
            plan.Steps.Select(step => $"{step.GetType().Name} {step.Label}"));
        var convolution = Assert.IsType<ConvolutionStep>(plan.Steps[0]);
        Assert.Equal((new XnnpackPadding(1, 0, 0, 1), false, new XnnpackBounds(0, 6)), (convolution.Window.Padding, convolution.Window.IsSame, convolution.Bounds));
        Assert.Equal(4 * 4 * 24 * 3 * 3 * 3, convolution.Multiplications);
        Assert.Equal((true, 24), (((ConvolutionStep)plan.Steps[1]).Window.IsSame, ((ConvolutionStep)plan.Steps[1]).Groups));
        Assert.Equal(["SOFTMAX"], plan.Managed);
    }

    [Fact]
    public void Bounds_of_integers_are_stored_integers_and_a_clamp_that_changes_nothing_is_none()
    {
        var plan = XnnpackPlan.Of(FlatBufferModel.Parse(XnnpackModels.Network(TensorType.Int8)));

        // Six is above what the scale of 0.03 and the zero point of -20 can say.
        Assert.Equal(new XnnpackBounds(-20, 127), ((ConvolutionStep)plan.Steps[0]).Bounds);
        Assert.Contains(plan.Steps, step => step is UnaryStep { Type: XnnpackUnary.Clamp });
        Assert.Equal(["MEAN", "SOFTMAX"], plan.Managed);
    }

    [Fact]
    public void What_is_joined_has_the_scale_of_the_whole()
    {
        var plan = XnnpackPlan.Of(FlatBufferModel.Parse(XnnpackModels.Network(TensorType.UInt8)));
        var parts = plan.Steps.OfType<CopyStep>().ToList();

        Assert.Single(plan.Steps, step => step is UnaryStep { Type: XnnpackUnary.Convert, Label: "#6 CONCATENATION" });
        Assert.Equal([(4, 24, 48, 0), (4, 24, 48, 24)], parts.Select(part => (part.Rows, part.RowBytes, part.OutputRowBytes, part.OutputOffset)));
    }

    [Theory]
    [InlineData(TensorType.Float32)]
    [InlineData(TensorType.UInt8)]
    public void Tensors_that_are_needed_together_do_not_overlap(TensorType type)
    {
        var plan = XnnpackPlan.Of(FlatBufferModel.Parse(XnnpackModels.Network(type)));
        foreach (var step in plan.Steps)
        {
            var places = step.Inputs.Add(step.Output).Concat(plan.Inputs).Concat(plan.Constants).DistinctBy(tensor => plan.Buffers.OffsetOf(tensor))
                .Select(tensor => (Start: plan.Buffers.OffsetOf(tensor), End: plan.Buffers.OffsetOf(tensor) + Elements.Bytes(tensor))).OrderBy(place => place.Start).ToList();
            Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, step.Label));
            Assert.All(places, place => Assert.True(place.Start % 64 == 0 && place.End + 16 <= plan.Buffers.Size, step.Label));
        }

        Assert.True(plan.Buffers.Size < plan.Steps.Sum(step => Elements.Bytes(step.Output)) + plan.Inputs.Sum(Elements.Bytes) + (64 * plan.Steps.Length));
    }

    [Fact]
    public void A_node_without_an_operator_is_the_reason() => Assert.Equal(
        "#0 RESIZE_BILINEAR: the library exports no operator for it",
        Assert.Throws<InputException>(() => XnnpackPlan.Of(FlatBufferModel.Parse(XnnpackModels.Unknown()))).Message);
}

using System.Collections.Immutable;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>What a model's node becomes: one operator of XNNPACK's, or a few lines of C# where the library exports none.</summary>
/// <param name="Label">The node's.</param>
/// <param name="Inputs">Tensors that are read while it runs, not constants that are packed before.</param>
/// <param name="Output">May be an input: an operator on elements in place.</param>
internal abstract record XnnpackStep(string Label, ImmutableArray<TensorInfo> Inputs, TensorInfo Output)
{
    /// <summary>How many products of two numbers it is, by its definition; 0 for what is none.</summary>
    public virtual double Multiplications => 0;

    /// <summary>Sizes, for people.</summary>
    public virtual string Sizes => $"{string.Join(" and ", Inputs.Select(Shape))} to {Shape(Output)}";

    protected static string Shape(TensorInfo tensor) => tensor.Shape.IsEmpty ? "1" : string.Join('x', tensor.Shape);
}

/// <summary>Rows and columns around an image.</summary>
internal readonly record struct XnnpackPadding(int Top, int Right, int Bottom, int Left);

/// <summary>A window over an image.</summary>
/// <param name="IsSame">TensorFlow's SAME: the library computes the padding, and <paramref name="Padding"/> is none.</param>
internal sealed record XnnpackWindow(int Height, int Width, int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth, XnnpackPadding Padding, bool IsSame)
{
    public XnnpackFlags Flags => IsSame ? XnnpackFlags.SamePadding : XnnpackFlags.None;

    public override string ToString() =>
        $"{Height}x{Width}{(StrideHeight * StrideWidth > 1 ? $" by {StrideHeight}" : "")}{(DilationHeight * DilationWidth > 1 ? $" dilated by {DilationHeight}" : "")}";
}

/// <summary>The bounds of a fused activation, in the output's numbers: floats, or integers that are stored.</summary>
internal readonly record struct XnnpackBounds(float Min, float Max);

internal sealed record ConvolutionStep(
    string Label, TensorInfo Input, TensorInfo Filter, TensorInfo? Bias, TensorInfo Output, XnnpackWindow Window, int Groups, bool IsDepthwise, XnnpackBounds Bounds)
    : XnnpackStep(Label, [Input], Output)
{
    public override double Multiplications => (double)Elements.Count(Output) * Window.Height * Window.Width * (Input.Shape[3] / Groups);

    public override string Sizes => $"{base.Sizes}, {Window}";
}

internal sealed record ProductStep(string Label, TensorInfo Input, TensorInfo Weights, TensorInfo? Bias, TensorInfo Output, XnnpackBounds Bounds)
    : XnnpackStep(Label, [Input], Output)
{
    public override double Multiplications => (double)Elements.Count(Output) * Weights.Shape[1];
}

internal sealed record MaxPoolStep(string Label, TensorInfo Input, TensorInfo Output, XnnpackWindow Window, XnnpackBounds Bounds) : XnnpackStep(Label, [Input], Output)
{
    public override string Sizes => $"{base.Sizes}, {Window}";
}

internal sealed record BinaryStep(string Label, XnnpackBinary Type, TensorInfo A, TensorInfo B, TensorInfo Output) : XnnpackStep(Label, [A, B], Output);

internal sealed record UnaryStep(string Label, XnnpackUnary Type, TensorInfo Input, TensorInfo Output, XnnpackUnaryParams? Parameters = null)
    : XnnpackStep(Label, [Input], Output);

internal sealed record MeanStep(string Label, TensorInfo Input, TensorInfo Output, ImmutableArray<int> Axes) : XnnpackStep(Label, [Input], Output);

/// <summary>Rows of bytes to a place within longer rows: a part of a concatenation.</summary>
internal sealed record CopyStep(string Label, TensorInfo Input, TensorInfo Output, int Rows, int RowBytes, int OutputRowBytes, int OutputOffset)
    : XnnpackStep(Label, [Input], Output);

/// <summary>Something that the library does not export.</summary>
internal abstract record ManagedStep(string Label, TensorInfo Input, TensorInfo Output) : XnnpackStep(Label, [Input], Output)
{
    public abstract void Run(ReadOnlySpan<byte> input, Span<byte> output);
}

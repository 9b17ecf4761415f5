using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

/// <summary>A test of an operator that slides a window over an image: what its sizes are drawn from.</summary>
internal sealed record WindowRow(string Name, Range Kernel)
{
    /// <summary>TFLite's kernels ignore these; XNNPACK's own tests of them are disabled.</summary>
    public static Activation[] NotRun { get; } = [Activation.Tanh, Activation.SignBit];

    public Range Batch { get; init; } = 2..4;

    public Range Image { get; init; } = 10..25;

    public Range Stride { get; init; } = 1..1;

    public Range Dilation { get; init; } = 1..1;

    public Range Multiplier { get; init; } = 1..1;

    public Range Groups { get; init; } = 1..1;

    public Padding Padding { get; init; } = Padding.Valid;

    public Activation Activation { get; init; }

    public Weights Weights { get; init; }

    public bool HasBias { get; init; } = true;

    /// <summary>The tests of every window: its size against the image's, strides, dilations.</summary>
    public static WindowRow[] Geometry { get; } =
    [
        new("SmallKernelWithSamePadding", 2..7) { Padding = Padding.Same },
        new("SmallKernelWithValidPadding", 2..7),
        new("StrideWithSamePadding", 3..5) { Stride = 2..3, Padding = Padding.Same },
        new("StrideWithValidPadding", 3..5) { Stride = 2..3 },
    ];

    public static WindowRow[] Dilations { get; } =
    [
        new("DilationWithSamePadding", 2..3) { Dilation = 2..3, Padding = Padding.Same },
        new("DilationWithValidPadding", 2..3) { Dilation = 2..3 },
    ];

    public static WindowRow[] Activations { get; } =
    [
        Strided("ReluActivation") with { Activation = Activation.Relu },
        Strided("Relu6Activation") with { Activation = Activation.Relu6 },
        Strided("ReluMinus1To1Activation") with { Activation = Activation.ReluN1To1 },
        Strided("TanhActivation") with { Activation = Activation.Tanh },
        Strided("SignBitActivation") with { Activation = Activation.SignBit },
        Strided("MultiThreading"),
    ];

    public static WindowRow[] StoredWeights { get; } =
    [
        Strided("FP16Weights") with { Weights = Weights.Half },
        Strided("TensorWiseQuantizedInt8Weights") with { Weights = Weights.TensorWise },
        Strided("ChannelWiseQuantizedInt8Weights") with { Weights = Weights.ChannelWise },
        Strided("SparseWeights") with { Weights = Weights.Sparse },
        Strided("SparseFP16Weights") with { Weights = Weights.SparseHalf },
        Strided("SparseTensorWiseQuantizedInt8Weights") with { Weights = Weights.SparseTensorWise },
        Strided("SparseChannelWiseQuantizedInt8Weights") with { Weights = Weights.SparseChannelWise },
    ];

    private static WindowRow Strided(string name) => new(name, 3..5) { Stride = 2..3 };

    public override string ToString() => Name;
}

/// <summary>One drawn axis of a window's image.</summary>
internal readonly record struct DrawnAxis(int Size, int Kernel, int Stride, int Dilation)
{
    public DrawnAxis(DrawnSizes sizes, WindowRow row)
        : this(sizes.In(row.Image), sizes.In(row.Kernel), sizes.In(row.Stride), sizes.In(row.Dilation))
    {
    }

    public int Windows(Padding padding) => Sizes.Windows(Size, Kernel, Stride, Dilation, padding);
}

internal static class Outcomes
{
    /// <summary>Agrees with TFLite's kernel, or is refused for an activation that TFLite's kernel ignores.</summary>
    public static void AgreesOrIsRefused(this SingleOperator op, Activation activation, Tolerance tolerance)
    {
        if (WindowRow.NotRun.Contains(activation))
        {
            op.IsRefused($"fused activation {activation}");
        }
        else
        {
            op.AgreesWithTFLite(tolerance);
        }
    }
}

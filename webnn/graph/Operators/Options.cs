using System.Collections.Immutable;

namespace WebNN;

// What the specification's MLxxxOptions dictionaries hold, less their operands and label: operands are parameters of the builder's
// method, so that a node lists all of them in one place (those of RecurrentOptions.cs have so many that they keep them, and a node's
// options have null there). A null that the caller may leave is resolved by the builder before it
// records: a backend never sees a default.

public enum MLInputOperandLayout
{
    Nchw,
    Nhwc,
}

public enum MLConv2dFilterOperandLayout
{
    Oihw,
    Hwio,
    Ohwi,
    Ihwo,
}

public enum MLConvTranspose2dFilterOperandLayout
{
    Iohw,
    Hwoi,
    Ohwi,
}

public enum MLPaddingMode
{
    Constant,
    Edge,
    Reflection,
}

public enum MLInterpolationMode
{
    NearestNeighbor,
    Linear,
}

public enum MLRoundingType
{
    Floor,
    Ceil,
}

/// <summary>A height and a width, in elements.</summary>
public readonly record struct Size2D(int Height, int Width)
{
    public override string ToString() => $"[{Height},{Width}]";
}

/// <summary>Rows and columns added around an image, in elements: the specification's <c>padding</c> order.</summary>
public readonly record struct Padding2D(int Top, int Bottom, int Left, int Right)
{
    public override string ToString() => $"[{Top},{Bottom},{Left},{Right}]";
}

/// <summary>Options of conv2d.</summary>
public sealed record MLConv2dOptions
{
    public Padding2D Padding { get; init; }
    public Size2D Strides { get; init; } = new(1, 1);
    public Size2D Dilations { get; init; } = new(1, 1);
    public int Groups { get; init; } = 1;
    public MLInputOperandLayout InputLayout { get; init; }
    public MLConv2dFilterOperandLayout FilterLayout { get; init; }
}

/// <summary>Options of convTranspose2d.</summary>
public sealed record MLConvTranspose2dOptions
{
    public Padding2D Padding { get; init; }
    public Size2D Strides { get; init; } = new(1, 1);
    public Size2D Dilations { get; init; } = new(1, 1);
    public Size2D OutputPadding { get; init; }

    /// <summary>The output's height and width; where given, <see cref="OutputPadding"/> is ignored and recomputed.</summary>
    public Size2D? OutputSizes { get; init; }

    public int Groups { get; init; } = 1;
    public MLInputOperandLayout InputLayout { get; init; }
    public MLConvTranspose2dFilterOperandLayout FilterLayout { get; init; }
}

/// <summary>Options of averagePool2d, l2Pool2d and maxPool2d.</summary>
public sealed record MLPool2dOptions
{
    /// <summary>Null: the whole image.</summary>
    public Size2D? WindowDimensions { get; init; }

    public Padding2D Padding { get; init; }
    public Size2D Strides { get; init; } = new(1, 1);
    public Size2D Dilations { get; init; } = new(1, 1);
    public MLInputOperandLayout Layout { get; init; }
    public MLRoundingType OutputShapeRounding { get; init; }

    /// <summary>Where given, decides between floor and ceil by itself.</summary>
    public Size2D? OutputSizes { get; init; }
}

/// <summary>Options of clamp. A null bound does not clamp; a node's bounds are elements of its input's type.</summary>
public sealed record MLClampOptions
{
    public MLNumber? MinValue { get; init; }
    public MLNumber? MaxValue { get; init; }
}

/// <summary>The attributes of the activations that have them: elu (alpha), leakyRelu (alpha), linear, hardSigmoid (alpha, beta).</summary>
public sealed record MLAlphaBetaOptions(double Alpha, double Beta = 0);

/// <summary>Options of gemm.</summary>
public sealed record MLGemmOptions
{
    public double Alpha { get; init; } = 1;
    public double Beta { get; init; } = 1;
    public bool ATranspose { get; init; }
    public bool BTranspose { get; init; }
}

/// <summary>Options of batchNormalization (axis), instanceNormalization (layout) and layerNormalization (axes).</summary>
public sealed record MLNormalizationOptions
{
    private readonly ValueList<int> axes;

    public double Epsilon { get; init; } = 1e-5;

    /// <summary>batchNormalization: the channel axis.</summary>
    public int Axis { get; init; } = 1;

    /// <summary>layerNormalization: null means 1 to rank-1.</summary>
    public ImmutableArray<int>? Axes { get => axes.Items; init => axes = new(value); }

    /// <summary>instanceNormalization.</summary>
    public MLInputOperandLayout Layout { get; init; }
}

/// <summary>Options of resample2d. Sizes win over scales; half-pixel coordinates in both modes.</summary>
public sealed record MLResample2dOptions
{
    public MLInterpolationMode Mode { get; init; }
    public (float First, float Second) Scales { get; init; } = (1, 1);
    public (int First, int Second)? Sizes { get; init; }
    public (int First, int Second) Axes { get; init; } = (2, 3);
}

/// <summary>Options of a reduction.</summary>
public sealed record MLReduceOptions
{
    private readonly ValueList<int> axes;

    /// <summary>Null means every axis; empty means none.</summary>
    public ImmutableArray<int>? Axes { get => axes.Items; init => axes = new(value); }

    public bool KeepDimensions { get; init; }
}

/// <summary>Options of argMin and argMax.</summary>
public sealed record MLArgMinMaxOptions
{
    /// <summary>Set by the builder from its parameter.</summary>
    public int Axis { get; init; }

    public bool KeepDimensions { get; init; }
    public MLOperandDataType OutputDataType { get; init; } = MLOperandDataType.Int32;
}

/// <summary>Options of cumulativeSum.</summary>
public sealed record MLCumulativeSumOptions
{
    /// <summary>Set by the builder from its parameter.</summary>
    public int Axis { get; init; }

    public bool Exclusive { get; init; }
    public bool Reversed { get; init; }
}

/// <summary>Options of pad: mode and value; the lengths are set by the builder from its parameters.</summary>
public sealed record MLPadOptions
{
    private readonly ValueList<int> beginning;
    private readonly ValueList<int> ending;

    public MLPaddingMode Mode { get; init; }

    /// <summary>A node's is an element of its input's type.</summary>
    public MLNumber Value { get; init; }

    public ImmutableArray<int> Beginning { get => beginning.Required; init => beginning = new(value); }

    public ImmutableArray<int> Ending { get => ending.Required; init => ending = new(value); }
}

/// <summary>Attributes of slice.</summary>
public sealed record MLSliceAttributes(ImmutableArray<int> Starts, ImmutableArray<int> Sizes, ImmutableArray<int> Strides)
{
    private readonly ValueList<int> starts = new(Starts);
    private readonly ValueList<int> sizes = new(Sizes);
    private readonly ValueList<int> strides = new(Strides);

    public ImmutableArray<int> Starts { get => starts.Required; init => starts = new(value); }

    public ImmutableArray<int> Sizes { get => sizes.Required; init => sizes = new(value); }

    public ImmutableArray<int> Strides { get => strides.Required; init => strides = new(value); }
}

/// <summary>Attributes of split: the size of each part along the axis.</summary>
public sealed record MLSplitAttributes(int Axis, ImmutableArray<int> Sizes)
{
    private readonly ValueList<int> sizes = new(Sizes);

    public ImmutableArray<int> Sizes { get => sizes.Required; init => sizes = new(value); }
}

/// <summary>The axis of concat, softmax, gather, gatherElements and scatterElements; never negative.</summary>
public sealed record MLAxisAttributes(int Axis);

/// <summary>The axes of reverse.</summary>
public sealed record MLAxesAttributes(ImmutableArray<int> Axes)
{
    private readonly ValueList<int> axes = new(Axes);

    public ImmutableArray<int> Axes { get => axes.Required; init => axes = new(value); }
}

/// <summary>The permutation of transpose: output axis i is input axis <c>Permutation[i]</c>.</summary>
public sealed record MLTransposeAttributes(ImmutableArray<int> Permutation)
{
    private readonly ValueList<int> permutation = new(Permutation);

    public ImmutableArray<int> Permutation { get => permutation.Required; init => permutation = new(value); }
}

/// <summary>The repetitions of tile.</summary>
public sealed record MLTileAttributes(ImmutableArray<int> Repetitions)
{
    private readonly ValueList<int> repetitions = new(Repetitions);

    public ImmutableArray<int> Repetitions { get => repetitions.Required; init => repetitions = new(value); }
}

/// <summary>Options of triangular.</summary>
public sealed record MLTriangularOptions
{
    public bool Upper { get; init; } = true;
    public int Diagonal { get; init; }
}

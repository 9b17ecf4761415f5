using System.Collections.Immutable;

namespace WebNN.FlatBuffers;

/// <summary>CONV_2D.</summary>
public sealed record Conv2DOptions(
    Padding Padding, int StrideW, int StrideH, Activation Activation = Activation.None, int DilationW = 1, int DilationH = 1)
    : BuiltinOptions(BuiltinOptionsType.Conv2D)
{
    internal override OptionField[] Fields => [Padding, StrideW, StrideH, Activation, DilationW, DilationH];
}

/// <summary>DEPTHWISE_CONV_2D.</summary>
public sealed record DepthwiseConv2DOptions(
    Padding Padding,
    int StrideW,
    int StrideH,
    int DepthMultiplier = 1,
    Activation Activation = Activation.None,
    int DilationW = 1,
    int DilationH = 1)
    : BuiltinOptions(BuiltinOptionsType.DepthwiseConv2D)
{
    internal override OptionField[] Fields => [Padding, StrideW, StrideH, DepthMultiplier, Activation, DilationW, DilationH];
}

/// <summary>TRANSPOSE_CONV.</summary>
public sealed record TransposeConvOptions(Padding Padding, int StrideW, int StrideH) : BuiltinOptions(BuiltinOptionsType.TransposeConv)
{
    internal override OptionField[] Fields => [Padding, StrideW, StrideH];
}

/// <summary>AVERAGE_POOL_2D, MAX_POOL_2D, L2_POOL_2D.</summary>
public sealed record Pool2DOptions(
    Padding Padding, int StrideW, int StrideH, int FilterWidth, int FilterHeight, Activation Activation = Activation.None)
    : BuiltinOptions(BuiltinOptionsType.Pool2D)
{
    internal override OptionField[] Fields => [Padding, StrideW, StrideH, FilterWidth, FilterHeight, Activation];
}

/// <summary>FULLY_CONNECTED, with weights in the default format.</summary>
public sealed record FullyConnectedOptions(
    Activation Activation = Activation.None, bool KeepNumDims = false, bool AsymmetricQuantizeInputs = false)
    : BuiltinOptions(BuiltinOptionsType.FullyConnected)
{
    internal override OptionField[] Fields => [Activation, OptionField.Absent, KeepNumDims, AsymmetricQuantizeInputs];
}

/// <summary>BATCH_MATMUL.</summary>
public sealed record BatchMatMulOptions(bool AdjX = false, bool AdjY = false) : BuiltinOptions(BuiltinOptionsType.BatchMatMul)
{
    internal override OptionField[] Fields => [AdjX, AdjY];
}

/// <summary>ADD.</summary>
public sealed record AddOptions(Activation Activation = Activation.None) : BuiltinOptions(BuiltinOptionsType.Add)
{
    internal override OptionField[] Fields => [Activation];
}

/// <summary>SUB.</summary>
public sealed record SubOptions(Activation Activation = Activation.None) : BuiltinOptions(BuiltinOptionsType.Sub)
{
    internal override OptionField[] Fields => [Activation];
}

/// <summary>MUL.</summary>
public sealed record MulOptions(Activation Activation = Activation.None) : BuiltinOptions(BuiltinOptionsType.Mul)
{
    internal override OptionField[] Fields => [Activation];
}

/// <summary>DIV.</summary>
public sealed record DivOptions(Activation Activation = Activation.None) : BuiltinOptions(BuiltinOptionsType.Div)
{
    internal override OptionField[] Fields => [Activation];
}

/// <summary>L2_NORMALIZATION.</summary>
public sealed record L2NormOptions(Activation Activation = Activation.None) : BuiltinOptions(BuiltinOptionsType.L2Norm)
{
    internal override OptionField[] Fields => [Activation];
}

/// <summary>SOFTMAX.</summary>
public sealed record SoftmaxOptions(float Beta = 1) : BuiltinOptions(BuiltinOptionsType.Softmax)
{
    internal override OptionField[] Fields => [Beta];
}

/// <summary>LEAKY_RELU.</summary>
public sealed record LeakyReluOptions(float Alpha) : BuiltinOptions(BuiltinOptionsType.LeakyRelu)
{
    internal override OptionField[] Fields => [Alpha];
}

/// <summary>GELU.</summary>
public sealed record GeluOptions(bool Approximate = false) : BuiltinOptions(BuiltinOptionsType.Gelu)
{
    internal override OptionField[] Fields => [Approximate];
}

/// <summary>RESHAPE; a second input overrides the shape.</summary>
public sealed record ReshapeOptions(ImmutableArray<int> NewShape) : BuiltinOptions(BuiltinOptionsType.Reshape)
{
    internal override OptionField[] Fields => [NewShape];
}

/// <summary>SQUEEZE; no dimensions means all of size 1.</summary>
public sealed record SqueezeOptions(ImmutableArray<int> SqueezeDims) : BuiltinOptions(BuiltinOptionsType.Squeeze)
{
    internal override OptionField[] Fields => [SqueezeDims];
}

/// <summary>CONCATENATION.</summary>
public sealed record ConcatenationOptions(int Axis, Activation Activation = Activation.None)
    : BuiltinOptions(BuiltinOptionsType.Concatenation)
{
    internal override OptionField[] Fields => [Axis, Activation];
}

/// <summary>SPLIT.</summary>
public sealed record SplitOptions(int NumSplits) : BuiltinOptions(BuiltinOptionsType.Split)
{
    internal override OptionField[] Fields => [NumSplits];
}

/// <summary>SPLIT_V.</summary>
public sealed record SplitVOptions(int NumSplits) : BuiltinOptions(BuiltinOptionsType.SplitV)
{
    internal override OptionField[] Fields => [NumSplits];
}

/// <summary>PACK.</summary>
public sealed record PackOptions(int ValuesCount, int Axis) : BuiltinOptions(BuiltinOptionsType.Pack)
{
    internal override OptionField[] Fields => [ValuesCount, Axis];
}

/// <summary>UNPACK.</summary>
public sealed record UnpackOptions(int Num, int Axis) : BuiltinOptions(BuiltinOptionsType.Unpack)
{
    internal override OptionField[] Fields => [Num, Axis];
}

/// <summary>STRIDED_SLICE; bit i of a mask speaks of dimension i.</summary>
public sealed record StridedSliceOptions(
    int BeginMask = 0, int EndMask = 0, int EllipsisMask = 0, int NewAxisMask = 0, int ShrinkAxisMask = 0)
    : BuiltinOptions(BuiltinOptionsType.StridedSlice)
{
    internal override OptionField[] Fields => [BeginMask, EndMask, EllipsisMask, NewAxisMask, ShrinkAxisMask];
}

/// <summary>GATHER.</summary>
public sealed record GatherOptions(int Axis, int BatchDims = 0) : BuiltinOptions(BuiltinOptionsType.Gather)
{
    internal override OptionField[] Fields => [Axis, BatchDims];
}

/// <summary>ARG_MAX.</summary>
public sealed record ArgMaxOptions(TensorType OutputType) : BuiltinOptions(BuiltinOptionsType.ArgMax)
{
    internal override OptionField[] Fields => [OutputType];
}

/// <summary>ARG_MIN.</summary>
public sealed record ArgMinOptions(TensorType OutputType) : BuiltinOptions(BuiltinOptionsType.ArgMin)
{
    internal override OptionField[] Fields => [OutputType];
}

/// <summary>SHAPE.</summary>
public sealed record ShapeOptions(TensorType OutType) : BuiltinOptions(BuiltinOptionsType.Shape)
{
    internal override OptionField[] Fields => [OutType];
}

/// <summary>CAST.</summary>
public sealed record CastOptions(TensorType InDataType, TensorType OutDataType) : BuiltinOptions(BuiltinOptionsType.Cast)
{
    internal override OptionField[] Fields => [InDataType, OutDataType];
}

/// <summary>RESIZE_BILINEAR.</summary>
public sealed record ResizeBilinearOptions(bool AlignCorners = false, bool HalfPixelCenters = false)
    : BuiltinOptions(BuiltinOptionsType.ResizeBilinear)
{
    internal override OptionField[] Fields => [OptionField.Absent, OptionField.Absent, AlignCorners, HalfPixelCenters];
}

/// <summary>RESIZE_NEAREST_NEIGHBOR.</summary>
public sealed record ResizeNearestNeighborOptions(bool AlignCorners = false, bool HalfPixelCenters = false)
    : BuiltinOptions(BuiltinOptionsType.ResizeNearestNeighbor)
{
    internal override OptionField[] Fields => [AlignCorners, HalfPixelCenters];
}

/// <summary>MEAN, SUM and the REDUCE operators.</summary>
public sealed record ReducerOptions(bool KeepDims = false) : BuiltinOptions(BuiltinOptionsType.Reducer)
{
    internal override OptionField[] Fields => [KeepDims];
}

/// <summary>SPACE_TO_DEPTH.</summary>
public sealed record SpaceToDepthOptions(int BlockSize) : BuiltinOptions(BuiltinOptionsType.SpaceToDepth)
{
    internal override OptionField[] Fields => [BlockSize];
}

/// <summary>DEPTH_TO_SPACE.</summary>
public sealed record DepthToSpaceOptions(int BlockSize) : BuiltinOptions(BuiltinOptionsType.DepthToSpace)
{
    internal override OptionField[] Fields => [BlockSize];
}

/// <summary>MIRROR_PAD.</summary>
public sealed record MirrorPadOptions(bool Symmetric) : BuiltinOptions(BuiltinOptionsType.MirrorPad)
{
    internal override OptionField[] Fields => [Symmetric];
}

/// <summary>CUMSUM.</summary>
public sealed record CumsumOptions(bool Exclusive = false, bool Reverse = false) : BuiltinOptions(BuiltinOptionsType.Cumsum)
{
    internal override OptionField[] Fields => [Exclusive, Reverse];
}

/// <summary>ONE_HOT.</summary>
public sealed record OneHotOptions(int Axis) : BuiltinOptions(BuiltinOptionsType.OneHot)
{
    internal override OptionField[] Fields => [Axis];
}

/// <summary>SVDF.</summary>
public sealed record SvdfOptions(int Rank, Activation Activation = Activation.None) : BuiltinOptions(BuiltinOptionsType.Svdf)
{
    internal override OptionField[] Fields => [Rank, Activation];
}

/// <summary>LSTM, the full kernel.</summary>
public sealed record LstmOptions(Activation Activation = Activation.Tanh, float CellClip = 0, float ProjectionClip = 0) : BuiltinOptions(BuiltinOptionsType.Lstm)
{
    internal override OptionField[] Fields => [Activation, CellClip, ProjectionClip];
}

/// <summary>UNIDIRECTIONAL_SEQUENCE_LSTM.</summary>
public sealed record SequenceLstmOptions(
    bool TimeMajor = false, Activation Activation = Activation.Tanh, float CellClip = 0, float ProjectionClip = 0)
    : BuiltinOptions(BuiltinOptionsType.UnidirectionalSequenceLstm)
{
    internal override OptionField[] Fields => [Activation, CellClip, ProjectionClip, TimeMajor];
}

/// <summary>BIDIRECTIONAL_SEQUENCE_LSTM.</summary>
public sealed record BidirectionalLstmOptions(
    bool TimeMajor = false, bool MergeOutputs = false, Activation Activation = Activation.Tanh, float CellClip = 0, float ProjectionClip = 0)
    : BuiltinOptions(BuiltinOptionsType.BidirectionalSequenceLstm)
{
    internal override OptionField[] Fields => [Activation, CellClip, ProjectionClip, MergeOutputs, TimeMajor];
}

/// <summary>RNN.</summary>
public sealed record RnnOptions(Activation Activation) : BuiltinOptions(BuiltinOptionsType.Rnn)
{
    internal override OptionField[] Fields => [Activation];
}

/// <summary>UNIDIRECTIONAL_SEQUENCE_RNN.</summary>
public sealed record SequenceRnnOptions(bool TimeMajor, Activation Activation) : BuiltinOptions(BuiltinOptionsType.SequenceRnn)
{
    internal override OptionField[] Fields => [TimeMajor, Activation];
}

/// <summary>BIDIRECTIONAL_SEQUENCE_RNN.</summary>
public sealed record BidirectionalRnnOptions(bool TimeMajor, Activation Activation, bool MergeOutputs = false)
    : BuiltinOptions(BuiltinOptionsType.BidirectionalSequenceRnn)
{
    internal override OptionField[] Fields => [TimeMajor, Activation, MergeOutputs];
}

/// <summary>LOCAL_RESPONSE_NORMALIZATION.</summary>
public sealed record LocalResponseNormalizationOptions(int Radius, float Bias, float Alpha, float Beta)
    : BuiltinOptions(BuiltinOptionsType.LocalResponseNormalization)
{
    internal override OptionField[] Fields => [Radius, Bias, Alpha, Beta];
}

/// <summary>FAKE_QUANT.</summary>
public sealed record FakeQuantOptions(float Min, float Max, int NumBits, bool NarrowRange = false) : BuiltinOptions(BuiltinOptionsType.FakeQuant)
{
    internal override OptionField[] Fields => [Min, Max, NumBits, NarrowRange];
}

/// <summary>REVERSE_SEQUENCE.</summary>
public sealed record ReverseSequenceOptions(int SequenceAxis, int BatchAxis) : BuiltinOptions(BuiltinOptionsType.ReverseSequence)
{
    internal override OptionField[] Fields => [SequenceAxis, BatchAxis];
}

/// <summary>CONV_3D, CONV_3D_TRANSPOSE.</summary>
public sealed record Conv3DOptions(
    Padding Padding,
    int StrideD,
    int StrideW,
    int StrideH,
    Activation Activation = Activation.None,
    int DilationD = 1,
    int DilationW = 1,
    int DilationH = 1)
    : BuiltinOptions(BuiltinOptionsType.Conv3D)
{
    internal override OptionField[] Fields => [Padding, StrideD, StrideW, StrideH, Activation, DilationD, DilationW, DilationH];
}

/// <summary>IF: the graphs to call.</summary>
public sealed record IfOptions(int ThenSubgraph, int ElseSubgraph) : BuiltinOptions(BuiltinOptionsType.If)
{
    internal override OptionField[] Fields => [ThenSubgraph, ElseSubgraph];
}

/// <summary>WHILE: the graphs to call.</summary>
public sealed record WhileOptions(int ConditionSubgraph, int BodySubgraph) : BuiltinOptions(BuiltinOptionsType.While)
{
    internal override OptionField[] Fields => [ConditionSubgraph, BodySubgraph];
}

/// <summary>STABLEHLO_CASE: the graphs to choose from.</summary>
public sealed record CaseOptions(ImmutableArray<int> BranchSubgraphs) : BuiltinOptions(BuiltinOptionsType.None)
{
    internal override byte Number => OptionsSchema.Case;

    internal override bool IsSecondUnion => true;

    internal override OptionField[] Fields => [BranchSubgraphs];
}

/// <summary>VAR_HANDLE: which variable it is.</summary>
public sealed record VarHandleOptions(string Container, string SharedName) : BuiltinOptions(BuiltinOptionsType.VarHandle)
{
    internal override OptionField[] Fields => [Container, SharedName];
}

/// <summary>CALL_ONCE: the graph that runs before anything else.</summary>
public sealed record CallOnceOptions(int InitializerSubgraph) : BuiltinOptions(BuiltinOptionsType.CallOnce)
{
    internal override OptionField[] Fields => [InitializerSubgraph];
}

/// <summary>STABLEHLO_COMPOSITE: its name, and the graph that defines it.</summary>
public sealed record CompositeOptions(string Name, int DecompositionSubgraph) : BuiltinOptions(BuiltinOptionsType.None)
{
    internal override byte Number => OptionsSchema.Composite;

    internal override bool IsSecondUnion => true;

    internal override OptionField[] Fields => [Name, DecompositionSubgraph];
}

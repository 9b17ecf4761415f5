using System.Runtime.CompilerServices;

namespace WebNN.Interop.TfLite;

// The structs behind TfLiteNode.builtin_data, field for field as in tensorflow/lite/c/builtin_op_data.h of TensorFlow 2.9 (that header
// does not ship with the natives). TFLite only ever appends to them, so each stops at the last field that we read: an older runtime's
// shorter struct is then never read past its end. A C bool is one byte, as bool is here.

/// <summary>TfLitePadding.</summary>
public enum TfLitePadding
{
    Unknown = 0,
    Same = 1,
    Valid = 2,
}

/// <summary>TfLiteMirrorPaddingMode.</summary>
public enum TfLiteMirrorPaddingMode
{
    Unknown = 0,
    Reflect = 1,
    Symmetric = 2,
}

/// <summary>TfLiteFusedActivation.</summary>
public enum TfLiteFusedActivation
{
    None = 0,
    Relu = 1,
    ReluN1To1 = 2,
    Relu6 = 3,
    Tanh = 4,
    SignBit = 5,
    Sigmoid = 6,
}

/// <summary>TfLiteFullyConnectedWeightsFormat.</summary>
public enum TfLiteFullyConnectedWeightsFormat
{
    Default = 0,
    Shuffled4X16Int8 = 1,
}

public record struct TfLiteConvParams(
    TfLitePadding Padding, int StrideWidth, int StrideHeight, TfLiteFusedActivation Activation, int DilationWidthFactor, int DilationHeightFactor);

public record struct TfLiteDepthwiseConvParams(
    TfLitePadding Padding,
    int StrideWidth,
    int StrideHeight,
    int DepthMultiplier,
    TfLiteFusedActivation Activation,
    int DilationWidthFactor,
    int DilationHeightFactor);

/// <summary>Without the activation that version 4 of the operator appends: see <see cref="TfLiteTransposeConvParamsV4"/>.</summary>
public record struct TfLiteTransposeConvParams(TfLitePadding Padding, int StrideWidth, int StrideHeight);

public record struct TfLiteTransposeConvParamsV4(TfLitePadding Padding, int StrideWidth, int StrideHeight, TfLiteFusedActivation Activation);

/// <summary>Without the padding that the CPU kernel computes into the struct.</summary>
public record struct TfLitePoolParams(
    TfLitePadding Padding, int StrideWidth, int StrideHeight, int FilterWidth, int FilterHeight, TfLiteFusedActivation Activation);

public record struct TfLiteFullyConnectedParams(
    TfLiteFusedActivation Activation, TfLiteFullyConnectedWeightsFormat WeightsFormat, bool KeepNumDims);

/// <summary>TfLiteAddParams, TfLiteSubParams, TfLiteMulParams, TfLiteDivParams and TfLiteL2NormParams: they begin alike.</summary>
public record struct TfLiteActivationParams(TfLiteFusedActivation Activation);

public record struct TfLiteSoftmaxParams(float Beta);

public record struct TfLiteConcatenationParams(int Axis, TfLiteFusedActivation Activation);

public record struct TfLiteBatchMatMulParams(bool AdjX, bool AdjY);

/// <summary>TfLiteResizeBilinearParams and TfLiteResizeNearestNeighborParams.</summary>
public record struct TfLiteResizeParams(bool AlignCorners, bool HalfPixelCenters);

/// <summary>TfLiteSpaceToDepthParams and TfLiteDepthToSpaceParams.</summary>
public record struct TfLiteBlockParams(int BlockSize);

public record struct TfLiteGatherParams(int Axis);

/// <summary>TfLiteGatherParams as of version 5 of the operator.</summary>
public record struct TfLiteGatherParamsV5(int Axis, int BatchDims);

public record struct TfLiteReducerParams(bool KeepDims);

/// <summary>TfLiteSplitParams and TfLiteSplitVParams.</summary>
public record struct TfLiteSplitParams(int NumSplits);

public record struct TfLiteStridedSliceParams(int BeginMask, int EndMask, int EllipsisMask, int NewAxisMask, int ShrinkAxisMask);

/// <summary>TfLiteArgMaxParams and TfLiteArgMinParams.</summary>
public record struct TfLiteArgMinMaxParams(TfLiteType OutputType);

public record struct TfLiteShapeParams(TfLiteType OutType);

public record struct TfLitePackParams(int ValuesCount, int Axis);

public record struct TfLiteUnpackParams(int Num, int Axis);

public record struct TfLiteLeakyReluParams(float Alpha);

public record struct TfLiteMirrorPaddingParams(TfLiteMirrorPaddingMode Mode);

public record struct TfLiteCumsumParams(bool Exclusive, bool Reverse);

/// <summary>TfLiteLSTMParams' kernel_type.</summary>
public enum TfLiteLstmKernelType
{
    Full = 0,
    Basic = 1,
}

public record struct TfLiteLstmParams(TfLiteFusedActivation Activation, float CellClip, float ProjClip, TfLiteLstmKernelType KernelType);

public record struct TfLiteUnidirectionalSequenceLstmParams(TfLiteFusedActivation Activation, float CellClip, float ProjClip, bool TimeMajor);

public record struct TfLiteBidirectionalSequenceLstmParams(
    TfLiteFusedActivation Activation, float CellClip, float ProjClip, bool MergeOutputs, bool TimeMajor);

public record struct TfLiteRnnParams(TfLiteFusedActivation Activation);

public record struct TfLiteSequenceRnnParams(bool TimeMajor, TfLiteFusedActivation Activation);

public record struct TfLiteBidirectionalSequenceRnnParams(bool TimeMajor, TfLiteFusedActivation Activation, bool MergeOutputs);

public record struct TfLiteSvdfParams(int Rank, TfLiteFusedActivation Activation);

public record struct TfLiteLocalResponseNormParams(int Radius, float Bias, float Alpha, float Beta);

public record struct TfLiteFakeQuantParams(float Min, float Max, int NumBits, bool NarrowRange);

public record struct TfLiteOneHotParams(int Axis);

public record struct TfLiteReverseSequenceParams(int SeqDim, int BatchDim);

/// <summary>TfLiteConv3DParams and TfLiteConv3DTransposeParams.</summary>
public record struct TfLiteConv3DParams(
    TfLitePadding Padding,
    int StrideWidth,
    int StrideHeight,
    int StrideDepth,
    int DilationWidth,
    int DilationHeight,
    int DilationDepth,
    TfLiteFusedActivation Activation);

/// <param name="Boundaries">The address of as many floats.</param>
public record struct TfLiteBucketizeParams(int NumBoundaries, nint Boundaries);

/// <summary>One length for each of at most eight axes.</summary>
[InlineArray(Count)]
public struct TfLiteAxisLengths
{
    public const int Count = 8;

    private long first;
}

/// <summary>At most eight numbers of axes or elements.</summary>
[InlineArray(Count)]
public struct TfLiteDimensionList
{
    public const int Count = 8;

    private int first;
}

/// <summary>TfLiteReshapeParams and TfLiteSqueezeParams.</summary>
public record struct TfLiteDimensionParams(TfLiteDimensionList Dimensions, int Count);

/// <summary>TfLiteStablehloPadParams.</summary>
public record struct TfLiteStablehloPadParams(TfLiteAxisLengths Low, TfLiteAxisLengths High, TfLiteAxisLengths Interior);

public record struct TfLiteGeluParams(bool Approximate);

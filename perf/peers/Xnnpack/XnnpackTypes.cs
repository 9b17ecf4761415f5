using System.Runtime.InteropServices;

namespace WebNN.Peers.Xnnpack;

/// <summary>xnn_status.</summary>
internal enum XnnpackStatus
{
    Success = 0,
    Uninitialized = 1,
    InvalidParameter = 2,
    InvalidState = 3,
    UnsupportedParameter = 4,
    UnsupportedHardware = 5,
    OutOfMemory = 6,
    ReallocationRequired = 7,
    Deprecated = 8,
}

/// <summary>xnn_datatype, those that are used here.</summary>
internal enum XnnpackDatatype
{
    Float32 = 1,
    Int8 = 3,
    UInt8 = 4,
}

/// <summary>xnn_unary_operator.</summary>
internal enum XnnpackUnary
{
    Convert = 0,
    Clamp = 1,
    Abs = 2,
    BankersRounding = 3,
    Ceiling = 4,
    Elu = 5,
    Exp = 6,
    Floor = 7,
    Gelu = 8,
    HardSwish = 9,
    LeakyRelu = 10,
    Log = 11,
    Negate = 12,
    Sigmoid = 13,
    Square = 14,
    SquareRoot = 15,
    ReciprocalSquareRoot = 16,
    Tanh = 17,
}

/// <summary>xnn_binary_operator.</summary>
internal enum XnnpackBinary
{
    Add = 0,
    Subtract = 1,
    Multiply = 2,
    Divide = 3,
    Maximum = 4,
    Minimum = 5,
    SquaredDifference = 7,
    Prelu = 8,
}

/// <summary>xnn_reduce_operator.</summary>
internal enum XnnpackReduction
{
    Sum = 0,
    Mean = 1,
}

/// <summary>The flags that operators are made with.</summary>
[Flags]
internal enum XnnpackFlags
{
    None = 0,
    DepthwiseConvolution = 1,
    SamePadding = 4,
}

/// <summary>xnn_quantization_params.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct XnnpackQuantization(int ZeroPoint, float Scale);

/// <summary>xnn_unary_params: the limits of a clamp, or else the one number that an operator takes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct XnnpackUnaryParams(float First, float Second = 0);

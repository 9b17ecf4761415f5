using System.Runtime.InteropServices;

namespace WebNN.Peers.Xnnpack;

/// <summary>The same for convolutions, products and pools. Each has a code cache, which is no more, and a cache of weights, which is not used: both are null.</summary>
internal static class XnnpackNativeWindows
{
    private const string Library = XnnpackNative.Library;

    public delegate XnnpackStatus Reshape(
        nint op, nuint batch, nuint height, nuint width, out nuint workspace, out nuint alignment, out nuint outputHeight, out nuint outputWidth, nint threads);

    public delegate XnnpackStatus Setup(nint op, nint workspace, nint input, nint output);

    public delegate XnnpackStatus ReshapeProduct(nint op, nuint batch, nint threads);

    public delegate XnnpackStatus ReshapePool(
        nint op, nuint batch, nuint height, nuint width, nuint channels, nuint inputStride, nuint outputStride, out nuint outputHeight, out nuint outputWidth, nint threads);

    public delegate XnnpackStatus SetupOthers(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_create_convolution2d_nhwc_f32")]
    public static extern XnnpackStatus CreateConvolutionF32(
        uint top, uint right, uint bottom, uint left, uint height, uint width, uint strideHeight, uint strideWidth, uint dilationHeight, uint dilationWidth,
        uint groups, nuint groupInputs, nuint groupOutputs, nuint inputStride, nuint outputStride, in byte kernel, in byte bias, float min, float max,
        XnnpackFlags flags, nint code, nint weights, out nint op);

    [DllImport(Library, EntryPoint = "xnn_create_convolution2d_nhwc_qs8")]
    public static extern XnnpackStatus CreateConvolutionQS8(
        uint top, uint right, uint bottom, uint left, uint height, uint width, uint strideHeight, uint strideWidth, uint dilationHeight, uint dilationWidth,
        uint groups, nuint groupInputs, nuint groupOutputs, nuint inputStride, nuint outputStride, sbyte inputZero, float inputScale, float kernelScale,
        in byte kernel, in byte bias, sbyte outputZero, float outputScale, sbyte min, sbyte max, XnnpackFlags flags, nint code, nint weights, out nint op);

    [DllImport(Library, EntryPoint = "xnn_create_convolution2d_nhwc_qs8_qc8w")]
    public static extern XnnpackStatus CreateConvolutionQC8(
        uint top, uint right, uint bottom, uint left, uint height, uint width, uint strideHeight, uint strideWidth, uint dilationHeight, uint dilationWidth,
        uint groups, nuint groupInputs, nuint groupOutputs, nuint inputStride, nuint outputStride, sbyte inputZero, float inputScale, float[] kernelScale,
        in byte kernel, in byte bias, sbyte outputZero, float outputScale, sbyte min, sbyte max, XnnpackFlags flags, nint code, nint weights, out nint op);

    [DllImport(Library, EntryPoint = "xnn_create_convolution2d_nhwc_qu8")]
    public static extern XnnpackStatus CreateConvolutionQU8(
        uint top, uint right, uint bottom, uint left, uint height, uint width, uint strideHeight, uint strideWidth, uint dilationHeight, uint dilationWidth,
        uint groups, nuint groupInputs, nuint groupOutputs, nuint inputStride, nuint outputStride, byte inputZero, float inputScale, byte kernelZero,
        float kernelScale, in byte kernel, in byte bias, byte outputZero, float outputScale, byte min, byte max, XnnpackFlags flags, nint code, nint weights,
        out nint op);

    [DllImport(Library, EntryPoint = "xnn_reshape_convolution2d_nhwc_f32")]
    public static extern XnnpackStatus ReshapeConvolutionF32(
        nint op, nuint batch, nuint height, nuint width, out nuint workspace, out nuint alignment, out nuint outputHeight, out nuint outputWidth, nint threads);

    [DllImport(Library, EntryPoint = "xnn_reshape_convolution2d_nhwc_qs8")]
    public static extern XnnpackStatus ReshapeConvolutionQS8(
        nint op, nuint batch, nuint height, nuint width, out nuint workspace, out nuint alignment, out nuint outputHeight, out nuint outputWidth, nint threads);

    [DllImport(Library, EntryPoint = "xnn_reshape_convolution2d_nhwc_qs8_qc8w")]
    public static extern XnnpackStatus ReshapeConvolutionQC8(
        nint op, nuint batch, nuint height, nuint width, out nuint workspace, out nuint alignment, out nuint outputHeight, out nuint outputWidth, nint threads);

    [DllImport(Library, EntryPoint = "xnn_reshape_convolution2d_nhwc_qu8")]
    public static extern XnnpackStatus ReshapeConvolutionQU8(
        nint op, nuint batch, nuint height, nuint width, out nuint workspace, out nuint alignment, out nuint outputHeight, out nuint outputWidth, nint threads);

    [DllImport(Library, EntryPoint = "xnn_setup_convolution2d_nhwc_f32")]
    public static extern XnnpackStatus SetupConvolutionF32(nint op, nint workspace, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_setup_convolution2d_nhwc_qs8")]
    public static extern XnnpackStatus SetupConvolutionQS8(nint op, nint workspace, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_setup_convolution2d_nhwc_qs8_qc8w")]
    public static extern XnnpackStatus SetupConvolutionQC8(nint op, nint workspace, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_setup_convolution2d_nhwc_qu8")]
    public static extern XnnpackStatus SetupConvolutionQU8(nint op, nint workspace, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_create_fully_connected_nc_f32")]
    public static extern XnnpackStatus CreateProductF32(
        nuint inputs, nuint outputs, nuint inputStride, nuint outputStride, in byte kernel, in byte bias, float min, float max,
        XnnpackFlags flags, nint code, nint weights, out nint op);

    [DllImport(Library, EntryPoint = "xnn_create_fully_connected_nc_qs8")]
    public static extern XnnpackStatus CreateProductQS8(
        nuint inputs, nuint outputs, nuint inputStride, nuint outputStride, sbyte inputZero, float inputScale, float kernelScale, in byte kernel, in byte bias,
        sbyte outputZero, float outputScale, sbyte min, sbyte max, XnnpackFlags flags, nint code, nint weights, out nint op);

    [DllImport(Library, EntryPoint = "xnn_create_fully_connected_nc_qs8_qc8w")]
    public static extern XnnpackStatus CreateProductQC8(
        nuint inputs, nuint outputs, nuint inputStride, nuint outputStride, sbyte inputZero, float inputScale, float[] kernelScale, in byte kernel, in byte bias,
        sbyte outputZero, float outputScale, sbyte min, sbyte max, XnnpackFlags flags, nint code, nint weights, out nint op);

    [DllImport(Library, EntryPoint = "xnn_create_fully_connected_nc_qu8")]
    public static extern XnnpackStatus CreateProductQU8(
        nuint inputs, nuint outputs, nuint inputStride, nuint outputStride, byte inputZero, float inputScale, byte kernelZero, float kernelScale,
        in byte kernel, in byte bias, byte outputZero, float outputScale, byte min, byte max, XnnpackFlags flags, nint code, nint weights, out nint op);

    [DllImport(Library, EntryPoint = "xnn_reshape_fully_connected_nc_f32")]
    public static extern XnnpackStatus ReshapeProductF32(nint op, nuint batch, nint threads);

    [DllImport(Library, EntryPoint = "xnn_reshape_fully_connected_nc_qs8")]
    public static extern XnnpackStatus ReshapeProductQS8(nint op, nuint batch, nint threads);

    [DllImport(Library, EntryPoint = "xnn_reshape_fully_connected_nc_qs8_qc8w")]
    public static extern XnnpackStatus ReshapeProductQC8(nint op, nuint batch, nint threads);

    [DllImport(Library, EntryPoint = "xnn_reshape_fully_connected_nc_qu8")]
    public static extern XnnpackStatus ReshapeProductQU8(nint op, nuint batch, nint threads);

    [DllImport(Library, EntryPoint = "xnn_setup_fully_connected_nc_f32")]
    public static extern XnnpackStatus SetupProductF32(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_setup_fully_connected_nc_qs8")]
    public static extern XnnpackStatus SetupProductQS8(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_setup_fully_connected_nc_qs8_qc8w")]
    public static extern XnnpackStatus SetupProductQC8(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_setup_fully_connected_nc_qu8")]
    public static extern XnnpackStatus SetupProductQU8(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_create_max_pooling2d_nhwc_f32")]
    public static extern XnnpackStatus CreateMaxPoolF32(
        uint top, uint right, uint bottom, uint left, uint height, uint width, uint strideHeight, uint strideWidth, uint dilationHeight, uint dilationWidth,
        float min, float max, XnnpackFlags flags, out nint op);

    [DllImport(Library, EntryPoint = "xnn_create_max_pooling2d_nhwc_s8")]
    public static extern XnnpackStatus CreateMaxPoolS8(
        uint top, uint right, uint bottom, uint left, uint height, uint width, uint strideHeight, uint strideWidth, uint dilationHeight, uint dilationWidth,
        sbyte min, sbyte max, XnnpackFlags flags, out nint op);

    [DllImport(Library, EntryPoint = "xnn_create_max_pooling2d_nhwc_u8")]
    public static extern XnnpackStatus CreateMaxPoolU8(
        uint top, uint right, uint bottom, uint left, uint height, uint width, uint strideHeight, uint strideWidth, uint dilationHeight, uint dilationWidth,
        byte min, byte max, XnnpackFlags flags, out nint op);

    [DllImport(Library, EntryPoint = "xnn_reshape_max_pooling2d_nhwc_f32")]
    public static extern XnnpackStatus ReshapeMaxPoolF32(
        nint op, nuint batch, nuint height, nuint width, nuint channels, nuint inputStride, nuint outputStride, out nuint outputHeight, out nuint outputWidth, nint threads);

    [DllImport(Library, EntryPoint = "xnn_reshape_max_pooling2d_nhwc_s8")]
    public static extern XnnpackStatus ReshapeMaxPoolS8(
        nint op, nuint batch, nuint height, nuint width, nuint channels, nuint inputStride, nuint outputStride, out nuint outputHeight, out nuint outputWidth, nint threads);

    [DllImport(Library, EntryPoint = "xnn_reshape_max_pooling2d_nhwc_u8")]
    public static extern XnnpackStatus ReshapeMaxPoolU8(
        nint op, nuint batch, nuint height, nuint width, nuint channels, nuint inputStride, nuint outputStride, out nuint outputHeight, out nuint outputWidth, nint threads);

    [DllImport(Library, EntryPoint = "xnn_setup_max_pooling2d_nhwc_f32")]
    public static extern XnnpackStatus SetupMaxPoolF32(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_setup_max_pooling2d_nhwc_s8")]
    public static extern XnnpackStatus SetupMaxPoolS8(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_setup_max_pooling2d_nhwc_u8")]
    public static extern XnnpackStatus SetupMaxPoolU8(nint op, nint input, nint output);
}

using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>Operators that pack constants or bounds, in the type of their tensors: floats, int8 with one scale or one for each channel, uint8.</summary>
internal static class OperatorConstants
{
    private const nint None = 0;

    public static (XnnpackStatus, nint, XnnpackNativeWindows.Reshape, XnnpackNativeWindows.Setup) Create(ConvolutionStep step)
    {
        var (w, p) = (step.Window, step.Window.Padding);
        var (top, right, bottom, left) = ((uint)p.Top, (uint)p.Right, (uint)p.Bottom, (uint)p.Left);
        var (height, width, downs, acrosses) = ((uint)w.Height, (uint)w.Width, (uint)w.StrideHeight, (uint)w.StrideWidth);
        var (dilationHeight, dilationWidth, groups) = ((uint)w.DilationHeight, (uint)w.DilationWidth, (uint)step.Groups);
        var (inputs, outputs) = ((nuint)step.Input.Shape[3], (nuint)step.Output.Shape[3]);
        var (groupInputs, groupOutputs) = (inputs / groups, outputs / groups);
        var flags = w.Flags | (step.IsDepthwise ? XnnpackFlags.DepthwiseConvolution : XnnpackFlags.None);
        ref readonly var kernel = ref Reference(step.Filter);
        ref readonly var bias = ref Reference(step.Bias);
        var (x, k, y) = (Elements.Quantization(step.Input), Elements.Quantization(step.Filter), Elements.Quantization(step.Output));
        var (min, max) = (step.Bounds.Min, step.Bounds.Max);
        nint op;
        return (Elements.Datatype(step.Input), IsPerChannel(step.Filter)) switch
        {
            (XnnpackDatatype.Float32, _) => (
                XnnpackNativeWindows.CreateConvolutionF32(
                    top, right, bottom, left, height, width, downs, acrosses, dilationHeight, dilationWidth, groups, groupInputs, groupOutputs, inputs, outputs,
                    in kernel, in bias, min, max, flags, None, None, out op),
                op, XnnpackNativeWindows.ReshapeConvolutionF32, XnnpackNativeWindows.SetupConvolutionF32),
            (XnnpackDatatype.Int8, true) => (
                XnnpackNativeWindows.CreateConvolutionQC8(
                    top, right, bottom, left, height, width, downs, acrosses, dilationHeight, dilationWidth, groups, groupInputs, groupOutputs, inputs, outputs,
                    (sbyte)x.ZeroPoint, x.Scale, Scales(step.Filter), in kernel, in bias, (sbyte)y.ZeroPoint, y.Scale, (sbyte)min, (sbyte)max, flags, None, None, out op),
                op, XnnpackNativeWindows.ReshapeConvolutionQC8, XnnpackNativeWindows.SetupConvolutionQC8),
            (XnnpackDatatype.Int8, false) => (
                XnnpackNativeWindows.CreateConvolutionQS8(
                    top, right, bottom, left, height, width, downs, acrosses, dilationHeight, dilationWidth, groups, groupInputs, groupOutputs, inputs, outputs,
                    (sbyte)x.ZeroPoint, x.Scale, k.Scale, in kernel, in bias, (sbyte)y.ZeroPoint, y.Scale, (sbyte)min, (sbyte)max, flags, None, None, out op),
                op, XnnpackNativeWindows.ReshapeConvolutionQS8, XnnpackNativeWindows.SetupConvolutionQS8),
            _ => (
                XnnpackNativeWindows.CreateConvolutionQU8(
                    top, right, bottom, left, height, width, downs, acrosses, dilationHeight, dilationWidth, groups, groupInputs, groupOutputs, inputs, outputs,
                    (byte)x.ZeroPoint, x.Scale, (byte)k.ZeroPoint, k.Scale, in kernel, in bias, (byte)y.ZeroPoint, y.Scale, (byte)min, (byte)max, flags, None, None, out op),
                op, XnnpackNativeWindows.ReshapeConvolutionQU8, XnnpackNativeWindows.SetupConvolutionQU8),
        };
    }

    public static (XnnpackStatus, nint, XnnpackNativeWindows.ReshapeProduct, XnnpackNativeWindows.SetupOthers) Create(ProductStep step)
    {
        var (outputs, inputs) = ((nuint)step.Weights.Shape[0], (nuint)step.Weights.Shape[1]);
        ref readonly var kernel = ref Reference(step.Weights);
        ref readonly var bias = ref Reference(step.Bias);
        var (x, k, y) = (Elements.Quantization(step.Input), Elements.Quantization(step.Weights), Elements.Quantization(step.Output));
        var (min, max) = (step.Bounds.Min, step.Bounds.Max);
        nint op;
        return (Elements.Datatype(step.Input), IsPerChannel(step.Weights)) switch
        {
            (XnnpackDatatype.Float32, _) => (
                XnnpackNativeWindows.CreateProductF32(inputs, outputs, inputs, outputs, in kernel, in bias, min, max, XnnpackFlags.None, None, None, out op),
                op, XnnpackNativeWindows.ReshapeProductF32, XnnpackNativeWindows.SetupProductF32),
            (XnnpackDatatype.Int8, true) => (
                XnnpackNativeWindows.CreateProductQC8(
                    inputs, outputs, inputs, outputs, (sbyte)x.ZeroPoint, x.Scale, Scales(step.Weights), in kernel, in bias, (sbyte)y.ZeroPoint, y.Scale,
                    (sbyte)min, (sbyte)max, XnnpackFlags.None, None, None, out op),
                op, XnnpackNativeWindows.ReshapeProductQC8, XnnpackNativeWindows.SetupProductQC8),
            (XnnpackDatatype.Int8, false) => (
                XnnpackNativeWindows.CreateProductQS8(
                    inputs, outputs, inputs, outputs, (sbyte)x.ZeroPoint, x.Scale, k.Scale, in kernel, in bias, (sbyte)y.ZeroPoint, y.Scale,
                    (sbyte)min, (sbyte)max, XnnpackFlags.None, None, None, out op),
                op, XnnpackNativeWindows.ReshapeProductQS8, XnnpackNativeWindows.SetupProductQS8),
            _ => (
                XnnpackNativeWindows.CreateProductQU8(
                    inputs, outputs, inputs, outputs, (byte)x.ZeroPoint, x.Scale, (byte)k.ZeroPoint, k.Scale, in kernel, in bias, (byte)y.ZeroPoint, y.Scale,
                    (byte)min, (byte)max, XnnpackFlags.None, None, None, out op),
                op, XnnpackNativeWindows.ReshapeProductQU8, XnnpackNativeWindows.SetupProductQU8),
        };
    }

    public static (XnnpackStatus, nint, XnnpackNativeWindows.ReshapePool, XnnpackNativeWindows.SetupOthers) Create(MaxPoolStep step)
    {
        var (w, p) = (step.Window, step.Window.Padding);
        var (top, right, bottom, left) = ((uint)p.Top, (uint)p.Right, (uint)p.Bottom, (uint)p.Left);
        var (height, width, downs, acrosses) = ((uint)w.Height, (uint)w.Width, (uint)w.StrideHeight, (uint)w.StrideWidth);
        var (dilationHeight, dilationWidth) = ((uint)w.DilationHeight, (uint)w.DilationWidth);
        var (min, max) = (step.Bounds.Min, step.Bounds.Max);
        nint op;
        return Elements.Datatype(step.Input) switch
        {
            XnnpackDatatype.Float32 => (
                XnnpackNativeWindows.CreateMaxPoolF32(
                    top, right, bottom, left, height, width, downs, acrosses, dilationHeight, dilationWidth, min, max, w.Flags, out op),
                op, XnnpackNativeWindows.ReshapeMaxPoolF32, XnnpackNativeWindows.SetupMaxPoolF32),
            XnnpackDatatype.Int8 => (
                XnnpackNativeWindows.CreateMaxPoolS8(
                    top, right, bottom, left, height, width, downs, acrosses, dilationHeight, dilationWidth, (sbyte)min, (sbyte)max, w.Flags, out op),
                op, XnnpackNativeWindows.ReshapeMaxPoolS8, XnnpackNativeWindows.SetupMaxPoolS8),
            _ => (
                XnnpackNativeWindows.CreateMaxPoolU8(
                    top, right, bottom, left, height, width, downs, acrosses, dilationHeight, dilationWidth, (byte)min, (byte)max, w.Flags, out op),
                op, XnnpackNativeWindows.ReshapeMaxPoolU8, XnnpackNativeWindows.SetupMaxPoolU8),
        };
    }

    private static bool IsPerChannel(TensorInfo filter) => filter.Type == TfLiteType.Int8 && filter.Quantization is { PerTensor: false };

    private static float[] Scales(TensorInfo filter) => [.. filter.Quantization!.Scales];

    /// <summary>A constant's first byte; a null reference where there is none.</summary>
    private static ref readonly byte Reference(TensorInfo? constant) => ref MemoryMarshal.GetReference(constant?.Data is { } data ? data.Span : default);
}

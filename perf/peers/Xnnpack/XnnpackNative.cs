using System.Runtime.InteropServices;

namespace WebNN.Peers.Xnnpack;

/// <summary>
/// XNNPACK's operators, as of its commit 51a0103 (December 2024), which PyTorch 2.10 is built with. Constants may go once an operator
/// is made: it packs them. What is null in C is a null reference here.
/// </summary>
internal static class XnnpackNative
{
    /// <summary>What <see cref="XnnpackLibrary"/> resolves.</summary>
    public const string Library = "xnnpack-operators";

    [DllImport(Library, EntryPoint = "xnn_initialize")]
    public static extern XnnpackStatus Initialize(nint allocator);

    [DllImport(Library, EntryPoint = "xnn_run_operator")]
    public static extern XnnpackStatus Run(nint op, nint threads);

    [DllImport(Library, EntryPoint = "xnn_delete_operator")]
    public static extern XnnpackStatus Delete(nint op);

    [DllImport(Library, EntryPoint = "pthreadpool_create")]
    public static extern nint CreateThreads(nuint count);

    [DllImport(Library, EntryPoint = "pthreadpool_destroy")]
    public static extern void DestroyThreads(nint threads);

    [DllImport(Library, EntryPoint = "xnn_create_binary_elementwise_nd")]
    public static extern XnnpackStatus CreateBinary(
        XnnpackBinary type, XnnpackDatatype datatype, in XnnpackQuantization a, in XnnpackQuantization b, in XnnpackQuantization output, XnnpackFlags flags, out nint op);

    [DllImport(Library, EntryPoint = "xnn_reshape_binary_elementwise_nd")]
    public static extern XnnpackStatus ReshapeBinary(nint op, nuint rankA, nuint[] shapeA, nuint rankB, nuint[] shapeB, nint threads);

    [DllImport(Library, EntryPoint = "xnn_setup_binary_elementwise_nd")]
    public static extern XnnpackStatus SetupBinary(nint op, nint a, nint b, nint output);

    [DllImport(Library, EntryPoint = "xnn_create_unary_elementwise_nc")]
    public static extern XnnpackStatus CreateUnary(
        XnnpackUnary type, XnnpackDatatype from, XnnpackDatatype to, in XnnpackUnaryParams parameters, in XnnpackQuantization input, in XnnpackQuantization output,
        XnnpackFlags flags, out nint op);

    [DllImport(Library, EntryPoint = "xnn_reshape_unary_elementwise_nc")]
    public static extern XnnpackStatus ReshapeUnary(nint op, nuint batch, nuint channels, nuint inputStride, nuint outputStride, nint threads);

    [DllImport(Library, EntryPoint = "xnn_setup_unary_elementwise_nc")]
    public static extern XnnpackStatus SetupUnary(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_create_copy_nc_x8")]
    public static extern XnnpackStatus CreateCopy8(XnnpackFlags flags, out nint op);

    [DllImport(Library, EntryPoint = "xnn_reshape_copy_nc_x8")]
    public static extern XnnpackStatus ReshapeCopy8(nint op, nuint batch, nuint channels, nuint inputStride, nuint outputStride, nint threads);

    [DllImport(Library, EntryPoint = "xnn_setup_copy_nc_x8")]
    public static extern XnnpackStatus SetupCopy8(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_create_copy_nc_x32")]
    public static extern XnnpackStatus CreateCopy32(XnnpackFlags flags, out nint op);

    [DllImport(Library, EntryPoint = "xnn_reshape_copy_nc_x32")]
    public static extern XnnpackStatus ReshapeCopy32(nint op, nuint batch, nuint channels, nuint inputStride, nuint outputStride, nint threads);

    [DllImport(Library, EntryPoint = "xnn_setup_copy_nc_x32")]
    public static extern XnnpackStatus SetupCopy32(nint op, nint input, nint output);

    [DllImport(Library, EntryPoint = "xnn_create_reduce_nd")]
    public static extern XnnpackStatus CreateReduction(
        XnnpackReduction type, XnnpackDatatype datatype, in XnnpackQuantization input, in XnnpackQuantization output, XnnpackFlags flags, out nint op);

    [DllImport(Library, EntryPoint = "xnn_reshape_reduce_nd")]
    public static extern XnnpackStatus ReshapeReduction(
        nint op, nuint axisCount, long[] axes, nuint rank, nuint[] shape, out nuint workspace, out nuint alignment, nint threads);

    [DllImport(Library, EntryPoint = "xnn_setup_reduce_nd")]
    public static extern XnnpackStatus SetupReduction(nint op, nint workspace, nint input, nint output);
}

using System.Runtime.CompilerServices;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>Makes XNNPACK's operators, and tells them their shapes. They get their pointers when it is known how much room they all need to work.</summary>
internal sealed class OperatorMaker(XnnpackMemory memory, nint threads) : IDisposable
{
    private readonly List<(XnnpackStep Step, nint Handle, Func<XnnpackStatus> Setup)> made = [];
    private nuint workspace;

    public void Make(XnnpackStep step)
    {
        switch (step)
        {
            case ConvolutionStep convolution: Convolution(convolution); break;
            case ProductStep product: Product(product); break;
            case MaxPoolStep pool: MaxPool(pool); break;
            case BinaryStep binary: Binary(binary); break;
            case UnaryStep unary: Unary(unary); break;
            case MeanStep mean: Mean(mean); break;
            case CopyStep copy: Copy(copy); break;
            default: throw new InvalidOperationException($"{step.Label}: {step.GetType().Name} is not XNNPACK's");
        }
    }

    /// <summary>All that were made, in order, ready to run. They are the caller's then.</summary>
    public IReadOnlyList<PreparedOperator> SetUp()
    {
        memory.Reserve(checked((int)workspace));
        foreach (var (step, _, setup) in made)
        {
            XnnpackLibrary.Require(setup(), step.Label);
        }

        List<PreparedOperator> prepared = [.. made.Select(each => new PreparedOperator(each.Step, each.Handle, threads))];
        made.Clear();
        return prepared;
    }

    public void Dispose() => made.ForEach(each => XnnpackNative.Delete(each.Handle));

    private void Convolution(ConvolutionStep step)
    {
        var (status, handle, reshape, setup) = OperatorConstants.Create(step);
        Keep(step, status, handle, () => setup(handle, memory.Workspace, memory.AddressOf(step.Input), memory.AddressOf(step.Output)));
        var shape = step.Input.Shape;
        Require(step, reshape(handle, (nuint)shape[0], (nuint)shape[1], (nuint)shape[2], out var room, out _, out var height, out var width, threads));
        RequireImage(step, height, width);
        workspace = Math.Max(workspace, room);
    }

    private void Product(ProductStep step)
    {
        var (status, handle, reshape, setup) = OperatorConstants.Create(step);
        Keep(step, status, handle, () => setup(handle, memory.AddressOf(step.Input), memory.AddressOf(step.Output)));
        Require(step, reshape(handle, (nuint)(Elements.Count(step.Input) / step.Weights.Shape[1]), threads));
    }

    private void MaxPool(MaxPoolStep step)
    {
        var (status, handle, reshape, setup) = OperatorConstants.Create(step);
        Keep(step, status, handle, () => setup(handle, memory.AddressOf(step.Input), memory.AddressOf(step.Output)));
        var (shape, channels) = (step.Input.Shape, (nuint)step.Input.Shape[3]);
        Require(step, reshape(handle, (nuint)shape[0], (nuint)shape[1], (nuint)shape[2], channels, channels, channels, out var height, out var width, threads));
        RequireImage(step, height, width);
    }

    private void Binary(BinaryStep step)
    {
        var status = XnnpackNative.CreateBinary(
            step.Type, Elements.Datatype(step.Output), Elements.Quantization(step.A), Elements.Quantization(step.B), Elements.Quantization(step.Output),
            XnnpackFlags.None, out var handle);
        Keep(step, status, handle, () => XnnpackNative.SetupBinary(handle, memory.AddressOf(step.A), memory.AddressOf(step.B), memory.AddressOf(step.Output)));
        var (a, b) = (Shape(step.A), Shape(step.B));
        Require(step, XnnpackNative.ReshapeBinary(handle, (nuint)a.Length, a, (nuint)b.Length, b, threads));
    }

    private void Unary(UnaryStep step)
    {
        var parameters = step.Parameters ?? default;
        var status = XnnpackNative.CreateUnary(
            step.Type, Elements.Datatype(step.Input), Elements.Datatype(step.Output),
            in step.Parameters is null ? ref Unsafe.NullRef<XnnpackUnaryParams>() : ref parameters,
            Elements.Quantization(step.Input), Elements.Quantization(step.Output), XnnpackFlags.None, out var handle);
        Keep(step, status, handle, () => XnnpackNative.SetupUnary(handle, memory.AddressOf(step.Input), memory.AddressOf(step.Output)));
        Require(step, XnnpackNative.ReshapeUnary(handle, (nuint)Elements.Count(step.Input), 1, 1, 1, threads));
    }

    private void Mean(MeanStep step)
    {
        var none = default(XnnpackQuantization);
        var status = XnnpackNative.CreateReduction(XnnpackReduction.Mean, XnnpackDatatype.Float32, none, none, XnnpackFlags.None, out var handle);

        // Sums of floats are made where the means belong: with a place of their own the library would convert them, by a function that it does not have.
        Keep(step, status, handle, () => XnnpackNative.SetupReduction(handle, 0, memory.AddressOf(step.Input), memory.AddressOf(step.Output)));
        var shape = Shape(step.Input);
        long[] axes = [.. step.Axes];
        Require(step, XnnpackNative.ReshapeReduction(handle, (nuint)axes.Length, axes, (nuint)shape.Length, shape, out _, out _, threads));
    }

    private void Copy(CopyStep step)
    {
        var isWords = Elements.Size(step.Input) == sizeof(float);
        var unit = isWords ? sizeof(float) : 1;
        var status = isWords ? XnnpackNative.CreateCopy32(XnnpackFlags.None, out var handle) : XnnpackNative.CreateCopy8(XnnpackFlags.None, out handle);
        XnnpackNativeWindows.SetupOthers setup = isWords ? XnnpackNative.SetupCopy32 : XnnpackNative.SetupCopy8;
        Keep(step, status, handle, () => setup(handle, memory.AddressOf(step.Input), memory.AddressOf(step.Output) + step.OutputOffset));
        var (row, stride) = ((nuint)(step.RowBytes / unit), (nuint)(step.OutputRowBytes / unit));
        Require(step, isWords
            ? XnnpackNative.ReshapeCopy32(handle, (nuint)step.Rows, row, row, stride, threads)
            : XnnpackNative.ReshapeCopy8(handle, (nuint)step.Rows, row, row, stride, threads));
    }

    private void Keep(XnnpackStep step, XnnpackStatus status, nint handle, Func<XnnpackStatus> setup)
    {
        Require(step, status);
        made.Add((step, handle, setup));
    }

    private static void Require(XnnpackStep step, XnnpackStatus status) => XnnpackLibrary.Require(status, step.Label);

    private static void RequireImage(XnnpackStep step, nuint height, nuint width)
    {
        var shape = step.Output.Shape;
        if ((nuint)shape[1] != height || (nuint)shape[2] != width)
        {
            throw new InvalidOperationException($"{step.Label}: XNNPACK makes {height} by {width} of {step.Output}");
        }
    }

    private static nuint[] Shape(TensorInfo tensor) => [.. tensor.Shape.Select(dimension => (nuint)dimension)];
}

using WebNN.Kernels;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>What a kernel is made of, as the attributes of a node carry it (see <see cref="WindowOperator.Attributes"/>).</summary>
/// <param name="Expansion">The dense convolution before an expanded one.</param>
internal readonly record struct WindowDescription(WindowOperation Operation, KernelTarget Target, WindowStage Stage, WindowStage Expansion = default)
{
    /// <exception cref="ArgumentException">They describe no window.</exception>
    public static WindowDescription Of(Func<string, ReadOnlyMemory<long>> integers, Func<string, ReadOnlyMemory<float>> floats)
    {
        var shapes = integers(WindowOperator.ShapeAttribute).Span;
        var slopes = integers(WindowOperator.SlopesAttribute).Span;
        var ranges = floats(WindowOperator.RangeAttribute).Span;
        var stages = new WindowStage[2];
        for (var i = 0; i < slopes.Length; i++)
        {
            var shape = WindowShape.FromIntegers(shapes.Slice(i * WindowShape.Fields, WindowShape.Fields));
            stages[i] = new(shape, new(ranges[2 * i], ranges[(2 * i) + 1], slopes[i] != 0));
        }

        var operation = (WindowOperation)integers(WindowOperator.OperationAttribute).Span[0];
        return new(operation, KernelTarget.FromIntegers(integers(WindowOperator.TargetAttribute).Span), stages[0], stages[1]);
    }

    /// <summary>What a convolution multiplies, and nothing else does.</summary>
    public long Products => Operation switch
    {
        WindowOperation.Convolution or WindowOperation.ExpandedConvolution or WindowOperation.IntegerConvolution
            or WindowOperation.WideIntegerConvolution or WindowOperation.IntegerWinograd => Stage.Shape.Products + Expansion.Shape.Products,
        _ => 0,
    };

    /// <inheritdoc cref="WindowKernels.Create"/>
    public WindowKernel Create(int shares) => WindowKernels.Create(Operation, Stage, Expansion, Target, shares);
}

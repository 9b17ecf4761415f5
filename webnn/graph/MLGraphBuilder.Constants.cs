using System.Runtime.InteropServices;

namespace WebNN;

// Constants that bring their own storage; the one over the caller's bytes is beside Input.
public sealed partial class MLGraphBuilder
{
    /// <summary>Adds a scalar, which <see cref="MLNumber.Cast"/> makes of <paramref name="value"/>.</summary>
    public MLOperand Constant(MLOperandDataType type, MLNumber value) => Constant(new MLOperandDescriptor(type), value.ToBytes(type));

    /// <summary>Adds a constant with a copy of <paramref name="values"/>; its type is theirs.</summary>
    public MLOperand Constant<T>(ReadOnlySpan<int> shape, params ReadOnlySpan<T> values) where T : unmanaged =>
        Constant(new MLOperandDescriptor(MLOperandDataTypes.Of<T>(), shape), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Adds a constant over a constant tensor's memory, without a copy.</summary>
    /// <exception cref="ArgumentException">The tensor is not constant, is destroyed, or belongs to another context.</exception>
    public MLOperand Constant(MLTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!tensor.Constant || tensor.Context != Context)
        {
            throw new ArgumentException($"tensor {tensor.Descriptor} is {(tensor.Constant ? "another MLContext's" : "not constant")}");
        }

        return tensor.IsDestroyed ? throw new ArgumentException($"tensor {tensor.Descriptor} is destroyed") : Constant(tensor.Descriptor, tensor.Memory);
    }
}

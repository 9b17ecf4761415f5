using System.Runtime.InteropServices;

namespace WebNN;

// Constants that bring their own storage; the one over the caller's bytes is beside Input.
public sealed partial class MLGraphBuilder
{
    /// <summary>Adds a scalar: <paramref name="value"/> converted to <paramref name="type"/>, saturating.</summary>
    public MLOperand Constant(MLOperandDataType type, double value)
    {
        var bytes = new byte[type.ByteSize()];
        switch (type)
        {
            case MLOperandDataType.Float32: MemoryMarshal.Write(bytes, (float)value); break;
            case MLOperandDataType.Float16: MemoryMarshal.Write(bytes, (Half)value); break;
            case MLOperandDataType.Int32: MemoryMarshal.Write(bytes, int.CreateSaturating(value)); break;
            case MLOperandDataType.Uint32: MemoryMarshal.Write(bytes, uint.CreateSaturating(value)); break;
            case MLOperandDataType.Int64: MemoryMarshal.Write(bytes, long.CreateSaturating(value)); break;
            case MLOperandDataType.Uint64: MemoryMarshal.Write(bytes, ulong.CreateSaturating(value)); break;
            case MLOperandDataType.Int8: MemoryMarshal.Write(bytes, sbyte.CreateSaturating(value)); break;
            default: MemoryMarshal.Write(bytes, byte.CreateSaturating(value)); break;
        }

        return Constant(new MLOperandDescriptor(type), bytes);
    }

    /// <summary>Adds a constant with a copy of <paramref name="values"/>; its type is theirs.</summary>
    public MLOperand Constant<T>(ReadOnlySpan<int> shape, params ReadOnlySpan<T> values) where T : unmanaged =>
        Constant(new MLOperandDescriptor(MLOperandDataTypes.Of<T>(), shape), MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Adds a constant over a constant tensor's memory, without a copy.</summary>
    /// <exception cref="ArgumentException">The tensor is not constant, or belongs to another context.</exception>
    public MLOperand Constant(MLTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!tensor.Constant || tensor.Context != Context)
        {
            throw new ArgumentException($"tensor {tensor.Descriptor} is {(tensor.Constant ? "another MLContext's" : "not constant")}");
        }

        return Constant(tensor.Descriptor, tensor.Memory);
    }
}

using System.Runtime.InteropServices;

namespace WebNN;

// Tensors and dispatch. The specification's methods return promises; these return when the work is done. The forms over bytes are the
// specification's, for every type; the ones over elements check their type, and are ours.
public abstract partial class MLContext
{
    /// <summary>Makes a tensor of zeros (WebNN: <c>createTensor</c>).</summary>
    /// <param name="readable">Whether <see cref="ReadTensor(MLTensor)"/> may read it.</param>
    /// <param name="writable">Whether <see cref="WriteTensor(MLTensor, ReadOnlySpan{byte})"/> may write it.</param>
    /// <exception cref="InvalidOperationException">The context is lost.</exception>
    public MLTensor CreateTensor(MLOperandDescriptor descriptor, bool readable = false, bool writable = false) =>
        Create(descriptor, readable, writable, constant: false);

    /// <summary>Makes a tensor whose content never changes, for <see cref="MLGraphBuilder.Constant(MLTensor)"/>, with a copy of <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentException">The byte length is not the tensor's.</exception>
    /// <exception cref="InvalidOperationException">The context is lost.</exception>
    public MLTensor CreateConstantTensor(MLOperandDescriptor descriptor, ReadOnlySpan<byte> bytes)
    {
        var tensor = Create(descriptor, readable: false, writable: false, constant: true);
        Fill(tensor, bytes);
        return tensor;
    }

    /// <summary><see cref="CreateConstantTensor(MLOperandDescriptor, ReadOnlySpan{byte})"/> over elements. Our extension.</summary>
    /// <inheritdoc cref="CreateConstantTensor(MLOperandDescriptor, ReadOnlySpan{byte})"/>
    public MLTensor CreateConstantTensor<T>(MLOperandDescriptor descriptor, ReadOnlySpan<T> data) where T : unmanaged
    {
        var tensor = Create(descriptor, readable: false, writable: false, constant: true);
        Fill(tensor, Bytes(tensor, data));
        return tensor;
    }

    /// <summary>A copy of a tensor's bytes, in standard (row-major) layout (WebNN: <c>readTensor</c>).</summary>
    /// <exception cref="ArgumentException">The tensor is another context's, destroyed, or not readable.</exception>
    /// <exception cref="InvalidOperationException">The context is lost.</exception>
    public byte[] ReadTensor(MLTensor tensor) => Readable(tensor).ToArray();

    /// <summary>Copies a tensor's bytes to <paramref name="destination"/> (WebNN: <c>readTensor</c> with an output). It may be longer: our extension.</summary>
    /// <exception cref="ArgumentException">As without a destination, or it is shorter than the tensor.</exception>
    /// <exception cref="InvalidOperationException">The context is lost.</exception>
    public void ReadTensor(MLTensor tensor, Span<byte> destination) => Readable(tensor).CopyTo(destination);

    /// <summary>A copy of a tensor's elements. Our extension.</summary>
    /// <inheritdoc cref="ReadTensor(MLTensor)"/>
    public T[] ReadTensor<T>(MLTensor tensor) where T : unmanaged => ReadableElements<T>(tensor).ToArray();

    /// <summary>Copies a tensor's elements to <paramref name="destination"/>, which may be longer. Our extension.</summary>
    /// <inheritdoc cref="ReadTensor(MLTensor, Span{byte})"/>
    public void ReadTensor<T>(MLTensor tensor, Span<T> destination) where T : unmanaged => ReadableElements<T>(tensor).CopyTo(destination);

    /// <summary>Replaces a tensor's bytes, all of them (WebNN: <c>writeTensor</c>).</summary>
    /// <exception cref="ArgumentException">The tensor is another context's, destroyed, or not writable; the byte length is not the tensor's.</exception>
    /// <exception cref="InvalidOperationException">The context is lost.</exception>
    public void WriteTensor(MLTensor tensor, ReadOnlySpan<byte> bytes) => Fill(Writable(tensor), bytes);

    /// <summary>Replaces a tensor's elements, all of them. Our extension.</summary>
    /// <inheritdoc cref="WriteTensor(MLTensor, ReadOnlySpan{byte})"/>
    public void WriteTensor<T>(MLTensor tensor, ReadOnlySpan<T> data) where T : unmanaged => Fill(Writable(tensor), Bytes(tensor, data));

    private MLTensor Create(MLOperandDescriptor descriptor, bool readable, bool writable, bool constant)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        RequireNotLost();
        if (descriptor.Rank > MaxRank)
        {
            throw new ArgumentException($"tensor {descriptor} has too many axes (expected at most {MaxRank}, found {descriptor.Rank})");
        }

        return new(this, descriptor, readable, writable, constant);
    }

    private ReadOnlySpan<byte> Readable(MLTensor tensor)
    {
        RequireOwn(tensor);
        return tensor.Readable ? tensor.Memory.Span : throw new ArgumentException($"tensor {tensor.Descriptor} is not readable");
    }

    private ReadOnlySpan<T> ReadableElements<T>(MLTensor tensor) where T : unmanaged
    {
        var bytes = Readable(tensor);
        tensor.RequireElements<T>();
        return MemoryMarshal.Cast<byte, T>(bytes);
    }

    private MLTensor Writable(MLTensor tensor)
    {
        RequireOwn(tensor);
        return tensor.Writable ? tensor : throw new ArgumentException($"tensor {tensor.Descriptor} is not writable");
    }

    private static ReadOnlySpan<byte> Bytes<T>(MLTensor tensor, ReadOnlySpan<T> data) where T : unmanaged
    {
        tensor.RequireElements<T>();
        return data.Length == tensor.Descriptor.ElementCount
            ? MemoryMarshal.AsBytes(data)
            : throw new ArgumentException($"tensor {tensor.Descriptor} holds {tensor.Descriptor.ElementCount} elements; got {data.Length}");
    }

    private static void Fill(MLTensor tensor, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != tensor.Descriptor.ByteLength)
        {
            throw new ArgumentException($"tensor {tensor.Descriptor} holds {tensor.Descriptor.ByteLength} bytes; got {bytes.Length}");
        }

        bytes.CopyTo(tensor.Memory.Span);
    }

    private void RequireOwn(MLTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Context != this)
        {
            throw new ArgumentException($"tensor {tensor.Descriptor} belongs to another MLContext");
        }

        RequireNotLost();
        if (tensor.IsDestroyed)
        {
            throw new ArgumentException($"tensor {tensor.Descriptor} is destroyed");
        }
    }
}

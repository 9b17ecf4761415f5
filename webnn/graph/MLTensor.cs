using System.Runtime.InteropServices;

namespace WebNN;

/// <summary>
/// Memory for one input or output of a graph, that a context made (WebNN: <c>MLTensor</c>): type, shape, and bytes in standard
/// (row-major) layout at a fixed, aligned address.
/// </summary>
public sealed class MLTensor : IDisposable
{
    /// <summary>A cache line, and the widest vector that a kernel loads.</summary>
    private const int Alignment = 64;

    private readonly int offset;
    private byte[]? storage;

    internal MLTensor(MLContext context, MLOperandDescriptor descriptor, bool readable, bool writable, bool constant)
    {
        if (descriptor.ByteLength > Array.MaxLength - Alignment)
        {
            throw new ArgumentException($"tensor {descriptor} is too large (expected at most {Array.MaxLength - Alignment} bytes, found {descriptor.ByteLength})");
        }

        Context = context;
        Descriptor = descriptor;
        Readable = readable;
        Writable = writable;
        Constant = constant;
        storage = GC.AllocateArray<byte>((int)descriptor.ByteLength + Alignment, pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(storage, 0);
        offset = (int)((Alignment - (address % Alignment)) % Alignment);
    }

    public MLOperandDescriptor Descriptor { get; }

    /// <summary>Whether <see cref="MLContext.ReadTensor(MLTensor)"/> may read it.</summary>
    public bool Readable { get; }

    /// <summary>Whether <see cref="MLContext.WriteTensor(MLTensor, ReadOnlySpan{byte})"/> may write it.</summary>
    public bool Writable { get; }

    /// <summary>Whether its content is fixed, so that a builder takes it as a constant.</summary>
    public bool Constant { get; }

    /// <summary>Whether <see cref="Destroy"/> was called. The context then takes the tensor for nothing any more; graphs that have it as a constant keep its bytes.</summary>
    public bool IsDestroyed => storage is null;

    internal MLContext Context { get; }

    /// <summary>The bytes, from the first aligned one.</summary>
    /// <exception cref="ArgumentException">The tensor is destroyed.</exception>
    internal Memory<byte> Memory => Storage.AsMemory(offset, (int)Descriptor.ByteLength);

    /// <summary>The bytes' address, valid while <paramref name="kept"/> is referred to, whatever becomes of the tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is destroyed.</exception>
    internal MLBuffer Buffer(out object kept)
    {
        var bytes = Storage;
        kept = bytes;
        return new(Marshal.UnsafeAddrOfPinnedArrayElement(bytes, offset), (nuint)Descriptor.ByteLength);
    }

    private byte[] Storage => storage ?? throw new ArgumentException($"tensor {Descriptor} is destroyed");

    /// <summary>The elements in place, to read and to write without a copy: our extension.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the tensor's type.</exception>
    /// <exception cref="InvalidOperationException">The tensor is not both readable and writable.</exception>
    /// <exception cref="ObjectDisposedException">The tensor is destroyed.</exception>
    public Span<T> Data<T>() where T : unmanaged
    {
        if (!Readable || !Writable)
        {
            throw new InvalidOperationException($"tensor {Descriptor} is not both readable and writable");
        }

        ObjectDisposedException.ThrowIf(IsDestroyed, this);
        RequireElements<T>();
        return MemoryMarshal.Cast<byte, T>(Memory.Span);
    }

    /// <summary>Lets go of the memory (WebNN: <c>destroy</c>); a second time changes nothing.</summary>
    public void Destroy() => storage = null;

    /// <inheritdoc cref="Destroy"/>
    public void Dispose() => Destroy();

    internal void RequireElements<T>() where T : unmanaged
    {
        if (MLOperandDataTypes.Of<T>() != Descriptor.DataType)
        {
            throw new ArgumentException($"tensor {Descriptor} does not hold {typeof(T).Name}");
        }
    }
}

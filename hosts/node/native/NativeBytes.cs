using System.Buffers;
using System.Runtime.InteropServices;

namespace WebNN.Node;

/// <summary>
/// Memory outside of the garbage collector's heap, aligned for vectors and zero at first: freed at once by its last owner. Whoever reads it
/// through <see cref="MemoryManager{T}.Memory"/> is to keep this object alive.
/// </summary>
internal sealed unsafe class NativeBytes : MemoryManager<byte>
{
    /// <summary>A cache line, and the widest vector that a kernel loads.</summary>
    private const int Alignment = 64;

    private readonly int length;
    private readonly Block block;
    private int owners = 1;

    /// <exception cref="OutOfMemoryException">There is not so much memory.</exception>
    public NativeBytes(int length)
    {
        this.length = length;

        // Zeroed by the system, page by page, when it is touched.
        block = new((nint)NativeMemory.AllocZeroed((nuint)length + Alignment));
        Address = (block.DangerousGetHandle() + Alignment - 1) & -Alignment;
    }

    public nint Address { get; }

    public int Length => length;

    public MLBuffer Buffer => new(Address, (nuint)length);

    /// <summary>Another owner, which is to call <see cref="Disown"/> too.</summary>
    public NativeBytes Share()
    {
        Interlocked.Increment(ref owners);
        return this;
    }

    /// <summary>One owner less; the last one frees the memory.</summary>
    public void Disown()
    {
        if (Interlocked.Decrement(ref owners) == 0)
        {
            ((IDisposable)this).Dispose();
        }
    }

    public override Span<byte> GetSpan() => new((void*)Address, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)Address + elementIndex, default, this);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            block.Dispose();
        }
    }

    /// <summary>The memory itself; freed with the last object that refers to it where nobody did so before.</summary>
    private sealed class Block : SafeHandle
    {
        public Block(nint address) : base(0, ownsHandle: true) => SetHandle(address);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}

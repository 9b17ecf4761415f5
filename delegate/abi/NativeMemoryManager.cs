using System.Buffers;

namespace WebNN.TfLite.Abi;

/// <summary>A constant's bytes where the host keeps them. The host keeps them for as long as its interpreter lives.</summary>
internal sealed unsafe class NativeMemoryManager(byte* address, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(address, length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length, nameof(elementIndex));
        return new MemoryHandle(address + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}

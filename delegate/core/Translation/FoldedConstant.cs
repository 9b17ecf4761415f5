using System.Buffers;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// Large bytes that are computed when somebody reads them and kept while somebody does: the backend makes its own form of weights, and the
/// folded ones, twice or four times as large as the model has them, are not to lie beside it.
/// </summary>
internal sealed class FoldedConstant(int length, Func<byte[]> make) : MemoryManager<byte>
{
    private readonly WeakReference<byte[]> bytes = new([]);

    /// <summary>The base would ask for the bytes to know how many they are.</summary>
    public override Memory<byte> Memory => CreateMemory(length);

    public override Span<byte> GetSpan() => Bytes();

    public override MemoryHandle Pin(int elementIndex = 0) => Bytes().AsMemory(elementIndex).Pin();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }

    private byte[] Bytes()
    {
        if (bytes.TryGetTarget(out var made) && made.Length == length)
        {
            return made;
        }

        made = make();
        bytes.SetTarget(made);
        return made;
    }
}

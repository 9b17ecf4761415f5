namespace WebNN.Kernels.Integers;

/// <summary>Pixels outside of an image, which hold its zero point.</summary>
internal sealed unsafe class ZeroLine(long bytes) : IDisposable
{
    /// <summary>A vector that begins in the line ends within its memory.</summary>
    private const int Slack = 64;

    private readonly AlignedMemory memory = new((bytes + Slack) / sizeof(float));
    private byte filled;

    public byte* Pixels => (byte*)memory.Pointer;

    public void Fill(byte zeroPoint)
    {
        if (filled != zeroPoint)
        {
            new Span<byte>(Pixels, checked((int)bytes)).Fill(zeroPoint);
            filled = zeroPoint;
        }
    }

    public void Dispose() => memory.Dispose();
}

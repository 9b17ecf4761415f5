using WebNN.Kernels.MachineCode;

namespace WebNN.Kernels.Integers;

/// <summary>The tables of <see cref="ByteTileCall"/>s: where the pixels under windows are, tap by tap.</summary>
internal abstract unsafe class WindowTable : IDisposable
{
    private protected WindowTable(int taps, nint tapBytes) => (Taps, TapBytes) = (taps, tapBytes);

    /// <summary>Taps of a window.</summary>
    public int Taps { get; }

    /// <summary>Bytes of a tap: a multiple of four.</summary>
    public nint TapBytes { get; }

    /// <summary>Of lines of windows, which are fewer than their pixels, and longer; of pixels where lines would be no longer, or would have to be put together all.</summary>
    public static WindowTable Of(WindowShape shape) =>
        shape.Channels % sizeof(int) == 0 && (shape.KernelWidth == 1 || shape.DilationX > 1) ? new PixelTable(shape) : new LineTable(shape);

    /// <summary>The memory that <see cref="Fill"/> needs for some pixels.</summary>
    public abstract nint Bytes(int first, int count);

    /// <param name="inputZero">What the image is padded with.</param>
    public abstract void Prepare(byte inputZero);

    /// <summary>Fills the table for some pixels, and whatever memory behind it the addresses in it are of.</summary>
    public abstract void Fill(byte* x, byte** table, int first, TileCut cut);

    public void Dispose() => Release();

    private protected abstract void Release();

    /// <summary>The rows of all tiles of so many pixels, at most: the last may overlap the one before it.</summary>
    public static int Rows(int pixels) => pixels + (pixels / ByteTile.MostRows) + 1;

    /// <summary>Those of the addresses, of which a vector is written at a time.</summary>
    private protected nint TableBytes(int pixels) => (((nint)Rows(pixels) * Taps) + ByteTile.MostRows) * sizeof(byte*);
}

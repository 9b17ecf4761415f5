namespace WebNN.Kernels;

/// <summary>An output pixel, and its place.</summary>
internal struct PixelCursor
{
    private readonly int width;
    private readonly int height;

    public PixelCursor(WindowShape shape, int index)
    {
        (width, height, Index) = (shape.OutputWidth, shape.OutputHeight, index);
        (var line, X) = Math.DivRem(index, width);
        (Image, Y) = Math.DivRem(line, height);
    }

    public int Index { get; set; }

    public int Image { get; private set; }

    public int Y { get; private set; }

    public int X { get; private set; }

    /// <summary>Goes on by some pixels of the same line, and of the next where that ends.</summary>
    public void Move(int count)
    {
        Index += count - 1;
        X += count - 1;
        MoveNext();
    }

    public void MoveNext()
    {
        Index++;
        if (++X < width)
        {
            return;
        }

        X = 0;
        if (++Y == height)
        {
            (Y, Image) = (0, Image + 1);
        }
    }
}

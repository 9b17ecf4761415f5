namespace WebNN.Kernels.MachineCode;

/// <summary>
/// What code for a depthwise window depends on. It computes some lines of results at a time: the lines of the image under them, of which some results share most,
/// are interleaved in fours, and a step multiplies four lines of a column with as many rows of the window, zeros where these are not a line's.
/// </summary>
/// <param name="StrideY">Of results that are computed together.</param>
/// <param name="Pieces">Into how many parts a vector of 64 channels is cut: each part has other lines of results.</param>
/// <param name="Shared">How many times the <see cref="SharedPart"/> of the weights is added.</param>
internal readonly record struct ByteDepthwiseForm(
    int KernelHeight, int KernelWidth, int StrideY, int StrideX, int DilationX, int Pieces, ResultForm Results, int Shared = 0)
{
    /// <summary>Lines that are interleaved.</summary>
    public const int Fours = 4;

    /// <summary>Vectors of 32 bits for a vector of bytes.</summary>
    public const int Vectors = 4;

    public const int VectorBytes = 64;

    /// <summary>Of a block, behind its biases and scales: the <see cref="SharedPart"/> of its weights, for each group and line of results in the place of four rows of the window.</summary>
    public const int SharedAt = 2 * Vectors * VectorBytes;

    /// <summary>How many times that is added.</summary>
    public const int SharedTimesAt = SharedAt + VectorBytes - sizeof(int);

    /// <summary>What stands before the weights.</summary>
    public const int HeadBytes = SharedAt + VectorBytes;

    /// <summary>Groups of four lines of the image.</summary>
    public int Groups => (KernelHeight + Fours - 1) / Fours;

    /// <summary>Lines of results of each piece: as many as these groups reach.</summary>
    public int Lines => StrideY == 0 ? 1 : (((Groups * Fours) - KernelHeight) / StrideY) + 1;

    /// <summary>Lines of the image under them.</summary>
    public int Rows => ((Lines - 1) * StrideY) + KernelHeight;

    /// <summary>Channels of a piece.</summary>
    public int Channels => VectorBytes / Pieces;

    /// <summary>Bytes of a column of the image, interleaved.</summary>
    public int SlotBytes => Groups * Vectors * VectorBytes;

    /// <summary>Bytes of the head and the weights.</summary>
    public int BlockBytes => HeadBytes + (Products().Count() * Vectors * VectorBytes);

    /// <summary>The form for a window.</summary>
    public static ByteDepthwiseForm Of(WindowShape shape, int pieces, ResultForm results) =>
        new(shape.KernelHeight, shape.KernelWidth, shape.DilationY == 1 ? shape.StrideY : 0, shape.StrideX, shape.DilationX, pieces, results);

    /// <summary>The products of a column of results, in the order of the weights: a column of the window, a group of lines, and a line of results that reads some of them.</summary>
    public IEnumerable<(int Column, int Group, int Line)> Products()
    {
        for (var column = 0; column < KernelWidth; column++)
        {
            for (var group = 0; group < Groups; group++)
            {
                for (var line = 0; line < Lines; line++)
                {
                    if (Enumerable.Range(0, Fours).Any(new ByteDepthwiseProduct(this, group, line).HasRow))
                    {
                        yield return (column, group, line);
                    }
                }
            }
        }
    }

    /// <summary>Where the shared part for a group and a line of results is in a block.</summary>
    public int SharedOffset(int group, int line) => SharedAt + (((group * Lines) + line) * Fours);

    /// <summary>The channel of a piece that an element of a vector of sums belongs to.</summary>
    public int Channel(int vector, int element) => ((element / Fours * ByteDepthwiseBlock.Quarter) + (vector * Fours) + (element % Fours)) % Channels;

    /// <summary>The piece that it belongs to.</summary>
    public int Piece(int element) => element / Fours * ByteDepthwiseBlock.Quarter / Channels;
}

/// <summary>Which rows of the window a line of results has under a group of lines.</summary>
internal readonly record struct ByteDepthwiseProduct(ByteDepthwiseForm Form, int Group, int Line)
{
    /// <summary>The row of the window under one of the four lines.</summary>
    public int Row(int ofFour) => (Group * ByteDepthwiseForm.Fours) + ofFour - (Line * Form.StrideY);

    public bool HasRow(int ofFour) => Row(ofFour) >= 0 && Row(ofFour) < Form.KernelHeight;
}

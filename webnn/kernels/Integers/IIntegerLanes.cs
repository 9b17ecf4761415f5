namespace WebNN.Kernels.Integers;

/// <summary>
/// So many sums of integers at a time, each of which a step adds a few products to: a dense convolution is written once, for any width of
/// vectors and any of the instructions that multiply integers. Elements are those of an image, unsigned bytes, as the instruction takes them.
/// </summary>
internal unsafe interface IIntegerLanes<TVector>
    where TVector : struct
{
    /// <summary>Sums of a vector.</summary>
    static abstract int Count { get; }

    /// <summary>The rows of an <see cref="IntegerTile{TLanes, TVector}"/> of two vectors whose sums the registers hold.</summary>
    static abstract int TileRows { get; }

    /// <summary>Products that a step adds to a sum. Their elements fill 32 bits, as do their weights.</summary>
    static abstract int Together { get; }

    /// <summary>Sums, or the weights of a step, for each sum <see cref="Together"/> of them.</summary>
    static abstract TVector Load(byte* source);

    static abstract void Store(TVector sums, byte* target);

    /// <summary>The elements of a step, which all sums share.</summary>
    static abstract TVector Broadcast(byte* elements);

    /// <summary>Exact, but for what 32 bits cannot hold.</summary>
    static abstract TVector MultiplyAdd(TVector elements, TVector weights, TVector sums);

    /// <summary>Writes the results of two vectors of sums: a byte each.</summary>
    /// <param name="scales">One per sum.</param>
    static abstract void Store(TVector sums0, TVector sums1, float* scales, Requantizer requantizer, byte* target);

    /// <summary>Writes the results of one vector.</summary>
    static abstract void Store(TVector sums, float* scales, Requantizer requantizer, byte* target);
}

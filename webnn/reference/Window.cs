namespace WebNN.Reference;

/// <summary>One dimension of windows that lie side by side over an image.</summary>
/// <param name="Padding">Elements before the image's first.</param>
internal readonly record struct Window(int Padding, int Stride, int Dilation, int Length)
{
    /// <summary>For each of <paramref name="count"/> windows its elements and where they lie in an image of <paramref name="size"/>; none in the padding.</summary>
    public (int Element, int Position)[][] Within(int count, int size)
    {
        var (window, places) = (this, Enumerable.Range(0, count));
        return [.. places.Select(place => window.Elements(element => ((long)place * window.Stride) + (element * window.Dilation) - window.Padding, size))];
    }

    /// <summary>For each of <paramref name="count"/> elements of an image the windows that it lies in, of <paramref name="size"/>: which element of it, and which window.</summary>
    public (int Element, int Position)[][] Around(int count, int size)
    {
        var (window, positions) = (this, Enumerable.Range(0, count));
        return
        [
            .. positions.Select(position => window.Elements(
                element =>
                {
                    var distance = (long)position + window.Padding - (element * window.Dilation);
                    return distance % window.Stride == 0 ? distance / window.Stride : -1;
                },
                size)),
        ];
    }

    /// <summary>The elements of one window whose position is not outside.</summary>
    private (int Element, int Position)[] Elements(Func<long, long> position, int size)
    {
        var found = new List<(int, int)>(Length);
        for (var element = 0; element < Length; element++)
        {
            if (position(element) is >= 0 and var inside && inside < size)
            {
                found.Add((element, (int)inside));
            }
        }

        return [.. found];
    }
}

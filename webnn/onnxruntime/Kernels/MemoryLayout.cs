namespace WebNN.OnnxRuntime.Kernels;

/// <summary>A result: the steps of which it is made and last read, and its bytes.</summary>
internal readonly record struct Life(int First, int Last, long Bytes)
{
    public bool Meets(Life other) => First <= other.Last && other.First <= Last;
}

/// <summary>Results in one block of memory: those that live at a time, at different places.</summary>
internal sealed class MemoryLayout
{
    /// <summary>A line of the caches: no load of a vector then crosses two.</summary>
    private const int Alignment = 64;

    private readonly List<(Life Life, long Start)> placed = [];

    public long Bytes { get; private set; }

    public static long Rounded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    /// <summary>The first byte at which there is room for a result.</summary>
    /// <param name="life">Its bytes are rounded.</param>
    public long Add(Life life)
    {
        var start = 0L;
        foreach (var (other, first) in placed.Where(other => other.Life.Meets(life)).OrderBy(other => other.Start))
        {
            if (start + life.Bytes <= first)
            {
                break;
            }

            start = Math.Max(start, first + other.Bytes);
        }

        placed.Add((life, start));
        Bytes = Math.Max(Bytes, start + life.Bytes);
        return start;
    }
}

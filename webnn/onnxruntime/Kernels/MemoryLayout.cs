namespace WebNN.OnnxRuntime.Kernels;

/// <summary>A result: the steps of which it is made and last read, and its bytes.</summary>
internal sealed record Life(int First, int Last, long Bytes)
{
    public bool Meets(Life other) => First <= other.Last && other.First <= Last;
}

/// <summary>Results in one block of memory: those that live at a time, at different places.</summary>
internal sealed class MemoryLayout
{
    /// <summary>A line of the caches: no load of a vector then crosses two.</summary>
    private const int Alignment = 64;

    /// <summary>In the order of their places.</summary>
    private readonly List<Placed> placed = [];

    public long Bytes { get; private set; }

    public static long Rounded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    /// <summary>The first byte at which there is room for a result.</summary>
    /// <param name="life">Its bytes are rounded.</param>
    public long Add(Life life)
    {
        var start = 0L;
        foreach (var other in placed)
        {
            if (!other.Life.Meets(life))
            {
                continue;
            }

            if (start + life.Bytes <= other.Start)
            {
                break;
            }

            start = Math.Max(start, other.Start + other.Life.Bytes);
        }

        var next = placed.FindIndex(other => other.Start > start);
        placed.Insert(next < 0 ? placed.Count : next, new(life, start));
        Bytes = Math.Max(Bytes, start + life.Bytes);
        return start;
    }

    private sealed record Placed(Life Life, long Start);
}

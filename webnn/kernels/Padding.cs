using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>
/// A tensor with a frame of one value: bytes are written from the first to the last, as those read are copied. In the place of a filter stand
/// integers of 64 bits: the value, as often as there is room for it; the bytes of a row's beginning that are filled, copied and filled; and for
/// each level from the outermost, of rows or of what the next level makes of them, how many there are and the bytes filled before and after.
/// </summary>
internal sealed unsafe class Padding(WindowShape shape, int shares) : WindowKernel(shape, OutputRange.Unlimited, shares)
{
    private const int HeadFields = 4;
    private const int LevelFields = 3;

    /// <summary>The integers that stand in the place of a filter.</summary>
    /// <param name="shape">Of the tensor, and the elements before and after it along each of its axes.</param>
    /// <param name="value">See <see cref="ByteRun.Fill"/>.</param>
    public static long[] Plan(ReadOnlySpan<int> shape, ReadOnlySpan<long> before, ReadOnlySpan<long> after, int elementBytes, long value)
    {
        long first = 0, run = elementBytes, last = 0, size = elementBytes;
        var levels = new List<(long Count, long Before, long After)>();
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            var (left, right) = (before[axis] * size, after[axis] * size);
            if (levels.Count == 0 && first == 0 && last == 0)
            {
                (first, run, last) = (left, run * shape[axis], right);
            }
            else if (levels is [.., (var count, 0, 0)])
            {
                levels[^1] = (count * shape[axis], left, right);
            }
            else
            {
                levels.Add((shape[axis], left, right));
            }

            size *= before[axis] + shape[axis] + after[axis];
        }

        if (levels.Count == 0)
        {
            levels.Add((1, 0, 0));
        }

        levels.Reverse();
        return [value, first, run, last, .. levels.SelectMany(level => (long[])[level.Count, level.Before, level.After])];
    }

    /// <summary>A shape for a plan.</summary>
    public static WindowShape Of(long[] plan) => new()
    {
        Batch = 1, Height = 1, Width = 1, Channels = 1, OutputHeight = 1, OutputWidth = 1, Filters = (plan.Length - HeadFields) / LevelFields,
    };

    /// <summary>A share has some of what is on the outermost level.</summary>
    public override void Run(in WindowBuffers buffers, int share)
    {
        var head = (long*)buffers.Filter;
        var level = head + HeadFields;
        nint read = (nint)head[2], written = (nint)(head[1] + head[2] + head[3]);
        for (var inner = Shape.Filters - 1; inner > 0; inner--)
        {
            var fields = level + (inner * LevelFields);
            (read, written) = (read * (nint)fields[0], (nint)(fields[1] + (fields[0] * written) + fields[2]));
        }

        var (first, end) = Part(checked((int)level[0]), share);
        byte* x = buffers.XBytes + (first * read), y = buffers.YBytes + (nint)level[1] + (first * written);
        if (share == 0)
        {
            ByteRun.Fill(buffers.YBytes, (nint)level[1], *head);
        }

        Write(head, 0, end - first, ref x, ref y);
        if (share == Shares - 1)
        {
            ByteRun.Fill(y, (nint)level[2], *head);
        }
    }

    /// <summary>Some of what is on a level, without what is filled before and after.</summary>
    private void Write(long* head, int level, nint count, ref byte* x, ref byte* y)
    {
        if (level == Shape.Filters - 1)
        {
            WriteRows(head, count, ref x, ref y);
            return;
        }

        var fields = head + HeadFields + ((level + 1) * LevelFields);
        nint entries = (nint)fields[0], before = (nint)fields[1], after = (nint)fields[2];
        for (; count > 0; count--)
        {
            ByteRun.Fill(y, before, *head);
            y += before;
            Write(head, level + 1, entries, ref x, ref y);
            ByteRun.Fill(y, after, *head);
            y += after;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteRows(long* head, nint count, ref byte* source, ref byte* target)
    {
        var value = *head;
        nint first = (nint)head[1], run = (nint)head[2], last = (nint)head[3];
        byte* x = source, y = target;
        for (; count > 0; count--)
        {
            ByteRun.Fill(y, first, value);
            ByteRun.Copy(x, y + first, run);
            ByteRun.Fill(y + first + run, last, value);
            x += run;
            y += first + run + last;
        }

        source = x;
        target = y;
    }
}

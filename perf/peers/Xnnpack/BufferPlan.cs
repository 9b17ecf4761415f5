using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>
/// Where tensors are in one piece of memory: those that are needed at no time together may share a place, the largest are placed first, as low as
/// there is room. A tensor that is another under a new shape has its place.
/// </summary>
internal sealed class BufferPlan
{
    /// <summary>A cache line; XNNPACK may read 16 bytes behind a tensor.</summary>
    private const int Alignment = 64;
    private const int Behind = 16;

    private readonly Dictionary<int, int> sameAs = [];
    private readonly Dictionary<int, Buffer> buffers = [];

    /// <summary>Bytes for all.</summary>
    public int Size { get; private set; }

    /// <summary>One tensor's elements are another's.</summary>
    public void Alias(TensorInfo tensor, TensorInfo original) => sameAs[tensor.Index] = Root(original.Index);

    /// <summary>A tensor is needed at a step.</summary>
    public void Use(TensorInfo tensor, int step)
    {
        var root = Root(tensor.Index);
        if (buffers.TryGetValue(root, out var buffer))
        {
            buffer.First = Math.Min(buffer.First, step);
            buffer.Last = Math.Max(buffer.Last, step);
        }
        else
        {
            buffers.Add(root, new(Elements.Bytes(tensor)) { First = step, Last = step });
        }
    }

    /// <summary>Gives every tensor that was used its place.</summary>
    public void Place()
    {
        var placed = new List<Buffer>();
        foreach (var buffer in buffers.Values.OrderByDescending(buffer => buffer.Length))
        {
            var offset = 0;
            foreach (var other in placed.Where(other => other.First <= buffer.Last && buffer.First <= other.Last).OrderBy(other => other.Offset))
            {
                if (offset + buffer.Room <= other.Offset)
                {
                    break;
                }

                offset = Math.Max(offset, other.Offset + other.Room);
            }

            buffer.Offset = offset;
            placed.Add(buffer);
            Size = Math.Max(Size, offset + buffer.Room);
        }
    }

    /// <summary>Where a tensor's first byte is.</summary>
    public int OffsetOf(TensorInfo tensor) => buffers[Root(tensor.Index)].Offset;

    private int Root(int tensor) => sameAs.GetValueOrDefault(tensor, tensor);

    private sealed class Buffer(int length)
    {
        public int Length => length;

        public int Room => checked(length + Behind + Alignment - 1) / Alignment * Alignment;

        public int First { get; set; }

        public int Last { get; set; }

        public int Offset { get; set; }
    }
}

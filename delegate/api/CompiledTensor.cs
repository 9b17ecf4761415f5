using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite;

/// <summary>
/// Memory of one tensor of a <see cref="CompiledModel"/>. It stays where it is as long as anything refers to it: a span of it outlives
/// even the model.
/// </summary>
internal sealed class TensorMemory
{
    /// <summary>A cache line, and the widest vector.</summary>
    private const int Alignment = 64;

    private readonly byte[] storage;
    private readonly int start;
    private readonly int length;

    /// <exception cref="UnsupportedException">It is more than an array of .NET can have.</exception>
    public TensorMemory(long byteLength)
    {
        if (byteLength > Array.MaxLength - Alignment)
        {
            throw new UnsupportedException($"an input, an output or a variable of {byteLength} bytes; at most {Array.MaxLength - Alignment} fit");
        }

        length = (int)byteLength;
        storage = GC.AllocateArray<byte>(length + Alignment, pinned: true);
        start = (int)(-Address(0) & (Alignment - 1));
    }

    public Span<byte> Bytes => storage.AsSpan(start, length);

    /// <summary>The same for a graph to compute on.</summary>
    public MLBuffer Buffer => new(Address(start), (nuint)length);

    private unsafe nint Address(int offset)
    {
        fixed (byte* first = storage)
        {
            return (nint)first + offset;
        }
    }
}

/// <summary>An input or output of a <see cref="CompiledModel"/>: of the graph that is compiled for the shapes of now.</summary>
internal sealed class CompiledTensor(string role, int index, TensorInfo tensor, TensorMemory memory) : TensorView(role, index)
{
    private TensorInfo tensor = tensor;
    private TensorMemory memory = memory;

    public override string Name => tensor.Name;

    public override TfLiteType Type => tensor.Type;

    public override ImmutableArray<int> Shape => tensor.Shape;

    public override (float Scale, int ZeroPoint) Quantization { get; } =
        tensor.Quantization is { PerTensor: true } quantization ? (quantization.Scales[0], quantization.ZeroPoints[0]) : (0, 0);

    public override Span<byte> Bytes => memory.Bytes;

    public void Show(TensorInfo tensor, TensorMemory memory) => (this.tensor, this.memory) = (tensor, memory);
}

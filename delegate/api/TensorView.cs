using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite;

/// <summary>An input or output of a model that runs: its name, type and shape, and its memory, which is read and written in place.</summary>
public abstract class TensorView
{
    private protected TensorView(string role, int index)
    {
        Role = role;
        Index = index;
    }

    /// <summary>Its position among the inputs or outputs.</summary>
    public int Index { get; }

    /// <summary>The tensor's name in the model.</summary>
    public abstract string Name { get; }

    public abstract TfLiteType Type { get; }

    /// <summary>
    /// The dimensions, outermost first; empty for a scalar. Fixed between resizes, unless TFLite knows it only when it ran: then it is that of
    /// the last run.
    /// </summary>
    public abstract ImmutableArray<int> Shape { get; }

    /// <summary><c>real = Scale * (value - ZeroPoint)</c>; a scale of 0 for a tensor that is not quantized.</summary>
    public abstract (float Scale, int ZeroPoint) Quantization { get; }

    /// <summary>
    /// The tensor's memory in row-major order. An interpreter's is valid until its next resize, allocation or disposal: where another thread
    /// may do one of these, <see cref="CopyFrom"/> and <see cref="CopyTo"/> are safe, and a span is not.
    /// </summary>
    /// <exception cref="InvalidOperationException">An interpreter's input was resized and AllocateTensors did not run since.</exception>
    public abstract Span<byte> Bytes { get; }

    public virtual int ByteLength => Bytes.Length;

    private protected string Role { get; }

    /// <summary>The tensor's elements in row-major order.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the tensor's element type.</exception>
    public Span<T> Data<T>()
        where T : unmanaged =>
        ElementTypes.Holds<T>(Type) ? MemoryMarshal.Cast<byte, T>(Bytes) : throw new ArgumentException($"{this} does not hold {typeof(T).Name} elements");

    /// <summary>Writes all elements.</summary>
    /// <exception cref="ArgumentException">Their type or their number is not the tensor's.</exception>
    public virtual void CopyFrom<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var data = Data<T>();
        if (values.Length != data.Length)
        {
            throw new ArgumentException($"{this} takes {data.Length} elements; got {values.Length}");
        }

        values.CopyTo(data);
        GC.KeepAlive(this);
    }

    /// <summary>Reads all elements.</summary>
    /// <exception cref="ArgumentException">Their type or their number is not the tensor's.</exception>
    public virtual void CopyTo<T>(Span<T> values)
        where T : unmanaged
    {
        var data = Data<T>();
        if (values.Length != data.Length)
        {
            throw new ArgumentException($"{this} has {data.Length} elements; there is room for {values.Length}");
        }

        data.CopyTo(values);
        GC.KeepAlive(this);
    }

    /// <summary>A copy of the elements of an interpreter's tensor of strings: bytes, which most models mean as UTF-8. None before a run gave it any.</summary>
    /// <exception cref="ArgumentException">It holds no strings.</exception>
    public virtual ImmutableArray<byte[]> ReadStrings() => throw HoldsNoStrings();

    /// <summary>Writes all elements of an interpreter's input of strings, which are empty at first.</summary>
    /// <exception cref="ArgumentException">It holds no strings, or another number of them.</exception>
    /// <exception cref="InvalidOperationException">It is no input; or it was resized and AllocateTensors did not run since.</exception>
    public virtual void WriteStrings(IReadOnlyList<byte[]> values) => throw HoldsNoStrings();

    private protected ArgumentException HoldsNoStrings() => new($"{this} does not hold strings");

    /// <summary>For messages: <c>input 0 'image' Float32[1,224,224,3]</c>.</summary>
    public override string ToString() => $"{Role} {Index} '{Name}' {Type}[{string.Join(',', Shape)}]";
}

using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite;

/// <summary>An input or output of an <see cref="Interpreter"/>: a view of TFLite's memory, which is read and written in place.</summary>
public sealed unsafe class TfLiteTensorView
{
    private readonly Interpreter owner;
    private readonly string role;
    private TfLiteTensor* tensor;
    private ImmutableArray<int> shape = [];

    internal TfLiteTensorView(Interpreter owner, string role, int index)
    {
        this.owner = owner;
        this.role = role;
        Index = index;
        Name = "";
    }

    /// <summary>Its position among the interpreter's inputs or outputs.</summary>
    public int Index { get; }

    /// <summary>The tensor's name in the model.</summary>
    public string Name { get; private set; }

    public TfLiteType Type { get; private set; }

    /// <summary>Fixed between allocations, unless TFLite knows it only when it ran: then it is that of the last run.</summary>
    public ImmutableArray<int> Shape
    {
        get
        {
            try
            {
                using var turn = owner.Gate.Read();
                if (owner.IsAllocated && !shape.AsSpan().SequenceEqual(TfLiteIntArray.Elements(tensor->Dims)))
                {
                    shape = [.. TfLiteIntArray.Elements(tensor->Dims)];
                }
            }
            catch (ObjectDisposedException)
            {
                // Messages about a tensor still say what it was.
            }

            return shape;
        }
    }

    /// <summary><c>real = Scale * (value - ZeroPoint)</c>; a scale of 0 for a tensor that is not quantized.</summary>
    public (float Scale, int ZeroPoint) Quantization { get; private set; }

    public int ByteLength
    {
        get
        {
            using var turn = owner.Gate.Read();
            return checked((int)Live()->Bytes);
        }
    }

    /// <summary>
    /// The tensor's memory, valid until the next resize, allocation or disposal of the interpreter: where another thread may do one of these,
    /// <see cref="CopyFrom"/> and <see cref="CopyTo"/> are safe, and a span is not.
    /// </summary>
    /// <exception cref="InvalidOperationException">An input was resized and AllocateTensors did not run since.</exception>
    public Span<byte> Bytes
    {
        get
        {
            using var turn = owner.Gate.Read();
            var live = Live();
            return new(live->Data, checked((int)live->Bytes));
        }
    }

    /// <summary>The tensor's elements in row-major order, valid as long as <see cref="Bytes"/>.</summary>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the tensor's element type.</exception>
    /// <exception cref="InvalidOperationException">An input was resized and AllocateTensors did not run since.</exception>
    public Span<T> Data<T>()
        where T : unmanaged =>
        ElementTypes.Holds<T>(Type) ? MemoryMarshal.Cast<byte, T>(Bytes) : throw new ArgumentException($"{this} does not hold {typeof(T).Name} elements");

    /// <summary>Writes all elements.</summary>
    /// <exception cref="ArgumentException">Their type or their number is not the tensor's.</exception>
    public void CopyFrom<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        using var turn = owner.Gate.Read();
        var data = Data<T>();
        if (values.Length != data.Length)
        {
            throw new ArgumentException($"{this} takes {data.Length} elements; got {values.Length}");
        }

        values.CopyTo(data);
    }

    /// <summary>Reads all elements.</summary>
    /// <exception cref="ArgumentException">Their type or their number is not the tensor's.</exception>
    public void CopyTo<T>(Span<T> values)
        where T : unmanaged
    {
        using var turn = owner.Gate.Read();
        var data = Data<T>();
        if (values.Length != data.Length)
        {
            throw new ArgumentException($"{this} has {data.Length} elements; there is room for {values.Length}");
        }

        data.CopyTo(values);
    }

    /// <summary>For messages: <c>input 0 'image' Float32[1,224,224,3]</c>.</summary>
    public override string ToString() => $"{role} {Index} '{Name}' {Type}[{string.Join(',', Shape)}]";

    /// <summary>TFLite moves its tensors when it prepares.</summary>
    internal void Refresh(TfLiteTensor* current)
    {
        tensor = current;
        Name = Utf8StringMarshaller.ConvertToManaged(current->Name) ?? "";
        Type = current->Type;
        shape = [.. TfLiteIntArray.Elements(current->Dims)];
        Quantization = (current->Params.Scale, current->Params.ZeroPoint);
    }

    private TfLiteTensor* Live()
    {
        owner.RequireAllocated();
        return tensor->Data is not null || tensor->Bytes == 0 ? tensor : throw new InvalidOperationException($"{this} has no memory");
    }
}

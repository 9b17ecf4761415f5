using System.Collections.Immutable;
using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite;

/// <summary>An input or output of an <see cref="Interpreter"/>: a view of TFLite's memory.</summary>
internal sealed unsafe class TfLiteTensorView(Interpreter owner, string role, int index) : TensorView(role, index)
{
    private TfLiteTensor* tensor;
    private string name = "";
    private TfLiteType type;
    private (float Scale, int ZeroPoint) quantization;
    private ImmutableArray<int> shape = [];

    public override string Name => name;

    public override TfLiteType Type => type;

    public override ImmutableArray<int> Shape
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

    public override (float Scale, int ZeroPoint) Quantization => quantization;

    public override int ByteLength
    {
        get
        {
            using var turn = owner.Gate.Read();
            return checked((int)Live()->Bytes);
        }
    }

    public override Span<byte> Bytes
    {
        get
        {
            using var turn = owner.Gate.Read();
            var live = Live();
            return new(live->Data, checked((int)live->Bytes));
        }
    }

    /// <summary>Whether TFLite allocates it in each run, when it knows its size.</summary>
    internal bool IsDynamic
    {
        get
        {
            using var turn = owner.Gate.Read();
            return tensor->AllocationType == TfLiteAllocationType.Dynamic;
        }
    }

    /// <summary>Whether TFLite gives it memory only in a run, and perhaps another place in each: it lies behind a dynamic tensor.</summary>
    internal bool IsLate
    {
        get
        {
            using var turn = owner.Gate.Read();
            return tensor->Data is null && tensor->Bytes > 0;
        }
    }

    /// <summary>Where its memory is now.</summary>
    internal nint Address
    {
        get
        {
            using var turn = owner.Gate.Read();
            return (nint)tensor->Data;
        }
    }

    /// <summary>False for a dynamic tensor before the first run.</summary>
    internal bool HasMemory
    {
        get
        {
            using var turn = owner.Gate.Read();
            return tensor->Data is not null;
        }
    }

    public override void CopyFrom<T>(ReadOnlySpan<T> values)
    {
        using var turn = owner.Gate.Read();
        base.CopyFrom(values);
    }

    public override void CopyTo<T>(Span<T> values)
    {
        using var turn = owner.Gate.Read();
        base.CopyTo(values);
    }

    public override ImmutableArray<byte[]> ReadStrings()
    {
        using var turn = owner.Gate.Read();
        RequireStrings();
        return StringElements.Unpack(HasMemory ? Bytes : []);
    }

    public override void WriteStrings(IReadOnlyList<byte[]> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var turn = owner.Gate.Read();
        RequireStrings();
        var count = StringCount();
        if (values.Count != count)
        {
            throw new ArgumentException($"{this} takes {count} strings; got {values.Count}", nameof(values));
        }

        if (Role != Interpreter.InputRole)
        {
            throw new InvalidOperationException($"{this} is written by the model");
        }

        Write(values);
    }

    /// <summary>An input of strings has no memory at first, and its kernels do not ask.</summary>
    /// <exception cref="TfLiteException">The library cannot give it any.</exception>
    internal void ClearStrings()
    {
        if (type is TfLiteType.String && IsDynamic)
        {
            Write([.. Enumerable.Repeat(Array.Empty<byte>(), checked((int)StringCount()))]);
        }
    }

    /// <summary>TFLite moves its tensors when it prepares.</summary>
    internal void Refresh(TfLiteTensor* current)
    {
        tensor = current;
        name = Utf8StringMarshaller.ConvertToManaged(current->Name) ?? "";
        type = current->Type;
        shape = [.. TfLiteIntArray.Elements(current->Dims)];
        quantization = (current->Params.Scale, current->Params.ZeroPoint);
    }

    private long StringCount() => TfLiteIntArray.Elements(tensor->Dims).ToArray().Aggregate(1L, (count, dimension) => checked(count * dimension));

    private void Write(IReadOnlyList<byte[]> values)
    {
        var packed = StringElements.Pack(values);
        owner.Reallocate(tensor, (nuint)packed.Length);
        packed.CopyTo(new Span<byte>(tensor->Data, packed.Length));
    }

    private void RequireStrings()
    {
        owner.RequireAllocated();
        if (type is not TfLiteType.String)
        {
            throw HoldsNoStrings();
        }
    }

    private TfLiteTensor* Live()
    {
        owner.RequireAllocated();
        return tensor->Data is not null || tensor->Bytes == 0 ? tensor : throw new InvalidOperationException($"{this} has no memory");
    }
}

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

    /// <summary>TFLite moves its tensors when it prepares.</summary>
    internal void Refresh(TfLiteTensor* current)
    {
        tensor = current;
        name = Utf8StringMarshaller.ConvertToManaged(current->Name) ?? "";
        type = current->Type;
        shape = [.. TfLiteIntArray.Elements(current->Dims)];
        quantization = (current->Params.Scale, current->Params.ZeroPoint);
    }

    private TfLiteTensor* Live()
    {
        owner.RequireAllocated();
        return tensor->Data is not null || tensor->Bytes == 0 ? tensor : throw new InvalidOperationException($"{this} has no memory");
    }
}

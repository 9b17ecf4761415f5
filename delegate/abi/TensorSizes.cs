using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Abi;

/// <summary>The sizes of TFLite's tensors.</summary>
public static unsafe class TensorSizes
{
    public static ImmutableArray<int> Of(TfLiteContext* context, int tensor) => [.. TfLiteIntArray.Elements(context->Tensors[tensor].Dims)];

    /// <summary>Gives a tensor another size; one that has it keeps its memory, unless TFLite has given it none because it is dynamic.</summary>
    /// <exception cref="InvalidOperationException">TFLite refused it: the tensor is a constant, or the size overflows.</exception>
    public static void Resize(TfLiteContext* context, int index, ReadOnlySpan<int> shape)
    {
        var tensor = &context->Tensors[index];
        if (tensor->AllocationType != TfLiteAllocationType.Dynamic && TfLiteIntArray.Elements(tensor->Dims).SequenceEqual(shape))
        {
            return;
        }

        // TFLite frees the array, with free(): on Windows, too, every C library since 2015 has it from the process's heap, as this malloc has.
        var array = (TfLiteIntArray*)NativeMemory.Alloc(TfLiteIntArray.ByteLength(shape.Length));
        array->Size = shape.Length;
        shape.CopyTo(new Span<int>((int*)array + 1, shape.Length));
        var status = context->ResizeTensor(context, tensor, array);
        if (status != TfLiteStatus.Ok)
        {
            throw new InvalidOperationException($"TFLite's ResizeTensor answered {status} for tensor {index}, [{string.Join(',', shape.ToArray())}]");
        }
    }
}

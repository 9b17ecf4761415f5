using System.Collections.Immutable;
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

        // TFLite owns the array from here on.
        var status = context->ResizeTensor(context, tensor, TfLiteIntArray.Allocate(shape));
        if (status != TfLiteStatus.Ok)
        {
            throw new InvalidOperationException($"TFLite's ResizeTensor answered {status} for tensor {index}, [{string.Join(',', shape.ToArray())}]");
        }
    }
}

using System.Collections.Immutable;
using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>Reads one TfLiteTensor. What a newer runtime says in values that we do not know makes the tensor unreadable, never an error.</summary>
internal static unsafe class TensorReader
{
    /// <summary>The format of a sparse constant's dimension; 0 is dense.</summary>
    private const int CompressedRows = 1;

    /// <exception cref="InvalidOperationException">The context has no such tensor.</exception>
    public static TensorInfo Read(TfLiteContext* context, int index) => (nuint)index < context->TensorsSize
        ? Read(index, context->Tensors + index)
        : throw new InvalidOperationException($"tensor {index} of {context->TensorsSize} does not exist");

    private static TensorInfo Read(int index, TfLiteTensor* tensor)
    {
        var quantization = ReadQuantization(tensor, out var unreadable);
        var info = new TensorInfo(
            index,
            Utf8StringMarshaller.ConvertToManaged(tensor->Name) is { Length: > 0 } name ? name : $"tensor{index}",
            tensor->Type,
            [.. TfLiteIntArray.Elements(tensor->Dims)],
            quantization,
            ReadConstant(tensor),
            tensor->IsVariable != 0,
            Unreadable(tensor) ?? unreadable)
        {
            Signature = Signature(tensor),
        };
        return tensor->Sparsity is null || info.Unreadable is not null ? info : Dense(info, tensor->Sparsity);
    }

    private static TensorInfo Dense(TensorInfo tensor, TfLiteSparsity* sparsity)
    {
        try
        {
            return tensor with { Data = Layout(sparsity).Expand(tensor.Shape.AsSpan(), SparseElementSize(tensor), tensor.Data!.Value.Span) };
        }
        catch (Exception e) when (e is UnsupportedException or ArithmeticException)
        {
            return tensor with { Data = null, Unreadable = e.Message };
        }
    }

    /// <summary>Of the types that TFLite's own kernels make dense.</summary>
    private static int SparseElementSize(TensorInfo tensor) => tensor switch
    {
        { Data: null } => throw new UnsupportedException("is sparse, but no constant"),
        { Type: TfLiteType.Float32 } => 4,
        { Type: TfLiteType.Float16 } => 2,
        { Type: TfLiteType.Int8 } => 1,
        _ => throw new UnsupportedException($"is sparse with elements of {tensor.Type}"),
    };

    private static SparseLayout Layout(TfLiteSparsity* sparsity)
    {
        var levels = ImmutableArray.CreateBuilder<SparseLevel>(Math.Max(sparsity->DimMetadataSize, 0));
        for (var i = 0; i < sparsity->DimMetadataSize; i++)
        {
            var level = sparsity->DimMetadata + i;
            levels.Add(new(
                level->Format == CompressedRows,
                level->DenseSize,
                [.. TfLiteIntArray.Elements(level->ArraySegments)],
                [.. TfLiteIntArray.Elements(level->ArrayIndices)]));
        }

        return new([.. TfLiteIntArray.Elements(sparsity->TraversalOrder)], [.. TfLiteIntArray.Elements(sparsity->BlockMap)], levels.ToImmutable());
    }

    private static ImmutableArray<int> Signature(TfLiteTensor* tensor)
    {
        var signature = TfLiteIntArray.Elements(tensor->DimsSignature);
        return signature.Contains(-1) ? [.. signature]
            : tensor->AllocationType == TfLiteAllocationType.Dynamic ? [.. Enumerable.Repeat(-1, Math.Max(1, TfLiteIntArray.Elements(tensor->Dims).Length))]
            : [];
    }

    private static string? Unreadable(TfLiteTensor* tensor) => tensor switch
    {
        _ when !Enum.IsDefined(tensor->Type) => $"type {(int)tensor->Type} is not known",
        _ when !Enum.IsDefined(tensor->AllocationType) => $"allocation type {(int)tensor->AllocationType} is not known",
        _ when IsConstant(tensor) && tensor->Bytes > int.MaxValue => $"has {tensor->Bytes} bytes",
        _ => null,
    };

    /// <summary>What is written during prepare, and constant from then on, is computed by a node: it may be another when the node is prepared anew.</summary>
    private static bool IsConstant(TfLiteTensor* tensor) =>
        tensor->AllocationType == TfLiteAllocationType.MmapRo && tensor->Data is not null && tensor->IsVariable == 0;

    private static ReadOnlyMemory<byte>? ReadConstant(TfLiteTensor* tensor) =>
        IsConstant(tensor) && tensor->Bytes <= int.MaxValue ? (ReadOnlyMemory<byte>?)new NativeMemoryManager((byte*)tensor->Data, (int)tensor->Bytes).Memory : null;

    private static Quantization? ReadQuantization(TfLiteTensor* tensor, out string? unreadable)
    {
        unreadable = null;
        switch (tensor->Quantization.Type)
        {
            case TfLiteQuantizationType.Affine when tensor->Quantization.Params is not null:
                return ReadAffine((TfLiteAffineQuantization*)tensor->Quantization.Params, tensor->Params, out unreadable);
            case TfLiteQuantizationType.None or TfLiteQuantizationType.Affine:
                return Legacy(tensor->Params);
            default:
                unreadable = $"quantization kind {(int)tensor->Quantization.Type} is not known";
                return null;
        }
    }

    private static Quantization? ReadAffine(TfLiteAffineQuantization* affine, TfLiteQuantizationParams legacy, out string? unreadable)
    {
        var scales = TfLiteFloatArray.Elements(affine->Scale);
        var zeroPoints = TfLiteIntArray.Elements(affine->ZeroPoint);
        unreadable = scales.Length == zeroPoints.Length || zeroPoints.Length <= 1
            ? null
            : $"has {scales.Length} scales and {zeroPoints.Length} zero points";
        if (scales.IsEmpty || unreadable is not null)
        {
            return Legacy(legacy);
        }

        // Converters write a single zero point for many scales.
        var perScale = zeroPoints.Length == scales.Length
            ? ImmutableArray.Create(zeroPoints)
            : [.. Enumerable.Repeat(zeroPoints.IsEmpty ? 0 : zeroPoints[0], scales.Length)];
        return new Quantization([.. scales], perScale, affine->QuantizedDimension);
    }

    private static Quantization? Legacy(TfLiteQuantizationParams legacy) =>
        legacy.Scale == 0 ? null : new Quantization([legacy.Scale], [legacy.ZeroPoint], 0);
}

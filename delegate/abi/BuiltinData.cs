using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>A builtin's parameters behind <c>TfLiteNode.builtin_data</c>.</summary>
internal sealed unsafe class BuiltinData(void* address) : IBuiltinData
{
    public T Read<T>()
        where T : unmanaged => *(T*)address;

    public ImmutableArray<int> Dimensions()
    {
        var list = *(TfLiteDimensionParams*)address;
        var dimensions = list.Dimensions;
        return [.. dimensions[..Math.Clamp(list.Count, 0, TfLiteDimensionList.Count)]];
    }

    public ImmutableArray<float> Floats()
    {
        var vector = (TfLiteBucketizeParams*)address;
        return vector->Boundaries == 0 || vector->NumBoundaries <= 0 ? [] : [.. new ReadOnlySpan<float>((void*)vector->Boundaries, vector->NumBoundaries)];
    }
}

using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>A builtin's parameters behind <c>TfLiteNode.builtin_data</c>.</summary>
internal sealed unsafe class BuiltinData(void* address) : IBuiltinData
{
    public T Read<T>()
        where T : unmanaged => *(T*)address;
}

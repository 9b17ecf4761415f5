namespace WebNN.FlatBuffers;

/// <summary>A model needs more memory than it may have. Nothing was allocated.</summary>
/// <param name="need">Bytes that its tensors need at least.</param>
/// <param name="limit">Bytes that it may have.</param>
public sealed class ModelMemoryException(string message, long need, long limit) : Exception(message)
{
    public long Need { get; } = need;

    public long Limit { get; } = limit;
}

namespace WebNN.TfLite;

/// <summary>What runs a <see cref="CompiledModel"/>.</summary>
public sealed record CompiledModelOptions : BackendOptions
{
    public CompiledModelOptions()
    {
    }

    internal CompiledModelOptions(BackendOptions backend)
        : base(backend)
    {
    }

    /// <summary>The signature that <see cref="CompiledModel.Inputs"/> and its like are of; null for the main graph.</summary>
    public string? Signature { get; init; }

    /// <summary>
    /// Bytes that the model and its tensors may need, told from the shapes before anything is compiled; null: what the machine, or this
    /// process's container, has.
    /// </summary>
    public long? MemoryLimit { get; init; }
}

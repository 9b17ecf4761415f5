using WebNN.TfLite;

namespace WebNN.Wasi;

/// <summary>What a guest gets.</summary>
public sealed record WasiNnOptions
{
    /// <summary>Models that the guest loads by name; they stay the caller's, for any number of guests. Null: none.</summary>
    public ModelSet? Models { get; init; }

    public GuestQuotas Quotas { get; init; } = new();

    /// <summary>Whether <c>load</c>, with a model of the guest's own, is refused with <c>unsupported_operation</c>.</summary>
    public bool NamedModelsOnly { get; init; }

    /// <summary>
    /// Whether models of the guest's own may have IF, WHILE and the like, which may run forever; without them <c>load</c> answers
    /// <c>unsupported_operation</c>.
    /// </summary>
    public bool ControlFlow { get; init; } = true;

    /// <summary>
    /// Whether a graph for a gpu or tpu that is not there runs as one for the cpu; otherwise it is refused with <c>unsupported_operation</c>.
    /// </summary>
    public bool AnyTarget { get; init; }

    /// <summary>
    /// What runs the models, for the target cpu on its devices. Its memory limit holds besides <see cref="GuestQuotas.TensorBytes"/>; models
    /// run their main graph, whatever signature it names.
    /// </summary>
    public TfLiteRuntimeOptions Runtime { get; init; } = new();

    /// <summary>
    /// Gets a line for each call that fails: the function, the error and the reason, control characters escaped. What it throws is lost.
    /// </summary>
    public Action<string>? Log { get; init; }

    /// <exception cref="ArgumentException">An option is not valid.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Quotas);
        ArgumentNullException.ThrowIfNull(Runtime);
        Quotas.Validate();
    }
}

/// <summary>How much one guest may have at a time. What goes beyond is <c>too_large</c> to the guest, before anything is copied.</summary>
public sealed record GuestQuotas
{
    public int Graphs { get; init; } = 16;

    public int Contexts { get; init; } = 16;

    /// <summary>Of models that the guest brings; those loaded by name do not count.</summary>
    public long ModelBytes { get; init; } = 256L << 20;

    /// <summary>What the models and their tensors need at least, summed over the contexts; told from the shapes.</summary>
    public long TensorBytes { get; init; } = 1L << 30;

    /// <summary>Of a model's name.</summary>
    public int NameBytes { get; init; } = 4096;

    /// <summary>
    /// The longest that a <c>compute</c> may take; null: any time, on the guest's own thread. Nothing can end a computation: one that takes longer
    /// answers <c>runtime_error</c>, its context is lost, and it counts as one until it ends.
    /// </summary>
    public TimeSpan? ComputeTime { get; init; }

    /// <summary>The same for <c>init_execution_context</c>, which compiles the model.</summary>
    public TimeSpan? PrepareTime { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or a time is not positive.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Graphs);
        ArgumentOutOfRangeException.ThrowIfNegative(Contexts);
        ArgumentOutOfRangeException.ThrowIfNegative(ModelBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(TensorBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(NameBytes);
        if (ComputeTime is { } compute)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(compute, TimeSpan.Zero, nameof(ComputeTime));
        }

        if (PrepareTime is { } prepare)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(prepare, TimeSpan.Zero, nameof(PrepareTime));
        }
    }
}

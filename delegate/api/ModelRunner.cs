using System.Collections.Immutable;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite;

/// <summary>
/// A model that is ready to run, whatever runs it: an <see cref="Interpreter"/> of TensorFlow Lite, or a <see cref="CompiledModel"/> without it.
/// <see cref="TfLiteRuntime.Open"/> chooses.
/// </summary>
public abstract class ModelRunner : IDisposable
{
    private protected ModelRunner()
    {
    }

    /// <summary>In the order of the model, or of the signature's graph.</summary>
    public abstract ImmutableArray<TensorView> Inputs { get; }

    /// <summary>In the order of the model, or of the signature's graph.</summary>
    public abstract ImmutableArray<TensorView> Outputs { get; }

    /// <summary>Which nodes WebNN runs, and why not the others; null without WebNN.</summary>
    public abstract DelegationReport? Report { get; }

    /// <summary>The input of this name: the signature's, or else the tensor's.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public abstract TensorView Input(string name);

    /// <summary>The output of this name: the signature's, or else the tensor's.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public abstract TensorView Output(string name);

    /// <summary>Computes <see cref="Outputs"/> from what is in <see cref="Inputs"/>. Allocates no managed memory once warm.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public abstract void Run();

    public abstract void Dispose();
}

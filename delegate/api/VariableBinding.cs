using System.Collections.Immutable;
using WebNN.TfLite.ModelFile;

namespace WebNN.TfLite;

/// <summary>
/// A graph's variables at its ports. The graph reads a variable's value in place and writes the next one beside it; after the run they change
/// places. Only a next value that is something else as well (an output, an input, a constant, another variable) is copied.
/// </summary>
internal sealed class VariableBinding
{
    private const int NoPort = -1;

    private readonly ModelState state;
    private readonly ImmutableArray<Entry> entries;

    /// <param name="inputs">The tensors at the graph's input ports.</param>
    /// <param name="outputs">The tensors at the graph's output ports.</param>
    /// <param name="memories">The memory of the model's inputs and outputs, by tensor.</param>
    /// <exception cref="UnsupportedException">A variable has another type or shape than elsewhere.</exception>
    public VariableBinding(
        ModelState state, ImmutableArray<VariableUse> uses, ImmutableArray<int> inputs, ImmutableArray<int> outputs, Dictionary<int, TensorMemory> memories)
    {
        this.state = state;
        var variables = uses.Where(use => use.Read is not null || use.Written is not null).ToDictionary(use => use, state.Use);
        var read = variables.Where(pair => pair.Key.Read is not null).ToDictionary(pair => pair.Key.Read!.Index, pair => pair.Value);
        var taken = new Dictionary<int, Variable>();
        var bound = ImmutableArray.CreateBuilder<Entry>();
        foreach (var (use, variable) in variables)
        {
            var (port, source, constant) = (NoPort, (Func<TensorMemory>?)null, (ReadOnlyMemory<byte>?)null);
            if (use.Written is { } written)
            {
                if (memories.TryGetValue(written.Index, out var memory) && !read.ContainsKey(written.Index))
                {
                    source = () => memory;
                }
                else if (read.TryGetValue(written.Index, out var other))
                {
                    source = () => other.Value;
                }
                else if (taken.TryGetValue(written.Index, out var twin))
                {
                    source = () => twin.Next;
                }
                else if (outputs.IndexOf(written.Index) is >= 0 and var at)
                {
                    port = at;
                    taken.Add(written.Index, variable);
                }
                else
                {
                    constant = written.Data ?? throw new UnsupportedException($"variable '{use.Name}' gets a value that nothing computes");
                }
            }

            bound.Add(new(
                variable,
                use.Read is not null,
                use.Read is { } value ? inputs.IndexOf(value.Index) : NoPort,
                use.Read is { } shown ? memories.GetValueOrDefault(shown.Index) : null,
                use.Written is not null,
                port,
                source,
                constant));
        }

        entries = bound.ToImmutable();
    }

    public bool IsEmpty => entries.IsEmpty;

    /// <exception cref="InvalidOperationException">The graph reads a variable that nothing assigned.</exception>
    public void Run(MLGraph? graph, MLBuffer[] inputs, MLBuffer[] outputs)
    {
        lock (state.Gate)
        {
            foreach (var entry in entries)
            {
                entry.Bind(inputs, outputs);
            }

            graph?.Compute(inputs, outputs);

            // All values are still the old ones while they are copied: variables may change places.
            foreach (var entry in entries)
            {
                entry.Copy();
            }

            foreach (var entry in entries)
            {
                entry.Finish();
            }
        }
    }

    private sealed record Entry(
        Variable Variable,
        bool IsRead,
        int InputPort,
        TensorMemory? Shown,
        bool IsWritten,
        int OutputPort,
        Func<TensorMemory>? Source,
        ReadOnlyMemory<byte>? Constant)
    {
        public void Bind(MLBuffer[] inputs, MLBuffer[] outputs)
        {
            if (IsRead && !Variable.IsAssigned)
            {
                throw new InvalidOperationException($"variable '{Variable.Name}' is read before anything was assigned to it");
            }

            if (InputPort >= 0)
            {
                inputs[InputPort] = Variable.Value.Buffer;
            }

            if (OutputPort >= 0)
            {
                outputs[OutputPort] = Variable.Next.Buffer;
            }

            if (Shown is not null)
            {
                Variable.Value.Bytes.CopyTo(Shown.Bytes);
            }
        }

        public void Copy()
        {
            if (Source is not null)
            {
                Source().Bytes.CopyTo(Variable.Next.Bytes);
            }
            else
            {
                Constant?.Span.CopyTo(Variable.Next.Bytes);
            }
        }

        public void Finish()
        {
            if (IsWritten)
            {
                Variable.Assign();
            }
        }
    }
}

using System.Collections.Immutable;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation;
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

    /// <param name="source">The graph whose variables these are.</param>
    /// <param name="whole">What it was compiled to; null where it has no nodes.</param>
    /// <param name="memories">The memory of the model's inputs and outputs, by tensor.</param>
    /// <exception cref="UnsupportedException">A variable has another type or shape than elsewhere, or the caller would see it.</exception>
    public VariableBinding(ModelState state, ModelGraph source, CompiledPartition? whole, Dictionary<int, TensorMemory> memories)
    {
        this.state = state;
        var (inputs, outputs) = (whole?.Inputs ?? [], whole?.Outputs ?? []);
        var variables = source.Variables.Where(use => use.Read is not null || use.Written is not null).Select(use => (Use: use, Variable: state.Use(use))).ToList();
        var read = variables.Where(pair => pair.Use.Read is not null).ToDictionary(pair => pair.Use.Read!.Index, pair => pair.Variable);
        var sources = new ValueSources(read, memories, outputs);
        entries =
        [
            .. variables.Select(pair => new Entry(
                pair.Variable,
                pair.Use.Read is not null,
                pair.Use.Read is { } value ? inputs.IndexOf(value.Index) : NoPort,
                pair.Use.Read is { } shown ? memories.GetValueOrDefault(shown.Index) : null,
                pair.Use.Written is { } written ? sources.Of(pair.Variable, written) : null)),
            .. (whole?.States ?? []).Select((tensor, i) => new Entry(
                state.Use(StateOf(source, tensor, memories)), true, inputs.IndexOf(tensor.Index), null, new(outputs.Length + i, null, null))),
        ];
    }

    public bool IsEmpty => entries.IsEmpty;

    /// <exception cref="InvalidOperationException">The graph reads a variable that nothing assigned.</exception>
    public void Run(Int16Border? graph, MLBuffer[] inputs, MLBuffer[] outputs)
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

    /// <summary>
    /// A variable that is a tensor of one graph. It begins, as TensorFlow Lite resets it, with bytes of 0, or of the zero point where it is int8.
    /// </summary>
    private static VariableUse StateOf(ModelGraph source, TensorInfo tensor, Dictionary<int, TensorMemory> memories)
    {
        if (memories.ContainsKey(tensor.Index))
        {
            throw new UnsupportedException($"variable '{tensor.Name}' is an input or an output of the graph");
        }

        var first = new byte[tensor.ByteLength];
        if (tensor is { Type: TfLiteType.Int8, Quantization: { } quantization })
        {
            Array.Fill(first, unchecked((byte)quantization.ZeroPoints[0]));
        }

        return new($"graph {source.Subgraph}, tensor {tensor.Index} '{tensor.Name}'", tensor, null, tensor with { Data = first });
    }

    /// <summary>Where a variable's next value comes from: a port of the graph, other memory, or a constant.</summary>
    private sealed record NextValue(int Port, Func<TensorMemory>? Source, ReadOnlyMemory<byte>? Constant);

    /// <summary>Finds out where the next values come from, variable by variable.</summary>
    private sealed class ValueSources(Dictionary<int, Variable> read, Dictionary<int, TensorMemory> memories, ImmutableArray<int> outputs)
    {
        private readonly Dictionary<int, Variable> taken = [];

        /// <summary>The first variable that a computed tensor goes to has it at the graph's port; what the tensor is besides gets a copy.</summary>
        public NextValue Of(Variable variable, TensorInfo written)
        {
            if (read.TryGetValue(written.Index, out var other))
            {
                return new(NoPort, () => other.Value, null);
            }

            if (memories.TryGetValue(written.Index, out var memory))
            {
                return new(NoPort, () => memory, null);
            }

            if (taken.TryGetValue(written.Index, out var twin))
            {
                return new(NoPort, () => twin.Next, null);
            }

            if (outputs.IndexOf(written.Index) is >= 0 and var port)
            {
                taken.Add(written.Index, variable);
                return new(port, null, null);
            }

            return new(NoPort, null, written.Data ?? throw new UnsupportedException($"variable '{variable.Name}' gets a value that nothing computes"));
        }
    }

    private sealed record Entry(Variable Variable, bool IsRead, int InputPort, TensorMemory? Shown, NextValue? Next)
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

            if (Next is { Port: >= 0 and var port })
            {
                outputs[port] = Variable.Next.Buffer;
            }

            if (Shown is not null)
            {
                Variable.Value.Bytes.CopyTo(Shown.Bytes);
            }
        }

        public void Copy()
        {
            if (Next?.Source is { } source)
            {
                source().Bytes.CopyTo(Variable.Next.Bytes);
            }
            else
            {
                Next?.Constant?.Span.CopyTo(Variable.Next.Bytes);
            }
        }

        public void Finish()
        {
            if (Next is not null)
            {
                Variable.Assign();
            }
        }
    }
}

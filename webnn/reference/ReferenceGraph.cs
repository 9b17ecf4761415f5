using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace WebNN.Reference;

/// <summary>A graph that is computed node after node. Several calls may run at a time; each allocates what it needs.</summary>
internal sealed class ReferenceGraph : MLGraph
{
    private readonly MLGraphDefinition definition;
    private readonly Dictionary<MLOperand, Tensor> constants = [];
    private readonly Dictionary<MLOperand, int> lastReaders = [];
    private volatile bool disposed;

    public ReferenceGraph(MLGraphDefinition definition)
    {
        this.definition = definition;
        Inputs = Ports(definition.Inputs);
        Outputs = Ports(definition.Outputs);
        for (var i = 0; i < definition.Nodes.Length; i++)
        {
            foreach (var operand in definition.Nodes[i].Inputs.OfType<MLOperand>())
            {
                lastReaders[operand] = i;
                if (operand.ConstantData is { } data && !constants.ContainsKey(operand))
                {
                    constants.Add(operand, Tensor.Read(operand.Descriptor, data.Span));
                }
            }
        }

        foreach (var (_, operand) in definition.Outputs)
        {
            lastReaders[operand] = definition.Nodes.Length;
        }
    }

    public override ImmutableArray<MLGraphPort> Inputs { get; }

    public override ImmutableArray<MLGraphPort> Outputs { get; }

    public override void Compute(ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Require(inputs, Inputs, "input");
        Require(outputs, Outputs, "output");
        var values = new Dictionary<MLOperand, Tensor>(constants);
        for (var i = 0; i < inputs.Length; i++)
        {
            var bytes = new byte[inputs[i].ByteLength];
            Marshal.Copy(inputs[i].Address, bytes, 0, bytes.Length);
            values.Add(definition.Inputs[i].Operand, Tensor.Read(Inputs[i].Descriptor, bytes));
        }

        Run(values);
        for (var i = 0; i < outputs.Length; i++)
        {
            var bytes = values[definition.Outputs[i].Operand].ToBytes();
            Marshal.Copy(bytes, 0, outputs[i].Address, bytes.Length);
        }
    }

    protected override void Dispose(bool disposing)
    {
        disposed = true;
        constants.Clear();
    }

    /// <summary>Adds every node's results, and lets go of what no later node reads.</summary>
    private void Run(Dictionary<MLOperand, Tensor> values)
    {
        for (var i = 0; i < definition.Nodes.Length; i++)
        {
            var node = definition.Nodes[i];
            var results = ReferenceContext.Evaluate(node, [.. node.Inputs.Select(operand => operand is null ? null : values[operand])]);
            foreach (var (operand, result) in node.Outputs.Zip(results))
            {
                values.Add(operand, result);
            }

            foreach (var operand in node.Inputs.OfType<MLOperand>().Concat(node.Outputs))
            {
                if (lastReaders.GetValueOrDefault(operand) <= i)
                {
                    values.Remove(operand);
                }
            }
        }
    }

    private static ImmutableArray<MLGraphPort> Ports(ImmutableArray<MLNamedOperand> operands) =>
        [.. operands.Select(named => new MLGraphPort(named.Name, named.Operand.Descriptor))];

    private static void Require(ReadOnlySpan<MLBuffer> buffers, ImmutableArray<MLGraphPort> ports, string role)
    {
        if (buffers.Length != ports.Length)
        {
            throw new ArgumentException($"the graph has {ports.Length} {role}s; got {buffers.Length}");
        }

        for (var i = 0; i < buffers.Length; i++)
        {
            if (buffers[i].Address == 0 || buffers[i].ByteLength != (nuint)ports[i].Descriptor.ByteLength)
            {
                throw new ArgumentException(
                    $"{role} '{ports[i].Name}' has the wrong buffer (expected {ports[i].Descriptor.ByteLength} bytes for {ports[i].Descriptor}, "
                    + $"found {(buffers[i].Address == 0 ? "none" : buffers[i].ByteLength)})");
            }
        }
    }
}

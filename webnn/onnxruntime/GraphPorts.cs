using System.Collections.Immutable;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime;

/// <summary>
/// The inputs or the outputs of a compiled graph over the caller's memory. An address is looked at in each call and acted upon where it is
/// another than before. An int8 input is copied to memory of ours on the way, where it becomes shifted u8; an int8 output is shifted back
/// where it lies.
/// </summary>
internal abstract unsafe class GraphPorts
{
    private readonly NativeArena arena;
    private readonly ImmutableArray<MLGraphPort> ports;
    private readonly bool areInputs;
    private readonly Port* bound;

    // Until overlaps have been looked for: a call that is refused may have moved some ports.
    private bool hasMoved;

    /// <param name="arena">Outlives the ports.</param>
    protected GraphPorts(NativeArena arena, IReadOnlyList<OnnxValue> values, ImmutableArray<MLGraphPort> ports, bool areInputs)
    {
        (this.arena, this.ports, this.areInputs) = (arena, ports, areInputs);
        bound = (Port*)arena.Allocate((nuint)(Math.Max(values.Count, 1) * sizeof(Port)));
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i];
            var length = (nuint)ports[i].Descriptor.ByteLength;
            bound[i] = new()
            {
                CallerLength = length,
                Length = value.CallerChannels == 0 ? length : length / (nuint)value.CallerChannels * (nuint)value.Shape[^1],
                Mask = value.Shifted ? BorderCopy.SignBit : (byte)0,
                Widened = value.CallerChannels != 0,
            };
            if (areInputs && (value.Shifted || value.CallerChannels != 0))
            {
                Stage(i);
            }
        }
    }

    protected int PortCount => ports.Length;

    /// <summary>The ports of a definition.</summary>
    public static ImmutableArray<MLGraphPort> Of(ImmutableArray<MLNamedOperand> operands) =>
        [.. operands.Select(operand => new MLGraphPort(operand.Name, operand.Operand.Descriptor))];

    /// <summary>Takes over the caller's memory, before a run.</summary>
    /// <returns>Whether some of it is elsewhere than when <see cref="StageOverlaps"/> looked.</returns>
    /// <exception cref="ArgumentException">A count or a length is not the graph's.</exception>
    public bool Bind(ReadOnlySpan<MLBuffer> buffers)
    {
        if (buffers.Length != ports.Length)
        {
            throw new ArgumentException($"the graph has {ports.Length} {(areInputs ? "inputs" : "outputs")}; got {buffers.Length}");
        }

        for (var i = 0; i < buffers.Length; i++)
        {
            ref var port = ref bound[i];
            var buffer = buffers[i];
            if (buffer.ByteLength != port.CallerLength || buffer.Address == 0)
            {
                throw WrongBuffer(i, buffer);
            }

            if (buffer.Address != port.Caller)
            {
                hasMoved = true;
                Rebind(i, buffer.Address);
            }

            if (port.Staging is not null)
            {
                Copy(port);
            }
        }

        return hasMoved;
    }

    /// <summary>Gives the caller's memory the caller's types, after a run.</summary>
    public void Finish(ReadOnlySpan<MLBuffer> buffers)
    {
        for (var i = 0; i < buffers.Length; i++)
        {
            if (bound[i].Mask != 0)
            {
                var bytes = new Span<byte>((void*)buffers[i].Address, checked((int)buffers[i].ByteLength));
                BorderCopy.Xor(bytes, bytes, bound[i].Mask);
            }
        }
    }

    /// <summary>From now on copies, on the way in, the inputs that lie where the outputs do.</summary>
    public void StageOverlaps(GraphPorts outputs)
    {
        for (var i = 0; i < ports.Length; i++)
        {
            for (var j = 0; j < outputs.ports.Length && bound[i].Staging is null; j++)
            {
                if (Overlap(bound[i], outputs.bound[j]))
                {
                    Stage(i);
                    SetAddress(i, (nint)bound[i].Staging);
                    Copy(bound[i]);
                }
            }
        }

        hasMoved = outputs.hasMoved = false;
    }

    /// <summary>What runs reads or writes a port there from now on.</summary>
    protected abstract void SetAddress(int index, nint address);

    /// <summary>Bytes of a port on our side of the border.</summary>
    protected nuint Length(int index) => bound[index].Length;

    private static bool Overlap(in Port first, in Port second) =>
        first.Caller < second.Caller + (nint)second.CallerLength && second.Caller < first.Caller + (nint)first.CallerLength;

    private static void Copy(in Port port)
    {
        var source = new ReadOnlySpan<byte>((void*)port.Caller, checked((int)port.CallerLength));
        var target = new Span<byte>(port.Staging, checked((int)port.Length));
        if (port.Widened)
        {
            BorderCopy.XorThreeToFour(source, target, port.Mask);
        }
        else
        {
            BorderCopy.Xor(source, target, port.Mask);
        }
    }

    private void Stage(int index) => bound[index].Staging = (byte*)arena.Allocate(bound[index].Length);

    private void Rebind(int index, nint address)
    {
        ref var port = ref bound[index];
        if (port.Staging is null || port.Caller == 0)
        {
            SetAddress(index, port.Staging is null ? address : (nint)port.Staging);
        }

        port.Caller = address;
    }

    private ArgumentException WrongBuffer(int index, MLBuffer buffer) => new(
        $"{(areInputs ? "input" : "output")} '{ports[index].Name}' {ports[index].Descriptor} needs {bound[index].CallerLength} bytes; got {buffer.ByteLength} at address {buffer.Address:x}");

    private struct Port
    {
        public nuint CallerLength;
        public nuint Length;
        public nint Caller;
        public byte* Staging;
        public byte Mask;
        public bool Widened;
    }
}

using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime;

/// <summary>
/// The inputs or the outputs of a session: names and values as the arrays that Run takes. A value is made over the caller's memory and
/// kept while the address holds. An int8 input is copied to memory of ours on the way, where it becomes shifted u8; an int8 output is
/// shifted back where it lies.
/// </summary>
internal sealed unsafe class OrtPorts
{
    private readonly OrtLibrary library;
    private readonly OrtMemoryInfo* memoryInfo;
    private readonly ImmutableArray<MLGraphPort> ports;
    private readonly bool areInputs;
    private readonly Port* bound;

    /// <param name="arena">Outlives the ports, as does <paramref name="memoryInfo"/>.</param>
    public OrtPorts(OrtLibrary library, OrtMemoryInfo* memoryInfo, NativeArena arena, IReadOnlyList<OnnxValue> values, ImmutableArray<MLGraphPort> ports, bool areInputs)
    {
        (this.library, this.ports, this.areInputs) = (library, ports, areInputs);
        this.memoryInfo = memoryInfo;
        Names = arena.Texts([.. values.Select(value => value.Name)]);
        Values = (OrtValue**)arena.Pointers(values.Count);
        bound = (Port*)arena.Allocate((nuint)(Math.Max(values.Count, 1) * sizeof(Port)));
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i];
            var length = (nuint)ports[i].Descriptor.ByteLength;
            Values[i] = null;
            bound[i] = new()
            {
                Shape = arena.Dimensions(value.Shape),
                Rank = (nuint)value.Rank,
                Type = value.Type,
                CallerLength = length,
                SessionLength = value.CallerChannels == 0 ? length : length / (nuint)value.CallerChannels * (nuint)value.Shape[^1],
                Mask = value.Shifted ? BorderCopy.SignBit : (byte)0,
                Widened = value.CallerChannels != 0,
            };
            if (areInputs && (value.Shifted || value.CallerChannels != 0))
            {
                bound[i].Staging = (byte*)arena.Allocate(bound[i].SessionLength);
            }
        }
    }

    public byte** Names { get; }

    public OrtValue** Values { get; }

    public nuint Count => (nuint)ports.Length;

    /// <summary>Makes the values those of the caller's memory, before a run.</summary>
    public void Bind(ReadOnlySpan<MLBuffer> buffers)
    {
        if (buffers.Length != ports.Length)
        {
            throw new ArgumentException($"the graph has {ports.Length} {(areInputs ? "inputs" : "outputs")}; got {buffers.Length}");
        }

        for (var i = 0; i < buffers.Length; i++)
        {
            var buffer = buffers[i];
            if (buffer.ByteLength != bound[i].CallerLength || buffer.Address == 0)
            {
                throw WrongBuffer(i, buffer);
            }

            var address = bound[i].Staging is null ? buffer.Address : (nint)bound[i].Staging;
            if (address != bound[i].Address)
            {
                Rebind(i, address);
            }

            if (bound[i].Staging is not null)
            {
                Stage(bound[i], buffer);
            }
        }
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

    public void Release()
    {
        for (var i = 0; i < ports.Length; i++)
        {
            library.Api.ReleaseValue(Values[i]);
            Values[i] = null;
        }
    }

    private static void Stage(in Port port, MLBuffer buffer)
    {
        var source = new ReadOnlySpan<byte>((void*)buffer.Address, checked((int)port.CallerLength));
        var target = new Span<byte>(port.Staging, checked((int)port.SessionLength));
        if (port.Widened)
        {
            BorderCopy.XorThreeToFour(source, target, port.Mask);
        }
        else
        {
            BorderCopy.Xor(source, target, port.Mask);
        }
    }

    private void Rebind(int index, nint address)
    {
        ref var port = ref bound[index];
        OrtValue* value;
        library.Check(library.Api.CreateTensorWithDataAsOrtValue(memoryInfo, (void*)address, port.SessionLength, port.Shape, port.Rank, port.Type, &value));
        library.Api.ReleaseValue(Values[index]);
        Values[index] = value;
        port.Address = address;
    }

    private ArgumentException WrongBuffer(int index, MLBuffer buffer) => new(
        $"{(areInputs ? "input" : "output")} '{ports[index].Name}' {ports[index].Descriptor} needs {bound[index].CallerLength} bytes; got {buffer.ByteLength} at address {buffer.Address:x}");

    private struct Port
    {
        public long* Shape;
        public nuint Rank;
        public OrtElementType Type;
        public nuint CallerLength;
        public nuint SessionLength;
        public nint Address;
        public byte* Staging;
        public byte Mask;
        public bool Widened;
    }
}

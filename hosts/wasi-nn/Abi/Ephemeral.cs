using System.Collections.Immutable;
using WebNN.TfLite;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Abi;

/// <summary>
/// The module of the specification's witx (https://github.com/WebAssembly/wasi-nn), with what other runtimes added to it: an import that is
/// not defined would keep a guest from starting.
/// </summary>
internal static class Ephemeral
{
    public const string Module = "wasi_ephemeral_nn";

    private const uint BuilderBytes = 8;
    private const uint TensorBytes = 20;

    public static readonly ImmutableArray<AbiFunction> Functions =
    [
        new("load", 5, Load),
        new("load_by_name", 3, LoadByName),
        new("load_by_name_with_config", 5, LoadByNameWithConfig),
        new("init_execution_context", 2, InitExecutionContext),
        new("set_input", 3, SetInput),
        new("compute", 1, Compute),
        new("get_output", 5, GetOutput),
        new("unload", 1, Unload),
        new("finalize_execution_context", 1, FinalizeExecutionContext),
        new("compute_single", 1, Streaming),
        new("fini_single", 1, Streaming),
        new("get_output_single", 5, Streaming),
    ];

    private static Errno Load(WasiNnGuest guest, GuestMemory memory, in Arguments arguments)
    {
        var (builders, count, encoding, target, graph) = arguments;
        var errno = CheckLoad(guest, memory, target, graph);
        return errno == Errno.Success ? Load(guest, memory, builders, count, encoding, target, graph) : errno;
    }

    /// <summary>What is checked before the builders are looked at, in both modules: out pointer, target.</summary>
    public static Errno CheckLoad(WasiNnGuest guest, GuestMemory memory, uint target, uint graph) =>
        !memory.Has(graph, sizeof(uint)) ? Outside(guest, "the graph's handle", graph, sizeof(uint))
        : !Targets.IsTarget(target) ? guest.Refuse(Errno.InvalidArgument, $"there is no target {target}")
        : Errno.Success;

    /// <summary>The rest, in both modules. In the order of checks: builder, its bytes, encoding, model.</summary>
    public static Errno Load(WasiNnGuest guest, GuestMemory memory, uint builders, uint count, uint encoding, uint target, uint graph)
    {
        if (count != 1)
        {
            return guest.Refuse(Errno.InvalidArgument, $"{count} builders; a model of TensorFlow Lite is one");
        }

        if (!memory.TryBytes(builders, BuilderBytes, out var builder))
        {
            return Outside(guest, "the builder", builders, BuilderBytes);
        }

        var (address, length) = (GuestStructures.UInt32(builder, 0), GuestStructures.UInt32(builder, 4));
        if (!memory.Has(address, length))
        {
            return Outside(guest, "the model", address, length);
        }

        // A model of 2 GiB or more is over any quota that memory can hold, and its first bytes tell its encoding as well.
        memory.TryBytes(address, Math.Min(length, int.MaxValue), out var model);
        if (!Encodings.IsTensorFlowLite(encoding, model))
        {
            return guest.Refuse(Errno.InvalidEncoding, $"encoding {Encodings.Name(encoding)}; this host runs models of TensorFlow Lite (4)");
        }

        var errno = guest.Load(model, length, target, out var handle);
        return Answer(memory, errno, graph, handle);
    }

    public static Errno LoadByName(WasiNnGuest guest, GuestMemory memory, in Arguments arguments)
    {
        var (name, length, graph, _, _) = arguments;
        if (!memory.Has(graph, sizeof(uint)))
        {
            return Outside(guest, "the graph's handle", graph, sizeof(uint));
        }

        if (!memory.TryBytes(name, length, out var bytes))
        {
            return Outside(guest, "the name", name, length);
        }

        return Answer(memory, guest.LoadByName(bytes, out var handle), graph, handle);
    }

    private static Errno LoadByNameWithConfig(WasiNnGuest guest, GuestMemory memory, in Arguments arguments)
    {
        var (name, length, config, configLength, graph) = arguments;
        if (!memory.Has(config, configLength))
        {
            return Outside(guest, "the configuration", config, configLength);
        }

        return configLength == 0
            ? LoadByName(guest, memory, new(name, length, graph))
            : guest.Refuse(Errno.UnsupportedOperation, $"a configuration of {configLength} bytes; TensorFlow Lite takes none");
    }

    public static Errno InitExecutionContext(WasiNnGuest guest, GuestMemory memory, in Arguments arguments)
    {
        var (graph, context, _, _, _) = arguments;
        return memory.Has(context, sizeof(uint))
            ? Answer(memory, guest.InitExecutionContext(graph, out var handle), context, handle)
            : Outside(guest, "the context's handle", context, sizeof(uint));
    }

    private static Errno SetInput(WasiNnGuest guest, GuestMemory memory, in Arguments arguments) => SetInput(guest, memory, arguments, Copy);

    /// <summary>The same for the legacy module, whose tensors are another structure.</summary>
    public static Errno SetInput(WasiNnGuest guest, GuestMemory memory, in Arguments arguments, TensorCopy copy)
    {
        var (context, index, tensor, _, _) = arguments;
        var errno = guest.FindInput(context, index, out var found, out var input);
        if (errno == Errno.Success)
        {
            errno = copy(guest, memory, tensor, input);
        }

        if (errno == Errno.Success)
        {
            found.MarkSet(index);
        }

        return errno;
    }

    private static Errno Copy(WasiNnGuest guest, GuestMemory memory, uint structure, TensorView input)
    {
        if (!memory.TryBytes(structure, TensorBytes, out var tensor))
        {
            return Outside(guest, "the tensor", structure, TensorBytes);
        }

        // Only a byte of the type is set: guests in Rust leave the three after it as they were.
        var (dims, rank, type) = (GuestStructures.UInt32(tensor, 0), GuestStructures.UInt32(tensor, 4), tensor[8]);
        var (data, length) = (GuestStructures.UInt32(tensor, 12), GuestStructures.UInt32(tensor, 16));
        if (!memory.TryBytes(dims, (ulong)rank * sizeof(uint), out var shape))
        {
            return Outside(guest, "the dimensions", dims, (ulong)rank * sizeof(uint));
        }

        if (!memory.Has(data, length))
        {
            return Outside(guest, "the data", data, length);
        }

        if (!Shapes.Equal(shape, input.Shape))
        {
            return guest.Refuse(Errno.InvalidArgument, $"{input} cannot get the shape {Shapes.Text(shape)}");
        }

        if (!TensorNumbers.Fits(type, input.Type) || length != input.ByteLength || !memory.TryBytes(data, length, out var bytes))
        {
            return guest.Refuse(Errno.InvalidArgument, $"{input} takes {input.ByteLength} bytes; got {length}, and {type} as their type");
        }

        bytes.CopyTo(input.Bytes);
        return Errno.Success;
    }

    public static Errno Compute(WasiNnGuest guest, GuestMemory memory, in Arguments arguments) => guest.Compute(arguments.A);

    private static Errno GetOutput(WasiNnGuest guest, GuestMemory memory, in Arguments arguments)
    {
        var (context, index, buffer, capacity, written) = arguments;
        if (!memory.Has(written, sizeof(uint)))
        {
            return Outside(guest, "the number of bytes", written, sizeof(uint));
        }

        if (!memory.Has(buffer, capacity))
        {
            return Outside(guest, "the buffer", buffer, capacity);
        }

        var errno = guest.FindOutput(context, index, out var output);
        if (errno != Errno.Success)
        {
            return errno;
        }

        var bytes = output.Bytes;
        if (bytes.Length > capacity || !memory.TryBytes(buffer, (ulong)bytes.Length, out var target))
        {
            memory.Write(written, (uint)bytes.Length);
            return guest.Refuse(Errno.TooLarge, $"{output} has {bytes.Length} bytes; the buffer has {capacity}");
        }

        // The number may lie inside the buffer.
        bytes.CopyTo(target);
        memory.Write(written, (uint)bytes.Length);
        return Errno.Success;
    }

    private static Errno Unload(WasiNnGuest guest, GuestMemory memory, in Arguments arguments) => guest.Unload(arguments.A);

    private static Errno FinalizeExecutionContext(WasiNnGuest guest, GuestMemory memory, in Arguments arguments) =>
        guest.FinalizeExecutionContext(arguments.A);

    private static Errno Streaming(WasiNnGuest guest, GuestMemory memory, in Arguments arguments) =>
        guest.Refuse(Errno.UnsupportedOperation, "a function for language models that answer piece by piece");

    public static Errno Outside(WasiNnGuest guest, string what, uint address, ulong length) =>
        guest.Refuse(Errno.InvalidArgument, $"{what}, {length} bytes at {address}, is outside the guest's memory");

    private static Errno Answer(GuestMemory memory, Errno errno, uint address, uint handle)
    {
        if (errno == Errno.Success)
        {
            memory.Write(address, handle);
        }

        return errno;
    }
}

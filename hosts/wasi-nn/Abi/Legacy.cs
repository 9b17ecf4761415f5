using System.Buffers.Binary;
using System.Collections.Immutable;
using WebNN.TfLite;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Abi;

/// <summary>
/// The module that guests of WAMR's older headers import. Tensors are floats going in and coming out, also those of quantized models: the
/// host converts. Sizes count floats.
/// </summary>
internal static class Legacy
{
    public const string Module = "wasi_nn";

    private const uint ArrayBytes = 8;
    private const uint TensorBytes = 12;
    private const uint DimensionsBytes = 8;

    public static readonly ImmutableArray<AbiFunction> Functions =
    [
        new("load", 4, Load),
        new("load_by_name", 3, Ephemeral.LoadByName),
        new("init_execution_context", 2, Ephemeral.InitExecutionContext),
        new("set_input", 3, SetInput),
        new("compute", 1, Ephemeral.Compute),
        new("get_output", 4, GetOutput),
    ];

    private static Errno Load(WasiNnGuest guest, GuestMemory memory, in Arguments arguments)
    {
        var (array, encoding, target, graph, _) = arguments;
        var errno = Ephemeral.CheckLoad(guest, memory, target, graph);
        if (errno != Errno.Success)
        {
            return errno;
        }

        return memory.TryBytes(array, ArrayBytes, out var builders)
            ? Ephemeral.Load(guest, memory, GuestStructures.UInt32(builders, 0), GuestStructures.UInt32(builders, 4), encoding, target, graph)
            : Ephemeral.Outside(guest, "the array of builders", array, ArrayBytes);
    }

    private static Errno SetInput(WasiNnGuest guest, GuestMemory memory, in Arguments arguments) =>
        Ephemeral.SetInput(guest, memory, arguments, Convert);

    private static Errno Convert(WasiNnGuest guest, GuestMemory memory, uint structure, TensorView input)
    {
        if (!memory.TryBytes(structure, TensorBytes, out var tensor))
        {
            return Ephemeral.Outside(guest, "the tensor", structure, TensorBytes);
        }

        var (dimensions, type, data) = (GuestStructures.UInt32(tensor, 0), tensor[4], GuestStructures.UInt32(tensor, 8));
        if (!memory.TryBytes(dimensions, DimensionsBytes, out var list))
        {
            return Ephemeral.Outside(guest, "the dimensions' address", dimensions, DimensionsBytes);
        }

        var (dims, rank) = (GuestStructures.UInt32(list, 0), GuestStructures.UInt32(list, 4));
        if (!memory.TryBytes(dims, (ulong)rank * sizeof(uint), out var shape))
        {
            return Ephemeral.Outside(guest, "the dimensions", dims, (ulong)rank * sizeof(uint));
        }

        // Such guests may give the elements in other dimensions than the model's.
        if (type != TensorNumbers.Float32 || !Shapes.TryElements(shape, out var elements) || elements != (ulong)Floats.Count(input))
        {
            return guest.Refuse(Errno.InvalidArgument, $"{input} takes {Floats.Count(input)} floats (type 1); got {Shapes.Text(shape)} of type {type}");
        }

        if (!memory.TryBytes(data, elements * sizeof(float), out var bytes))
        {
            return Ephemeral.Outside(guest, "the data", data, elements * sizeof(float));
        }

        return Floats.TryWrite(bytes, input) ? Errno.Success : guest.Refuse(Errno.InvalidArgument, $"{input} takes no floats");
    }

    private static Errno GetOutput(WasiNnGuest guest, GuestMemory memory, in Arguments arguments)
    {
        var (context, index, buffer, size, _) = arguments;
        if (!memory.TryBytes(size, sizeof(uint), out var sizeBytes))
        {
            return Ephemeral.Outside(guest, "the size", size, sizeof(uint));
        }

        var capacity = BinaryPrimitives.ReadUInt32LittleEndian(sizeBytes);
        if (!memory.Has(buffer, (ulong)capacity * sizeof(float)))
        {
            return Ephemeral.Outside(guest, "the buffer", buffer, (ulong)capacity * sizeof(float));
        }

        var errno = guest.FindOutput(context, index, out var output);
        if (errno != Errno.Success)
        {
            return errno;
        }

        if (!Floats.AreIn(output))
        {
            return guest.Refuse(Errno.UnsupportedOperation, $"{output} cannot be given as floats");
        }

        var count = Floats.Count(output);
        if (count > capacity || !memory.TryBytes(buffer, (ulong)count * sizeof(float), out var floats))
        {
            memory.Write(size, (uint)count);
            return guest.Refuse(Errno.TooLarge, $"{output} has {count} floats; the buffer has room for {capacity}");
        }

        // The size may lie inside the buffer.
        Floats.Read(output, floats);
        memory.Write(size, (uint)count);
        return Errno.Success;
    }
}

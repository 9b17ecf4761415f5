using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Wasmtime;
using WebNN.Wasi.Abi;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Tests;

/// <summary>
/// A guest that passes every import on: a test calls them with whatever it likes. What it needs in the guest's memory it puts there, one thing
/// after the other.
/// </summary>
internal sealed class Guest : IDisposable
{
    public const string OneMiB = """(memory (export "memory") 16)""";
    public const string OnePage = """(memory (export "memory") 1)""";
    public const string TwoGiB = """(memory (export "memory") 32768)""";
    public const string FourGiB = """(memory (export "memory") 65536)""";
    public const string NoPages = """(memory (export "memory") 0)""";

    private static readonly ConcurrentDictionary<string, Module> modules = new();

    private readonly Linker linker = new(Engine);
    private readonly Store store = new(Engine);
    private readonly Dictionary<string, Function> functions = [];
    private readonly Instance instance;
    private uint free;

    /// <param name="memory">The declaration of its memory, in WebAssembly's text form, and what else it has.</param>
    public Guest(WasiNnOptions? options = null, string memory = OneMiB)
    {
        options ??= new();
        Nn = WasiNn.Define(linker, options with { Log = Log.Add });
        instance = linker.Instantiate(store, modules.GetOrAdd(memory, text => Module.FromText(Engine, "guest", Text(text))));
        Memory = instance.GetMemory("memory");
        free = 0;
    }

    public static Engine Engine { get; } = new();

    public WasiNnGuest Nn { get; }

    public List<string> Log { get; } = [];

    /// <summary>Null where it has none.</summary>
    public Memory? Memory { get; }

    /// <summary>Calls an import: its name, with <c>legacy </c> before those of the legacy module.</summary>
    public Errno Call(string name, params uint[] arguments)
    {
        if (!functions.TryGetValue(name, out var function))
        {
            functions[name] = function = instance.GetFunction(name)!;
        }

        return (Errno)(int)function.Invoke([.. arguments.Select(argument => (ValueBox)unchecked((int)argument))])!;
    }

    /// <summary>Puts bytes into the guest's memory; at an odd address, as nothing in the ABI asks for another.</summary>
    public uint Put(ReadOnlySpan<byte> bytes)
    {
        var address = Take(bytes.Length);
        bytes.CopyTo(Memory!.GetSpan(address, bytes.Length));
        return address;
    }

    public uint Put(params ReadOnlySpan<uint> numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(uint)];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), numbers[i]);
        }

        return Put(bytes);
    }

    /// <summary>Room for so many bytes.</summary>
    public uint Take(int bytes)
    {
        var address = free | 1;
        free = address + (uint)bytes;
        return address;
    }

    /// <summary>What is put next is put here.</summary>
    public void PutAt(uint address) => free = address;

    public uint Number(uint address) => BinaryPrimitives.ReadUInt32LittleEndian(Memory!.GetSpan(address, sizeof(uint)));

    public byte[] Bytes(uint address, int count) => Memory!.GetSpan(address, count).ToArray();

    /// <summary>Loads a model, and keeps the address of the handle.</summary>
    public (Errno Errno, uint Handle) Load(ReadOnlySpan<byte> model, uint encoding = 4, uint target = 0)
    {
        var (builder, handle) = (Put(Put(model), (uint)model.Length), Put(0xdead));
        var errno = Call("load", builder, 1, encoding, target, handle);
        return (errno, Number(handle));
    }

    public (Errno Errno, uint Handle) LoadByName(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var handle = Put(0xdead);
        var errno = Call("load_by_name", Put(bytes), (uint)bytes.Length, handle);
        return (errno, Number(handle));
    }

    public (Errno Errno, uint Handle) Init(uint graph)
    {
        var handle = Put(0xdead);
        var errno = Call("init_execution_context", graph, handle);
        return (errno, Number(handle));
    }

    /// <summary>A context of this model; every step has to succeed.</summary>
    public uint Open(ReadOnlySpan<byte> model)
    {
        var graph = Load(model);
        AssertSuccess(graph.Errno);
        var context = Init(graph.Handle);
        AssertSuccess(context.Errno);
        return context.Handle;
    }

    public Errno SetInput(uint context, uint index, uint type, ReadOnlySpan<uint> shape, ReadOnlySpan<byte> data) =>
        Call("set_input", context, index, Put(Put(shape), (uint)shape.Length, 0xabcdef00 | type, Put(data), (uint)data.Length));

    public Errno Compute(uint context) => Call("compute", context);

    /// <summary>The output, through a buffer of its size.</summary>
    public byte[] Output(uint context, uint index, int bytes)
    {
        var (buffer, written) = (Take(bytes), Put(0));
        AssertSuccess(Call("get_output", context, index, buffer, (uint)bytes, written));
        Assert.Equal((uint)bytes, Number(written));
        return Bytes(buffer, bytes);
    }

    public void AssertSuccess(Errno errno) => Assert.True(errno == Errno.Success, Nn.LastFailure);

    public void Dispose()
    {
        Nn.Dispose();
        store.Dispose();
        linker.Dispose();
    }

    private static string Text(string memory)
    {
        var imports = Functions.Select(function =>
            $"(import \"{function.Module}\" \"{function.Name}\" (func ${function.Name}.{function.Module} {Parameters(function.Count)} (result i32)))");
        var exports = Functions.Select(function =>
            $"(func (export \"{function.Export}\") {Parameters(function.Count)} (result i32) "
            + string.Concat(Enumerable.Range(0, function.Count).Select(i => $"local.get {i} "))
            + $"call ${function.Name}.{function.Module})");
        return $"(module {string.Join('\n', imports)} {memory} {string.Join('\n', exports)})";
    }

    /// <summary>All that a guest can import.</summary>
    public static ImmutableArray<(string Module, string Name, string Export, int Count)> Functions { get; } =
    [
        .. Ephemeral.Functions.Select(function => (Ephemeral.Module, function.Name, function.Name, function.Parameters)),
        .. Legacy.Functions.Select(function => (Legacy.Module, function.Name, "legacy " + function.Name, function.Parameters)),
    ];

    private static string Parameters(int count) => $"(param{string.Concat(Enumerable.Repeat(" i32", count))})";
}

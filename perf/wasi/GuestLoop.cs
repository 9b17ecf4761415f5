using System.Globalization;
using Wasmtime;
using WebNN.TfLite;
using WebNN.Wasi;
using WebNN.Wasi.Guests;

namespace WebNN.WasiBench;

/// <summary>A guest with a model of one input and one output, which calls set_input, compute and get_output as often as it is told.</summary>
internal sealed class GuestLoop : IDisposable
{
    private const int Input = 0x1000;

    private static readonly Engine engine = new();

    private readonly ModelSet models;
    private readonly Linker linker = new(engine);
    private readonly Store store = new(engine);
    private readonly WasiNnGuest nn;
    private readonly Instance instance;
    private readonly int output;
    private readonly int outputBytes;

    /// <param name="number">The input's type, as wasi-nn counts them.</param>
    public GuestLoop(byte[] model, TensorView input, int number, int outputBytes)
    {
        this.outputBytes = outputBytes;
        output = Input + ((input.ByteLength + 63) & ~63);
        models = new ModelSet { ["m"] = TfLiteModel.FromBytes(model) };
        nn = WasiNn.Define(linker, new() { Models = models });
        linker.DefineFunction("host", "nothing", (Caller _, int a, int b, int c) => a - b - c);
        using var module = Module.FromText(engine, "loop", Text(input, number));
        instance = linker.Instantiate(store, module);
        Require(instance.GetFunction<int>("open")!());
    }

    public Span<byte> InputBytes(int length) => instance.GetMemory("memory")!.GetSpan(Input, length);

    public ReadOnlySpan<byte> OutputBytes => instance.GetMemory("memory")!.GetSpan(output, outputBytes);

    /// <param name="loop">all, set_input, get_output, or nothing: a function of the host's that only counts.</param>
    public Action Loop(string loop, int times)
    {
        var run = instance.GetFunction<int, int>(loop)!;
        return () => Require(run(times));
    }

    public void Dispose()
    {
        nn.Dispose();
        store.Dispose();
        linker.Dispose();
        models.Dispose();
    }

    private static void Require(int errno)
    {
        if (errno != 0)
        {
            throw new InvalidOperationException($"the guest got the error {errno}");
        }
    }

    private string Text(TensorView input, int number)
    {
        const string set = "(call $set (i32.const 0) (i32.const 0) (i32.const 256))";
        const string compute = "(call $compute (i32.const 0))";
        var get = $"(call $get (i32.const 0) (i32.const 0) (i32.const {output}) (i32.const {outputBytes}) (i32.const 64))";
        return $"""
            (module
              (import "host" "nothing" (func $nothing (param i32 i32 i32) (result i32)))
              (import "wasi_ephemeral_nn" "load_by_name" (func $load (param i32 i32 i32) (result i32)))
              (import "wasi_ephemeral_nn" "init_execution_context" (func $init (param i32 i32) (result i32)))
              (import "wasi_ephemeral_nn" "set_input" (func $set (param i32 i32 i32) (result i32)))
              (import "wasi_ephemeral_nn" "compute" (func $compute (param i32) (result i32)))
              (import "wasi_ephemeral_nn" "get_output" (func $get (param i32 i32 i32 i32 i32) (result i32)))
              (memory (export "memory") {((output + outputBytes) >> 16) + 1})
              (data (i32.const 0) "m")
              (data (i32.const 128) "{Numbers([.. input.Shape])}")
              (data (i32.const 256) "{Numbers(128, input.Shape.Length, number, Input, input.ByteLength)}")
              (func (export "open") (result i32)
                (i32.or
                  (i32.or (call $load (i32.const 0) (i32.const 1) (i32.const 64)) (call $init (i32.const 0) (i32.const 64)))
                  (i32.or {set} (i32.or {compute} {get}))))
              {Function("all", $"(i32.or {set} (i32.or {compute} {get}))")}
              {Function("set_input", set)}
              {Function("get_output", get)}
              {Function("nothing", "(call $nothing (i32.const 3) (i32.const 2) (i32.const 1))")})
            """;
    }

    private static string Function(string name, string call) => $"""
        (func (export "{name}") (param $times i32) (result i32) (local $errors i32)
          (loop $next
            (local.set $errors (i32.or (local.get $errors) {call}))
            (br_if $next (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
          (local.get $errors))
        """;

    private static string Numbers(params int[] numbers) => string.Concat(
        numbers.SelectMany(BitConverter.GetBytes).Select(value => string.Create(CultureInfo.InvariantCulture, $"\\{value:x2}")));
}

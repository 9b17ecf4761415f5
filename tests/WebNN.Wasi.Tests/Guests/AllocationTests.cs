using Wasmtime;
using WebNN.TfLite;

namespace WebNN.Wasi.Tests.Guests;

/// <summary>A guest's loop over set_input, compute and get_output makes no garbage in the host.</summary>
public sealed class AllocationTests
{
    private const string Loop = """
        (module
          (import "wasi_ephemeral_nn" "load_by_name" (func $load (param i32 i32 i32) (result i32)))
          (import "wasi_ephemeral_nn" "init_execution_context" (func $init (param i32 i32) (result i32)))
          (import "wasi_ephemeral_nn" "set_input" (func $set (param i32 i32 i32) (result i32)))
          (import "wasi_ephemeral_nn" "compute" (func $compute (param i32) (result i32)))
          (import "wasi_ephemeral_nn" "get_output" (func $get (param i32 i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "m")
          (data (i32.const 16) "\01\00\00\00\04\00\00\00")                                                          ;; dims [1,4]
          (data (i32.const 32) "\10\00\00\00\02\00\00\00\01\00\00\00\40\00\00\00\10\00\00\00")                      ;; tensor
          (func (export "open") (result i32)
            (i32.or (call $load (i32.const 0) (i32.const 1) (i32.const 128)) (call $init (i32.const 0) (i32.const 128))))
          (func (export "run") (param $times i32) (result i32) (local $errors i32)
            (loop $next
              (local.set $errors (i32.or (local.get $errors) (call $set (i32.const 0) (i32.const 0) (i32.const 32))))
              (local.set $errors (i32.or (local.get $errors) (call $compute (i32.const 0))))
              (local.set $errors
                (i32.or (local.get $errors) (call $get (i32.const 0) (i32.const 0) (i32.const 256) (i32.const 16) (i32.const 512))))
              (br_if $next (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
            local.get $errors))
        """;

    [Theory]
    [InlineData(RuntimeChoice.Auto, false)]
    [InlineData(RuntimeChoice.Auto, true)]
    [InlineData(RuntimeChoice.TfLite, false)]
    public void No_managed_memory_is_allocated_for_a_computation(RuntimeChoice runtime, bool withLimit)
    {
        TestModels.RequireOnnxRuntime();
        TestModels.RequireTfLite();
        using var models = new ModelSet { ["m"] = TfLiteModel.FromBytes(SmallModels.Triple()) };
        using var linker = new Linker(Guest.Engine);
        using var store = new Store(Guest.Engine);
        using var nn = WasiNn.Define(linker, new()
        {
            Models = models,
            Runtime = new() { Runtime = runtime },
            Quotas = new() { ComputeTime = withLimit ? TimeSpan.FromMinutes(1) : null },
        });
        using var module = Module.FromText(Guest.Engine, "loop", Loop);
        var instance = linker.Instantiate(store, module);
        Assert.Equal(0, instance.GetFunction<int>("open")!());
        var run = instance.GetFunction<int, int>("run")!;
        var errors = run(100);

        // What calling a guest costs by itself is not of the 3000 calls.
        var once = Allocations.Least(() => errors |= run(1));
        Assert.Equal(once, Allocations.Least(() => errors |= run(1000)));
        Assert.Equal(0, errors);
    }
}

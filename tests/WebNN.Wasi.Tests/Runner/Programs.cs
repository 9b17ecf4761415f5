using WebNN.Wasi.Runner;

namespace WebNN.Wasi.Tests.Runner;

/// <summary>WASI programs in WebAssembly's text form.</summary>
internal static class Programs
{
    private static readonly (string Name, string Parameters)[] imports =
    [
        ("args_sizes_get", "i32 i32"), ("environ_sizes_get", "i32 i32"), ("fd_write", "i32 i32 i32 i32"), ("fd_read", "i32 i32 i32 i32"),
        ("path_open", "i32 i32 i32 i32 i32 i64 i64 i32 i32"), ("clock_time_get", "i32 i64 i32"), ("random_get", "i32 i32"),
    ];

    /// <summary>A program whose start runs these instructions; the i32 that they leave is its exit code. Scratch memory is at 8, data at 1024.</summary>
    /// <param name="rest">Functions, data and the like.</param>
    public static GuestFile Of(string instructions, string rest = "", string memory = "(memory (export \"memory\") 4)") => GuestFile.FromText(
        $"""
        (module
          {string.Concat(imports.Select(import => $"(import \"wasi_snapshot_preview1\" \"{import.Name}\" (func ${import.Name} (param {import.Parameters}) (result i32)))"))}
          (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
          (import "wasi_ephemeral_nn" "load" (func $load (param i32 i32 i32 i32 i32) (result i32)))
          (import "wasi_ephemeral_nn" "load_by_name" (func $load_by_name (param i32 i32 i32) (result i32)))
          (import "wasi_ephemeral_nn" "init_execution_context" (func $init (param i32 i32) (result i32)))
          (import "wasi_ephemeral_nn" "set_input" (func $set_input (param i32 i32 i32) (result i32)))
          (import "wasi_ephemeral_nn" "compute" (func $compute (param i32) (result i32)))
          {memory}
          {rest}
          (func (export "_start") (call $exit ({instructions}))))
        """,
        "guest.wat");

    /// <summary>A data segment.</summary>
    public static string Data(int address, ReadOnlySpan<byte> bytes) =>
        $"(data (i32.const {address}) \"{string.Concat(bytes.ToArray().Select(value => $"\\{value:x2}"))}\")";
}

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("webnn-wasi-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

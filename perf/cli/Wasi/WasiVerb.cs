using System.CommandLine;
using WebNN.Cli.Verbs;

namespace WebNN.Cli.Wasi;

/// <summary><c>wasi</c>: WebAssembly guests that use models by wasi-nn. Wasmtime is loaded when one of its commands is.</summary>
internal static class WasiVerb
{
    public static Command Create() => new Command("wasi", "Runs WebAssembly programs that use models by wasi-nn, or shows what they import.")
    {
        WasiRunCommand.Create(),
        WasiInspectCommand.Create(),
    }.WithExamples("wasi run guest.wasm --model birds=birds.tflite -- bird.bmp", "wasi inspect guest.wasm");
}

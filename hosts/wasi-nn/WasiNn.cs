using Wasmtime;
using WebNN.Wasi.Abi;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi;

/// <summary>
/// wasi-nn for guests on Wasmtime: the modules <c>wasi_ephemeral_nn</c> of the specification's witx and <c>wasi_nn</c>, which older guests
/// in C import. Models are TensorFlow Lite's.
/// </summary>
/// <example><code>
/// using var models = new ModelSet { ["birds"] = TfLiteModel.FromFile("birds.tflite") };
/// using var nn = WasiNn.Define(linker, new() { Models = models, Quotas = new() { Graphs = 4, ComputeTime = TimeSpan.FromSeconds(1) } });
/// var instance = linker.Instantiate(store, module);
/// </code></example>
public static class WasiNn
{
    /// <summary>
    /// Defines both modules for one guest: one instance in one store. Another store that calls through the same linker gets errors: it needs
    /// a linker of its own. WASI itself is not defined here; a store whose linker has it must have a <see cref="WasiConfiguration"/>, or
    /// Wasmtime ends the process at the guest's first call of it.
    /// </summary>
    /// <param name="linker">Stays the caller's.</param>
    /// <returns>What the guest has and did; disposed, it frees all of it, and every later call of the guest is an error.</returns>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public static WasiNnGuest Define(Linker linker, WasiNnOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(linker);
        var guest = new WasiNnGuest(options ?? new());
        var border = new Border(guest);
        border.Define(linker, Ephemeral.Module, Ephemeral.Functions);
        border.Define(linker, Legacy.Module, Legacy.Functions);
        return guest;
    }
}

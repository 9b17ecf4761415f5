using System.Collections.Immutable;
using Wasmtime;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Runner;

/// <summary>An import of a guest.</summary>
/// <param name="Kind">function, table, memory, global or tag.</param>
/// <param name="Type">A function's parameters and results, <c>i32 i32 -> i32</c>; null where not known.</param>
/// <param name="Problem">Why it cannot be given; null where it is.</param>
public sealed record GuestImport(string Module, string Name, string Kind, string? Type, string? Problem);

/// <summary>What a guest wants of its host, told without compiling it.</summary>
/// <param name="Interfaces">Which of the interfaces that are here it imports: their modules' names.</param>
/// <param name="Problem">Why it cannot be run, in one line; null where nothing speaks against it.</param>
public sealed record GuestInspection(
    string Name, long Bytes, ImmutableArray<GuestImport> Imports, ImmutableArray<string> Interfaces, bool ExportsMemory, string? Problem)
{
    private const string Entry = "_start";

    /// <summary>How many problems one line names.</summary>
    private const int Named = 3;

    internal static GuestInspection Of(Engine engine, GuestFile file)
    {
        var reader = new ModuleReader(file.Bytes);
        if (reader.IsComponent)
        {
            return new(
                file.Name,
                file.Bytes.Length,
                [],
                [],
                false,
                "a component; this host has the interfaces of core modules: build the guest for wasm32-wasip1 and wasi_ephemeral_nn");
        }

        ImmutableArray<GuestImport> imports = [.. Describe(engine, reader)];
        var problem = Module.Validate(engine, file.Bytes.Span) is { } invalid ? $"not a valid module: {WasmtimeError.Line(invalid)}"
            : Undefined(imports)
            ?? (reader.IsWhole && !reader.Exports.Contains((Entry, "function")) ? $"it exports no function '{Entry}': a library, and no program" : null);
        return new(
            file.Name,
            file.Bytes.Length,
            imports,
            [.. imports.Where(import => import.Problem is null).Select(import => import.Module).Distinct()],
            reader.Exports.Contains(("memory", "memory")),
            problem is null ? null : Printable.Of(problem));
    }

    private static IEnumerable<GuestImport> Describe(Engine engine, ModuleReader reader)
    {
        using var linker = new Linker(engine);
        using var store = new Store(engine);
        using var nn = WasiNn.Define(linker);
        linker.DefineWasi();
        store.SetWasiConfiguration(new WasiConfiguration());
        foreach (var import in reader.Imports)
        {
            yield return new(
                Printable.Of(import.Module), Printable.Of(import.Name), import.Kind, import.Type, ProblemOf(linker.GetFunction(store, import.Module, import.Name), import));
        }
    }

    private static string? ProblemOf(Function? function, ModuleImport import)
    {
        if (function is null || import.Kind != "function")
        {
            return "nobody defines it";
        }

        var type = $"{Kinds(function.Parameters)} -> {Kinds(function.Results)}".Trim();
        return import.Type is null || import.Type == type ? null : $"its type is {type}";
    }

    private static string Kinds(IReadOnlyList<ValueKind> kinds) => string.Join(' ', kinds.Select(kind => kind switch
    {
        ValueKind.Int32 => "i32",
        ValueKind.Int64 => "i64",
        ValueKind.Float32 => "f32",
        ValueKind.Float64 => "f64",
        _ => kind.ToString(),
    }));

    private static string? Undefined(ImmutableArray<GuestImport> imports)
    {
        var bad = imports.Where(import => import.Problem is not null).ToArray();
        return bad.Length == 0 ? null
            : $"{bad.Length} of its {imports.Length} imports cannot be given: "
                + string.Join("; ", bad.Take(Named).Select(import => $"{import.Module}.{import.Name}: {import.Problem}"))
                + (bad.Length > Named ? $"; and {bad.Length - Named} more" : "");
    }
}

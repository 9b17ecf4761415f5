using System.Text;
using WebNN.Wasi.Runner;

namespace WebNN.Wasi.Tests.Runner;

/// <summary>What can be run, what cannot, and that it is said before anything is compiled.</summary>
public sealed class GuestFileTests : IDisposable
{
    private readonly GuestRunner runner = new();

    public void Dispose() => runner.Dispose();

    [Fact]
    public void A_program_is_described_by_its_imports()
    {
        var inspection = runner.Inspect(Programs.Of("i32.const 0"));
        Assert.Null(inspection.Problem);
        Assert.True(inspection.ExportsMemory);
        Assert.Equal(["wasi_snapshot_preview1", "wasi_ephemeral_nn"], inspection.Interfaces);
        Assert.Equal(new("wasi_ephemeral_nn", "load", "function", "i32 i32 i32 i32 i32 -> i32", null), inspection.Imports[8]);
        Assert.Equal(new("wasi_snapshot_preview1", "proc_exit", "function", "i32 ->", null), inspection.Imports[7]);
    }

    [Fact]
    public void Imports_that_nobody_defines_are_named()
    {
        var file = GuestFile.FromText("""
            (module
              (import "wasi_nn" "load" (func (param i32 i32 i32 i32) (result i32)))
              (import "wasi_ephemeral_nn" "get_output" (func (param i32 i32 i64) (result i32)))
              (import "env" "evil\1b" (func))
              (import "env" "memory" (memory 1))
              (import "env" "table" (table 1 funcref))
              (import "env" "global" (global i32))
              (func (export "_start")))
            """, "guest");
        var inspection = runner.Inspect(file);
        Assert.Equal(["wasi_nn", "wasi_ephemeral_nn", "env", "env", "env", "env"], inspection.Imports.Select(import => import.Module));
        Assert.Equal(["function", "function", "function", "memory", "table", "global"], inspection.Imports.Select(import => import.Kind));
        Assert.Equal(["wasi_nn"], inspection.Interfaces);
        var error = Assert.Throws<GuestException>(() => runner.Compile(file));
        Assert.Equal(
            "guest: 5 of its 6 imports cannot be given: wasi_ephemeral_nn.get_output: its type is i32 i32 i32 i32 i32 -> i32; "
                + "env.evil\\u001b: nobody defines it; env.memory: nobody defines it; and 2 more",
            error.Message);
    }

    [Fact]
    public void A_component_is_refused_with_the_remedy()
    {
        var file = GuestFile.FromBytes([0, (byte)'a', (byte)'s', (byte)'m', 13, 0, 1, 0], "guest.wasm");
        Assert.Equal(
            "guest.wasm: a component; this host has the interfaces of core modules: build the guest for wasm32-wasip1 and wasi_ephemeral_nn",
            Assert.Throws<GuestException>(() => runner.Compile(file)).Message);
    }

    [Fact]
    public void A_library_is_no_program() => Assert.Equal(
        "guest: it exports no function '_start': a library, and no program",
        Assert.Throws<GuestException>(() => runner.Compile(GuestFile.FromText("(module)", "guest"))).Message);

    [Fact]
    public void What_is_no_WebAssembly_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("text.wasm"), "(module)");
        File.WriteAllText(folder.At("bad.wat"), "(module (func (call $nobody)))");
        File.WriteAllBytes(folder.At("empty.wasm"), []);
        Assert.Equal("text.wasm: not a WebAssembly module", Assert.Throws<GuestException>(() => GuestFile.Read(folder.At("text.wasm"))).Message);
        Assert.Equal("empty.wasm: not a WebAssembly module", Assert.Throws<GuestException>(() => GuestFile.Read(folder.At("empty.wasm"))).Message);
        Assert.Equal("empty.wasm has 0 bytes; at most -1", Assert.Throws<GuestException>(() => GuestFile.Read(folder.At("empty.wasm"), -1)).Message);
        Assert.StartsWith("bad.wat: ", Assert.Throws<GuestException>(() => GuestFile.Read(folder.At("bad.wat"))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => GuestFile.Read(folder.At("nowhere.wasm")));
    }

    [Fact]
    public void Bytes_that_are_cut_or_changed_anywhere_are_described_or_refused_and_nothing_else()
    {
        var good = Programs.Of("i32.const 0", """(func $f (param i64 f32 f64) (result i32 i32) i32.const 1 i32.const 2)""").Bytes.ToArray();
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = i < good.Length ? good[..Math.Max(i, 8)] : [.. good];
            if (i >= good.Length)
            {
                bytes[8 + random.Next(bytes.Length - 8)] = (byte)random.Next(256);
            }

            Assert.NotNull(runner.Inspect(GuestFile.FromBytes(bytes, "guest")));
        }
    }

    [Fact]
    public void Code_that_was_compiled_is_never_taken_from_a_file_of_the_users()
    {
        using var folder = new TemporaryFolder();
        using var module = Wasmtime.Module.FromText(Guest.Engine, "m", "(module)");
        File.WriteAllBytes(folder.At("guest.cwasm"), module.Serialize());
        Assert.Equal("guest.cwasm: not a WebAssembly module", Assert.Throws<GuestException>(() => GuestFile.Read(folder.At("guest.cwasm"))).Message);
    }

    [Fact]
    public void Compiled_guests_are_kept_and_found_again()
    {
        using var folder = new TemporaryFolder();
        var file = Programs.Of("i32.const 6");
        using (var first = new GuestRunner(new() { CacheDirectory = folder.At("cache") }))
        using (var guest = first.Compile(file))
        {
            Assert.Equal((false, 6, null), (guest.IsFromCache, first.Run(guest).ExitCode, first.CacheProblem));
        }

        using var second = new GuestRunner(new() { CacheDirectory = folder.At("cache") });
        using (var guest = second.Compile(file))
        {
            Assert.Equal((true, 6), (guest.IsFromCache, second.Run(guest).ExitCode));
        }

        using var other = second.Compile(Programs.Of("i32.const 7"));
        Assert.Equal((false, 7), (other.IsFromCache, second.Run(other).ExitCode));
    }

    [Fact]
    public void An_entry_that_is_damaged_is_compiled_anew()
    {
        using var folder = new TemporaryFolder();
        using var cached = new GuestRunner(new() { CacheDirectory = folder.Path });
        var file = Programs.Of("i32.const 6");
        cached.Compile(file).Dispose();
        var entry = Path.Combine(Assert.Single(Directory.GetDirectories(folder.At("guests"))), "code.cwasm");
        foreach (var bytes in new[] { [], Encoding.UTF8.GetBytes("no code"), File.ReadAllBytes(entry)[..1000] })
        {
            File.WriteAllBytes(entry, bytes);
            using var guest = cached.Compile(file);
            Assert.Equal((false, 6), (guest.IsFromCache, cached.Run(guest).ExitCode));
        }

        Assert.Equal([entry], Directory.GetFiles(folder.At("guests"), "*.cwasm", SearchOption.AllDirectories));
    }

    [Fact]
    public void Code_is_for_the_guest_that_lies_beside_it_and_no_other()
    {
        using var folder = new TemporaryFolder();
        using var cached = new GuestRunner(new() { CacheDirectory = folder.Path });
        var file = Programs.Of("i32.const 6");
        cached.Compile(file).Dispose();
        var stored = Path.Combine(Assert.Single(Directory.GetDirectories(folder.At("guests"))), "guest.wasm");
        var other = File.ReadAllBytes(stored);
        other[^1] ^= 1;
        File.WriteAllBytes(stored, other);

        using var guest = cached.Compile(file);
        Assert.Equal((false, 6), (guest.IsFromCache, cached.Run(guest).ExitCode));
        Assert.Equal(other, File.ReadAllBytes(stored));
    }

    [Fact]
    public void Guests_that_were_not_used_for_long_make_room()
    {
        using var folder = new TemporaryFolder();
        using var cached = new GuestRunner(new() { CacheDirectory = folder.Path });
        for (var i = 0; i < 66; i++)
        {
            cached.Compile(GuestFile.FromText($"(module (func (export \"_start\") (drop (i32.const {i}))))", "guest")).Dispose();
        }

        Assert.Equal(64, Directory.GetDirectories(folder.At("guests")).Length);
    }

    [Fact]
    public void A_folder_that_others_can_write_to_is_not_used()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("folders of Windows have no mode");
            return;
        }

        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        using var cached = new GuestRunner(new() { CacheDirectory = folder.Path });
        Assert.Equal($"others can write to '{folder.Path}'", cached.CacheProblem);
        using var guest = cached.Compile(Programs.Of("i32.const 6"));
        Assert.Equal((false, 6), (guest.IsFromCache, cached.Run(guest).ExitCode));

        using var own = new TemporaryFolder();
        using var next = new GuestRunner(new() { CacheDirectory = own.Path });
        next.Compile(Programs.Of("i32.const 6")).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(own.At("guests")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(own.At("guests"), "*.cwasm", SearchOption.AllDirectories).Single()));

        Directory.Delete(own.At("guests"), recursive: true);
        Directory.CreateSymbolicLink(own.At("guests"), folder.Path);
        using var linked = new GuestRunner(new() { CacheDirectory = own.Path });
        Assert.Equal($"'{own.At("guests")}' is a link", linked.CacheProblem);
    }
}

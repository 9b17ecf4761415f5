using System.Text;
using WebNN.TfLite;
using WebNN.Wasi.Runner;

namespace WebNN.Wasi.Tests.Runner;

/// <summary>Guests that end well, badly or not at all: the host goes on.</summary>
public sealed class GuestRunnerTests : IDisposable
{
    private static readonly TimeSpan shortTime = TimeSpan.FromMilliseconds(200);

    private readonly GuestRunner runner = new();

    public void Dispose() => runner.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(125)]
    public void A_guest_ends_with_a_code_of_its_own(int code)
    {
        var result = Run(Programs.Of($"i32.const {code}"));
        Assert.Equal((GuestEnd.Exited, code, null), (result.End, result.ExitCode, result.Reason));
    }

    [Fact]
    public void A_guest_that_returns_ended_well()
    {
        using var guest = runner.Compile(GuestFile.FromText("""(module (func (export "_start")))""", "guest"));
        Assert.Equal((GuestEnd.Exited, 0), (runner.Run(guest).End, runner.Run(guest).ExitCode));
    }

    [Fact]
    public void A_trap_is_told_in_one_line_without_the_guests_control_characters()
    {
        var result = Run(Programs.Of("call $f", """(func $f (@name "evil\1b[31m\0aname") (export "f") (result i32) unreachable)"""));
        Assert.Equal((GuestEnd.Trapped, 134), (result.End, result.ExitCode));
        Assert.Equal("a trap: wasm trap: wasm `unreachable` instruction executed in evil\\u001b[31m\\u000aname < a function at", result.Reason![..^4]);
    }

    [Fact]
    public void A_start_that_takes_a_value_is_refused()
    {
        using var guest = runner.Compile(GuestFile.FromText("""(module (func (export "_start") (param i32)))""", "guest"));
        var result = runner.Run(guest);
        Assert.Equal((GuestEnd.Refused, 2, "its function '_start' takes or gives values"), (result.End, result.ExitCode, result.Reason));
    }

    [Fact]
    public void An_exit_code_that_WASI_does_not_have_is_a_trap()
    {
        var result = Run(Programs.Of("i32.const 300"));
        Assert.Equal((GuestEnd.Trapped, 134, "a trap: exit with invalid exit status outside of [0..126)"), (result.End, result.ExitCode, result.Reason));
    }

    [Fact]
    public void A_guest_without_end_is_stopped_and_the_next_one_runs()
    {
        var result = Run(Programs.Of("block (result i32) (loop $l (br $l)) (i32.const 0)"), new() { Time = shortTime });
        Assert.Equal((GuestEnd.TimedOut, 124, "given up after 0.2 s", false), (result.End, result.ExitCode, result.Reason, result.IsStillRunning));
        Assert.Equal(5, Run(Programs.Of("i32.const 5"), new() { Time = TimeSpan.FromMinutes(1) }).ExitCode);
    }

    [Fact]
    public void A_start_function_without_end_is_stopped_and_the_next_one_runs()
    {
        var result = Run(Programs.Of("i32.const 0", "(func $s (loop $l (br $l))) (start $s)"), new() { Time = shortTime });
        Assert.Equal((GuestEnd.TimedOut, 124), (result.End, result.ExitCode));
        Assert.Equal(5, Run(Programs.Of("i32.const 5")).ExitCode);
    }

    [Fact]
    public void A_memory_eater_gets_as_much_as_is_allowed()
    {
        const string eat = """
            (func $eat (result i32) (local $n i32)
              (loop $l
                (local.set $n (i32.add (local.get $n) (i32.const 1)))
                (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
              (memory.size))
            """;
        Assert.Equal(100, Run(Programs.Of("call $eat", eat), new() { MemoryBytes = 100 << 16 }).ExitCode);
    }

    [Fact]
    public void A_guest_that_wants_more_memory_than_is_allowed_at_once_does_not_start()
    {
        var result = Run(Programs.Of("i32.const 0"), new() { MemoryBytes = 3 << 16 });
        Assert.Equal((GuestEnd.Refused, 2, "memory minimum size of 4 pages exceeds memory limits"), (result.End, result.ExitCode, result.Reason));
    }

    [Theory]
    [InlineData("(func $f (result i32) (i32.add (call $f) (i32.const 1)))")]
    [InlineData("(func $f (result i32) (i32.add (call $compute (i32.const 9)) (call $f)))")]
    public void Recursion_without_end_is_a_trap_also_when_each_level_calls_the_host(string function)
    {
        var result = Run(Programs.Of("call $f", function));
        Assert.Equal((GuestEnd.Trapped, 134), (result.End, result.ExitCode));
        Assert.StartsWith("a trap: wasm trap: call stack exhausted", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void WASI_without_anything_given_is_empty_and_never_the_end_of_the_process()
    {
        Assert.Equal(1, Run(Programs.Of("i32.or (call $args_sizes_get (i32.const 8) (i32.const 12)) (i32.load (i32.const 8))")).ExitCode);
        Assert.Equal(0, Run(Programs.Of("i32.or (call $environ_sizes_get (i32.const 8) (i32.const 12)) (i32.load (i32.const 8))")).ExitCode);
        Assert.Equal(0, Run(Programs.Of(
            "i32.or (call $fd_read (i32.const 0) (i32.const 1024) (i32.const 1) (i32.const 8)) (i32.load (i32.const 8))",
            Programs.Data(1024, [0, 2, 0, 0, 16, 0, 0, 0]))).ExitCode);
        Assert.Equal(0, Run(Programs.Of("i32.or (call $clock_time_get (i32.const 0) (i64.const 1) (i32.const 8)) (call $random_get (i32.const 8) (i32.const 8))")).ExitCode);
        Assert.Equal(0, Run(Programs.Of("i32.const 0", "(func $s (drop (call $random_get (i32.const 8) (i32.const 8)))) (start $s)")).ExitCode);
        Assert.Equal(8, Run(Open("file", create: false)).ExitCode);
    }

    [Fact]
    public void Arguments_and_variables_are_those_that_were_given()
    {
        var options = new GuestRunOptions { Arguments = ["a", "b"], Environment = [("K", "V"), ("L", ""), ("M", "x")] };
        Assert.Equal(3, Run(Programs.Of("i32.or (call $args_sizes_get (i32.const 8) (i32.const 12)) (i32.load (i32.const 8))"), options).ExitCode);
        Assert.Equal(3, Run(Programs.Of("i32.or (call $environ_sizes_get (i32.const 8) (i32.const 12)) (i32.load (i32.const 8))"), options).ExitCode);
    }

    [Fact]
    public void A_folder_is_there_to_read_and_only_when_asked_to_write_and_nothing_outside_it()
    {
        const int notPermitted = 63;
        using var folder = new TemporaryFolder();
        var inside = Directory.CreateDirectory(folder.At("inside")).FullName;
        File.WriteAllText(Path.Combine(inside, "file"), "x");
        File.WriteAllText(folder.At("secret"), "x");
        File.CreateSymbolicLink(Path.Combine(inside, "link"), folder.At("secret"));
        var read = new GuestRunOptions { Directories = [new(inside, "/data")] };
        var write = new GuestRunOptions { Directories = [new(inside, "/data", IsWritable: true)] };

        Assert.Equal(0, Run(Open("file", create: false), read).ExitCode);
        Assert.NotEqual(0, Run(Open("made", create: true), read).ExitCode);
        Assert.Equal(notPermitted, Run(Open("../secret", create: false), read).ExitCode);
        Assert.Equal(notPermitted, Run(Open("link", create: false), read).ExitCode);
        Assert.NotEqual(0, Run(Open(folder.At("secret"), create: false), read).ExitCode);
        Assert.Equal(["file", "link"], Directory.GetFiles(inside).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(0, Run(Open("made", create: true), write).ExitCode);
        Assert.True(File.Exists(Path.Combine(inside, "made")));

        using var guest = runner.Compile(Programs.Of("i32.const 0"));
        var missing = new GuestRunOptions { Directories = [new(folder.At("nowhere"), "/data")] };
        Assert.Throws<DirectoryNotFoundException>(() => runner.Run(guest, missing));
    }

    [Fact]
    public void Output_goes_where_it_is_wanted_up_to_its_limit()
    {
        var print = Programs.Of(
            "i32.or (call $fd_write (i32.const 1) (i32.const 1024) (i32.const 1) (i32.const 8)) (call $fd_write (i32.const 2) (i32.const 1024) (i32.const 1) (i32.const 8))",
            Programs.Data(1024, [8, 4, 0, 0, 5, 0, 0, 0, .. "hello"u8]));
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var result = Run(print, new() { Output = output, Error = error, OutputBytes = 10 });
        Assert.Equal((0, "hello", "hello", false), (result.ExitCode, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()), result.IsOutputCut));

        result = Run(print, new() { Output = output, Error = error, OutputBytes = 9 });
        Assert.True(result.IsOutputCut);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(("hellohello", "hello"), (Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray())));
        Assert.Equal(0, Run(print).ExitCode);
    }

    [Fact]
    public void A_model_that_cannot_be_allocated_is_an_error_number_and_not_the_end_of_the_process()
    {
        TestModels.RequireTfLite();
        var model = SmallModels.Abs([1, 400000, 400000, 1]);
        var load = Programs.Of(
            "call $load (i32.const 1024) (i32.const 1) (i32.const 4) (i32.const 0) (i32.const 8)",
            Programs.Data(1024, [16, 4, 0, 0, .. BitConverter.GetBytes(model.Length)]) + Programs.Data(1040, model));
        var result = Run(load);
        Assert.Equal(7, result.ExitCode);
        Assert.StartsWith("wasi-nn load: too_large (7): the model needs at least 12800000", result.LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guest_that_is_in_a_computation_at_its_end_is_given_up_and_the_next_one_runs()
    {
        TestModels.RequireOnnxRuntime();
        using var models = new ModelSet { ["m"] = TfLiteModel.FromBytes(SmallModels.Long(products: 400)) };
        var compute = Programs.Of(
            """
            block (result i32)
              (drop (call $load_by_name (i32.const 1024) (i32.const 1) (i32.const 8)))
              (drop (call $init (i32.const 0) (i32.const 8)))
              (drop (call $set_input (i32.const 0) (i32.const 0) (i32.const 1028)))
              (call $compute (i32.const 0))
            """,
            Programs.Data(1024, [(byte)'m']) + Programs.Data(1028, [.. Numbers(1048, 2, 1, 4096, 512 * 1024 * 4), .. Numbers(512, 1024)]),
            """(memory (export "memory") 64)""");
        var result = Run(compute, new() { Nn = new() { Models = models }, Time = TimeSpan.FromMilliseconds(500) });
        Assert.SkipUnless(result.IsStillRunning, "this machine computes faster than a guest is given up");
        Assert.Equal((GuestEnd.TimedOut, 124, "given up after 0.5 s"), (result.End, result.ExitCode, result.Reason));
        Assert.Equal(5, Run(Programs.Of("i32.const 5")).ExitCode);
    }

    [Fact]
    public void Options_are_checked()
    {
        using var guest = runner.Compile(Programs.Of("i32.const 0"));
        GuestRunOptions[] bad = [new() { MemoryBytes = -1 }, new() { OutputBytes = -1 }, new() { Time = TimeSpan.Zero }, new() { Nn = new() { Quotas = new() { Graphs = -1 } } }];
        Assert.All(bad, options => Assert.Throws<ArgumentOutOfRangeException>(() => runner.Run(guest, options)));
        GuestRunOptions[] missing = [new() { Arguments = default }, new() { Environment = default }, new() { Directories = default }];
        Assert.All(missing, options => Assert.Throws<ArgumentException>(() => runner.Run(guest, options)));
    }

    private static byte[] Numbers(params int[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];

    /// <summary>Opens a file of the first folder; the exit code is WASI's error.</summary>
    private static GuestFile Open(string path, bool create)
    {
        var name = Encoding.UTF8.GetBytes(path);
        const int readAndWrite = 0x42;
        return Programs.Of(
            $"call $path_open (i32.const 3) (i32.const 1) (i32.const 1024) (i32.const {name.Length}) (i32.const {(create ? 1 : 0)}) (i64.const {(create ? readAndWrite : 2)}) (i64.const 0) (i32.const 0) (i32.const 8)",
            Programs.Data(1024, name));
    }

    private GuestResult Run(GuestFile file, GuestRunOptions? options = null)
    {
        using var guest = runner.Compile(file);
        return runner.Run(guest, options);
    }
}

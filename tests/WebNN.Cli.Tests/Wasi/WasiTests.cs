using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Tests.Wasi;

/// <summary><c>wasi run</c> and <c>wasi inspect</c>, as users call them.</summary>
public sealed partial class WasiTests : IDisposable
{
    private const string Imports = """
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environment (param i32 i32) (result i32)))
        (import "wasi_ephemeral_nn" "load" (func $load (param i32 i32 i32 i32 i32) (result i32)))
        (import "wasi_ephemeral_nn" "load_by_name" (func $load_by_name (param i32 i32 i32) (result i32)))
        (import "wasi_ephemeral_nn" "init_execution_context" (func $init (param i32 i32) (result i32)))
        (import "wasi_ephemeral_nn" "set_input" (func $set (param i32 i32 i32) (result i32)))
        (import "wasi_ephemeral_nn" "compute" (func $compute (param i32) (result i32)))
        (import "wasi_ephemeral_nn" "get_output" (func $get (param i32 i32 i32 i32 i32) (result i32)))
        """;

    /// <summary>Triples 1, 4, 16, 64 with the model 'm', and prints the four floats.</summary>
    private const string Triple = """
        (data (i32.const 0) "m")
        (data (i32.const 16) "\01\00\00\00\04\00\00\00")
        (data (i32.const 32) "\10\00\00\00\02\00\00\00\01\00\00\00\40\00\00\00\10\00\00\00")
        (data (i32.const 64) "\00\00\80\3f\00\00\80\40\00\00\80\41\00\00\80\42")
        (data (i32.const 96) "\00\01\00\00\10\00\00\00")
        (func $check (param $errno i32) (if (local.get $errno) (then (call $exit (local.get $errno)))))
        (func (export "_start")
          (call $check (call $load_by_name (i32.const 0) (i32.const 1) (i32.const 200)))
          (call $check (call $init (i32.load (i32.const 200)) (i32.const 200)))
          (call $check (call $set (i32.const 0) (i32.const 0) (i32.const 32)))
          (call $check (call $compute (i32.const 0)))
          (call $check (call $get (i32.const 0) (i32.const 0) (i32.const 256) (i32.const 16) (i32.const 200)))
          (call $check (call $write (i32.const 1) (i32.const 96) (i32.const 1) (i32.const 200))))
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("webnn-cli-wasi-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_guest_computes_with_a_model_by_name_and_the_report_says_where()
    {
        Needs.Natives();
        var json = Path.Combine(folder, "report.json");
        var run = Run(Guest(Triple), "--model", "m=" + Model(), "--report", "--json", json);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal([3, 12, 48, 192], MemoryMarshal.Cast<byte, float>(System.Text.Encoding.Latin1.GetBytes(run.Output)).ToArray());
        Assert.Contains("exited with 0 after", run.Errors, StringComparison.Ordinal);
        Assert.Contains("context 0 of graph 0: 1 computations in", run.Errors, StringComparison.Ordinal);
        var report = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(json))!;
        Assert.Equal(
            ["load_by_name 1 0", "init_execution_context 1 0", "set_input 1 0", "compute 1 0", "get_output 1 0"],
            report["functions"]!.AsArray().Select(each => $"{each!["name"]} {each["calls"]} {each["failures"]}"));
        Assert.Equal(("m", "cpu"), (report["graphs"]![0]!["model"]!.GetValue<string>(), report["graphs"]![0]!["target"]!.GetValue<string>()));
        var context = report["contexts"]![0]!;
        Assert.Equal((1, 1, 1), (context["nodes"]!.GetValue<int>(), context["delegatedNodes"]!.GetValue<int>(), context["computations"]!.GetValue<int>()));
        Assert.StartsWith("compiled whole, 1 nodes, on ONNX Runtime", context["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(report["lastFailure"]);
    }

    [Fact]
    public void With_JSON_on_standard_output_the_guest_prints_to_standard_error()
    {
        Needs.Natives();
        var run = Run(Guest(Triple), "--model", "m=" + Model(), "--json", "-");
        Assert.Equal((0, "exited", 0), (run.ExitCode, run.Json["end"]!.GetValue<string>(), run.Json["exitCode"]!.GetValue<int>()));
        Assert.Contains('@', run.Errors);
    }

    [Fact]
    public void A_guest_ends_the_tool_with_its_own_code_and_the_reason_that_its_model_gave()
    {
        var guest = Guest(Triple);
        var run = Run(guest);
        Assert.Equal(8, run.ExitCode);
        Assert.Equal([$"{guest}: ended with 8; wasi-nn load_by_name: not_found (8): there is no model 'm'; there is none"], run.Problems);
    }

    [Fact]
    public void A_guest_of_another_encoding_fails_with_one_clear_line()
    {
        var guest = Guest("""
            (data (i32.const 0) "\10\00\00\00\04\00\00\00")
            (func (export "_start")
              (if (call $load (i32.const 0) (i32.const 1) (i32.const 1) (i32.const 0) (i32.const 64)) (then unreachable)))
            """);
        var run = Run(guest);
        Assert.Equal(134, run.ExitCode);
        var problem = Assert.Single(run.Problems);
        Assert.StartsWith($"{guest}: a trap: wasm trap: wasm `unreachable` instruction executed", problem, StringComparison.Ordinal);
        Assert.EndsWith("; wasi-nn load: invalid_encoding (2): encoding 1 (onnx); this host runs models of TensorFlow Lite (4)", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(func (export \"_start\") (loop $l (br $l)))")]
    [InlineData("(func $s (loop $l (br $l))) (start $s) (func (export \"_start\"))")]
    public void A_guest_without_end_is_stopped(string text)
    {
        var guest = Guest(text);
        var run = Run(guest, "--timeout", "200ms");
        Assert.Equal((124, $"{guest}: given up after 0.2 s"), (run.ExitCode, Assert.Single(run.Problems)));
    }

    [Fact]
    public void A_guest_in_a_computation_without_end_is_stopped()
    {
        Needs.Natives();
        var guest = Guest(
            """
            (data (i32.const 0) "m")
            (data (i32.const 16) "\00\02\00\00\00\04\00\00")
            (data (i32.const 32) "\10\00\00\00\02\00\00\00\01\00\00\00\00\10\00\00\00\00\20\00")
            (func (export "_start")
              (drop (call $load_by_name (i32.const 0) (i32.const 1) (i32.const 200)))
              (drop (call $init (i32.const 0) (i32.const 200)))
              (drop (call $set (i32.const 0) (i32.const 0) (i32.const 32)))
              (call $exit (i32.add (call $compute (i32.const 0)) (i32.const 50))))
            """,
            pages: 64);
        var model = Write("long.tflite", LongModel());
        var limited = Run(guest, "--model", "m=" + model, "--compute-timeout", "20ms", "--report");
        Assert.Equal(55, limited.ExitCode);
        Assert.Contains("; lost; ", limited.Errors, StringComparison.Ordinal);

        var stopped = Run(guest, "--model", "m=" + model, "--timeout", "300ms", "--report");
        Assert.Equal((124, $"{guest}: given up after 0.3 s"), (stopped.ExitCode, Assert.Single(stopped.Problems)));
    }

    [Fact]
    public void A_guest_that_recurses_or_eats_memory_hurts_nobody()
    {
        var recursion = Run(Guest("(func $f (result i32) (i32.add (call $f) (i32.const 1))) (func (export \"_start\") (drop (call $f)))"));
        Assert.Equal(134, recursion.ExitCode);
        Assert.Contains("call stack exhausted", Assert.Single(recursion.Problems), StringComparison.Ordinal);

        var eater = Guest("""
            (func (export "_start") (loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) (call $exit (memory.size)))
            """);
        Assert.Equal(64, Run(eater, "--max-memory", "4M").ExitCode);
        Assert.Equal(2, Run(eater, "--max-memory", "128K").ExitCode);
    }

    [Fact]
    public void Arguments_environment_input_and_output_are_what_the_user_gave()
    {
        var counts = Guest("""
            (func (export "_start")
              (drop (call $args (i32.const 0) (i32.const 4))) (drop (call $environment (i32.const 8) (i32.const 12)))
              (call $exit (i32.add (i32.mul (i32.load (i32.const 0)) (i32.const 10)) (i32.load (i32.const 8)))))
            """);
        Assert.Equal(10, Run(counts).ExitCode);
        Assert.Equal(32, Run(counts, "--env", "A=b", "--env", "C=", "--", "--x", "y").ExitCode);
        Assert.Equal(
            [$"--env: 'nothing' is not NAME=VALUE"], Run(counts, "--env", "nothing").Problems);

        var print = Guest("""
            (data (i32.const 0) "\10\00\00\00\05\00\00\00") (data (i32.const 16) "hello")
            (func (export "_start") (call $exit (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64))))
            """);
        Assert.Equal((0, "hello"), (Run(print).ExitCode, Run(print).Output));
        var cut = Run(print, "--max-output", "4");
        Assert.NotEqual(0, cut.ExitCode);
        Assert.Equal(("", $"{print}: ended with {cut.ExitCode}; it printed more than it may (--max-output)"), (cut.Output, Assert.Single(cut.Problems)));
    }

    [Fact]
    public void What_cannot_be_used_ends_with_2_and_one_line()
    {
        var good = Guest("(func (export \"_start\"))");
        var bytes = File.ReadAllBytes(Model());
        (string[] Arguments, string Problem)[] cases =
        [
            ([At("nowhere.wasm")], $"{At("nowhere.wasm")}: no such file"),
            ([Write("text.wasm", "hello"u8)], "text.wasm: not a WebAssembly module"),
            ([Write("component.wasm", [0, (byte)'a', (byte)'s', (byte)'m', 13, 0, 1, 0])], "component.wasm: a component; this host has the interfaces of core modules: build the guest for wasm32-wasip1 and wasi_ephemeral_nn"),
            ([Write("import.wat", "(module (import \"env\" \"x\" (func)) (func (export \"_start\")))"u8)], "import.wat: 1 of its 1 imports cannot be given: env.x: nobody defines it"),
            ([good, "--model", "m=" + At("nowhere.tflite")], $"{At("nowhere.tflite")}: no such file"),
            ([good, "--model", "m=" + Write("cut.tflite", bytes.AsSpan(0, bytes.Length - 30))], $"{At("cut.tflite")}: not a valid TensorFlow Lite model: "),
            ([good, "--model", "m"], "--model: 'm' is not NAME=PATH"),
            ([good, "--dir", At("nowhere")], $"{At("nowhere")}: no such folder"),
            ([good, "--device", "reference"], "--device: 'reference' is not one of cpu, gpu, npu"),
            ([good, "--timeout", "soon"], "--timeout: 'soon' is not a time such as 500ms, 10s or 2m"),
            ([good, "--timeout", "0s"], "--timeout: '0s' is not a time such as 500ms, 10s or 2m"),
            ([good, "--max-memory", "1X"], "--max-memory: '1X' is not a size such as 65536, 64K, 256M or 1G"),
            ([good, "--json", At("no/such/folder.json")], $"--json {At("no/such/folder.json")}: "),
        ];
        foreach (var (arguments, problem) in cases)
        {
            var run = Run(arguments);
            Assert.Equal(2, run.ExitCode);
            Assert.StartsWith(problem, Assert.Single(run.Problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_reported_model_of_344_bytes_is_an_error_number()
    {
        var model = Needs.Shared("reports/huge_tensor_344_bytes.tflite");
        var run = Run(Guest(Triple), "--model", "m=" + model);
        Assert.Equal(7, run.ExitCode);
        Assert.Contains("wasi-nn load_by_name: too_large (7): ", Assert.Single(run.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void The_second_start_finds_what_the_first_compiled()
    {
        var guest = Guest("(func (export \"_start\"))");
        var cache = At("own cache");
        var first = Tool.Run("wasi", "run", guest, "--cache", cache, "--json", "-").Json;
        var second = Tool.Run("wasi", "run", guest, "--cache", cache, "--json", "-").Json;
        Assert.Equal((false, true), (first["isFromCache"]!.GetValue<bool>(), second["isFromCache"]!.GetValue<bool>()));
        Assert.Null(second["cacheProblem"]);
        var byDefault = Tool.RunWith([("XDG_CACHE_HOME", At("home"))], "wasi", "run", guest);
        Assert.Equal(0, byDefault.ExitCode);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "another folder");
        Assert.Single(Directory.GetDirectories(At("home/webnn-delegate/guests")));
    }

    [Fact]
    public void A_guest_is_described_without_being_run()
    {
        var guest = Guest(Triple);
        var text = Tool.Run("wasi", "inspect", guest);
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("can be run: it uses wasi_snapshot_preview1, wasi_ephemeral_nn", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("proble", text.Output, StringComparison.Ordinal);   // a column of nothing
        var json = Tool.Run("wasi", "inspect", guest, "--json", "-").Json;
        Assert.True(json["runs"]!.GetValue<bool>());
        Assert.Equal(11, json["imports"]!.AsArray().Count);

        var bad = Tool.Run("wasi", "inspect", Write("bad.wat", "(module (import \"env\" \"x\" (func)) (func (export \"_start\")))"u8));
        Assert.Equal(2, bad.ExitCode);
        Assert.Matches("(?m)^ *module +import +type +problem *$", bad.Output.ReplaceLineEndings("\n"));
        Assert.Contains("cannot be run: 1 of its 1 imports cannot be given", bad.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_verbs_do_not_load_Wasmtime()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the loader of Linux alone tells what it loads");
        (string, string?)[] watch = [("LD_DEBUG", "files")];
        Assert.Contains("libwasmtime", Tool.RunWith(watch, "wasi", "inspect", Guest("(func (export \"_start\"))")).Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("libwasmtime", Tool.RunWith(watch, "models", "list").Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("libwasmtime", Tool.RunWith(watch, "wasi", "--help").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_has_examples_of_both()
    {
        Assert.Contains("webnn-delegate wasi run guest.wasm --model birds=birds.tflite --dir", Tool.Run("wasi", "run", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("webnn-delegate wasi inspect guest.wasm --json -", Tool.Run("wasi", "inspect", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("webnn-delegate run model.tflite", Tool.Run("run", "--help").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_is_documented()
    {
        var page = File.ReadAllText(Documentation());
        var help = Tool.Run("wasi", "run", "--help").Output;
        string[] options = [.. Option().Matches(help).Select(match => match.Value).Distinct().Where(option => option != "--help")];
        Assert.True(options.Length > 20, help);
        Assert.Empty(options.Where(option => !page.Contains('`' + option, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(?<=\s)--[a-z][a-z-]+")]
    private static partial Regex Option();

    private static string Documentation()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "docs", "wasi-nn.md");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("docs/wasi-nn.md");
    }

    private static ToolResult Run(params string[] arguments)
    {
        var split = Array.IndexOf(arguments, "--");
        string[] rest = split < 0 ? [] : arguments[split..];
        return Tool.Run(["wasi", "run", .. split < 0 ? arguments : arguments[..split], "--cache", "none", .. rest]);
    }

    private string At(string name) => Path.Combine(folder, name);

    private string Write(string name, ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    private string Guest(string text, int pages = 4)
    {
        var path = At($"guest{Directory.GetFiles(folder).Length}.wat");
        File.WriteAllText(path, $"(module\n{Imports}\n(memory (export \"memory\") {pages})\n{text})");
        return path;
    }

    /// <summary>f32[1,4] times 3, in a file.</summary>
    private string Model()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 4]);
        var three = writer.AddTensor("three", TensorType.Float32, [1], data: BitConverter.GetBytes(3f));
        var y = writer.AddTensor("y", TensorType.Float32, [1, 4]);
        writer.AddOperator(BuiltinOperator.Mul, [x, three], [y], new MulOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return Write("triple.tflite", writer.ToArray());
    }

    /// <summary>f32[512,1024] through 400 products with a matrix: 2^30 operations each.</summary>
    private static byte[] LongModel()
    {
        var writer = new ModelWriter();
        var weights = writer.AddTensor("w", TensorType.Float32, [1024, 1024], data: new byte[1024 * 1024 * sizeof(float)]);
        var first = writer.AddTensor("x", TensorType.Float32, [512, 1024]);
        var last = first;
        for (var i = 0; i < 400; i++)
        {
            var next = writer.AddTensor($"y{i}", TensorType.Float32, [512, 1024]);
            writer.AddOperator(BuiltinOperator.FullyConnected, [last, weights, -1], [next], new FullyConnectedOptions());
            last = next;
        }

        writer.SetInputs([first]);
        writer.SetOutputs([last]);
        return writer.ToArray();
    }
}

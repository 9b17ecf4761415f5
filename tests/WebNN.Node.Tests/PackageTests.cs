using System.Formats.Tar;
using System.IO.Compression;
using WebNN.Plugin.Tests.Support;

namespace WebNN.Node.Tests;

/// <summary>The package's files agree with one another.</summary>
public sealed class PackageTests
{
    [Fact]
    public void The_generated_files_are_what_the_IDL_makes()
    {
        Tool.RequireOnPath("node");
        Tool.Require("node", [Places.At("hosts", "node", "webnn-node", "idl", "generate.mjs"), "--check"]);
    }

    [Fact]
    public void The_addon_records_exactly_the_operators_of_the_IDL()
    {
        Tool.RequireOnPath("node");
        var generated = File.ReadAllLines(Places.At("hosts", "node", "webnn-node", "lib", "operators.js"))
            .Where(line => line.StartsWith("  ...operator('", StringComparison.Ordinal))
            .Select(line => line.Split('\'')[1]);
        Assert.Equal(generated.Order(StringComparer.Ordinal), Operators.OperatorTable.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_program_in_TypeScript_compiles_with_the_package_types()
    {
        var project = NodeProject.Require();
        Tool.Require("node", [Path.Combine("node_modules", "typescript", "bin", "tsc"), "--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023", "--types", "", "types.mts"], project);
    }

    [Theory]
    [InlineData("const {ml} = require('webnn-node'); require('webnn-node/register'); if (navigator.ml !== ml) throw 1;")]
    [InlineData("import('webnn-node').then(async ({ml, MLGraphBuilder}) => { await import('webnn-node/register'); if (navigator.ml !== ml || MLGraphBuilder === undefined) throw 1; });")]
    public void The_package_is_found_by_require_and_by_import(string program) =>
        Tool.Require("node", ["-e", program], NodeProject.Require());

    /// <summary>What npm would publish, unpacked beside ONNX Runtime as an installation lays it: it has no scripts to run.</summary>
    [Theory]
    [InlineData("system")]
    [InlineData("22")]
    [InlineData("24")]
    [InlineData("26")]
    public void The_packed_package_runs_in_every_version(string version)
    {
        const string Program = """
            const {CompiledModel, Interpreter} = require('webnn-node/tflite');
            if ('scripts' in require('webnn-node/package.json') || CompiledModel === undefined || Interpreter === undefined) throw 1;
            import('webnn-node/register').then(async () => {
              const context = await navigator.ml.createContext({deviceType: 'cpu'});
              const builder = new MLGraphBuilder(context);
              const graph = await builder.build({y: builder.relu(builder.input('x', {dataType: 'float32', shape: [2]}))});
              const y = new Float32Array(2);
              graph.computeSync({x: new Float32Array([-1, 2])}, {y});
              console.log(y.join());
            });
            """;
        var (project, node) = (NodeProject.Require(), NodeProject.Node(version));
        var folder = Directory.CreateTempSubdirectory("webnn-node-").FullName;
        try
        {
            Tool.Require("npm", ["pack", Path.Combine(project, "node_modules", "webnn-node"), "--loglevel=error", "--pack-destination", folder]);
            using (var packed = new GZipStream(File.OpenRead(Assert.Single(Directory.GetFiles(folder, "webnn-node-*.tgz"))), CompressionMode.Decompress))
            {
                TarFile.ExtractToDirectory(packed, Directory.CreateDirectory(Path.Combine(folder, "node_modules")).FullName, overwriteFiles: false);
            }

            Directory.Move(Path.Combine(folder, "node_modules", "package"), Path.Combine(folder, "node_modules", "webnn-node"));
            Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules", "onnxruntime-node"), Path.Combine(project, "node_modules", "onnxruntime-node"));
            Assert.Equal("0,2", Tool.Require(node, ["-e", Program], folder).Output.Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Another_navigator_ml_stays() => Tool.Require(
        NodeProject.Node("24"), ["-e", "const own = {}; Object.defineProperty(navigator, 'ml', {value: own}); require('webnn-node/register'); if (navigator.ml !== own || 'MLContext' in globalThis) throw 1;"], NodeProject.Require());

    [Fact]
    public void Without_an_addon_the_error_says_what_is_missing()
    {
        var run = Tool.Run("node", ["-e", "require('webnn-node')"], NodeProject.Require(), ("WEBNN_NODE_ADDON", "/no/such/addon.node"));
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("/no/such/addon.node", run.Errors, StringComparison.Ordinal);
    }
}

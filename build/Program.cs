using WebNN.Build;

// The whole of build.sh and build.ps1: both only find the SDK and hand their arguments on.
var repository = new Repository(AppContext.BaseDirectory);
var (verb, rest) = args is [var first, .. var others] ? (first, others) : ("help", []);
try
{
    return verb switch
    {
        "setup" => Natives.Setup(repository, rest),
        "build" => Solution.Build(repository),
        "test" => Tests.Run(repository, rest),
        "demo" => Demo.Run(repository),
        "cli" => Cli.Run(repository, rest),
        "operators" => OperatorsPage.Write(repository),
        "figures" => Peers.WriteFigures(repository),
        "peers" => Peers.Run(repository, rest),
        "publish" => Packaging.Publish(repository, rest),
        "tool" => Packaging.PublishTool(repository, rest),
        "pack" => Packaging.Pack(repository),
        "clean" => Solution.Clean(repository),
        "help" or "--help" or "-h" => Help(Console.Out, 0),
        _ => Help(Console.Error, 2, $"unknown verb '{verb}'"),
    };
}
catch (BuildException e)
{
    Console.Error.WriteLine($"build: {e.Message}");
    return e.ExitCode;
}

static int Help(TextWriter output, int exitCode, string? problem = null)
{
    if (problem is not null)
    {
        output.WriteLine($"build: {problem}\n");
    }

    output.WriteLine("""
        Usage: ./build.sh VERB [ARGS]        (Windows: ./build.ps1 VERB [ARGS])

          setup [--all]    fetch the native libraries (NuGet, npm), check them, put them under natives/bin;
                           --all: for every platform, not only this one
          build            setup, then build everything (Release)
          test [--processor NAME] [FILTER]
                           build, then run all tests, or those whose full name contains FILTER;
                           NAME: as on another processor, avx512 (without VNNI) or avx2
          demo             build the tool, make MobileNetV2, then inspect, compare and bench it
          cli ARGS         run webnn-delegate, building it first where needed
          peers MODELS     measure models beside XNNPACK, the plug-in and WebAssembly in Node.js and Chromium, in one run;
                           peers operations [NAMES]: single operations;
                           peers fetch: a newer XNNPACK to measure beside (128 MB)
          peers node       measure MobileNetV2 through webnn-node's clients, beside their WebAssembly and the delegate
          operators        write docs/operators.md from what the tests of operators show
          figures          write the tables and pictures of docs/performance.md from perf/results
          publish [--node] the NativeAOT plug-in for this platform, into artifacts/plugin; --node: the addon of webnn-node, into artifacts/node
          tool [RID]       the tool for this or another platform in one folder, with all that it needs, into artifacts/tool
          pack             the packages, into artifacts/packages
          clean            remove artifacts/, demo/ and the fetched natives
          help             this page

        Examples:
          ./build.sh demo
          ./build.sh cli inspect model.tflite
          ./build.sh test Conv2D
        """);
    return exitCode;
}

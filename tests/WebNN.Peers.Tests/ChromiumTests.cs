using System.Diagnostics;

namespace WebNN.Peers.Tests;

/// <summary>The peers in Chromium.</summary>
public sealed class ChromiumTests : IDisposable
{
    private const string Variable = "WEBNN_CHROMIUM";

    private static readonly string scripts = Path.Combine(PeersProgram.Root, "perf", "peers", "node");
    private static readonly string[] inWebAssembly = ["tflite-wasm-chromium", "litert-wasm-chromium"];
    private static readonly string[] onWebNN = ["litert-webnn-chromium", "navigator-ml-chromium"];

    private readonly string folder = Directory.CreateTempSubdirectory("peers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_page_runs_the_model_as_TensorFlow_Lite_does(int threads)
    {
        RequirePackages();
        Assert.SkipUnless(IsInstalled(), $"Chromium is not installed, and {Variable} names none");
        var result = Measure([.. inWebAssembly, .. onWebNN], threads, ("TMPDIR", folder));

        Assert.Equal(inWebAssembly, result.Peers.Select(peer => peer.Name).Intersect(inWebAssembly));
        Assert.All(result.Peers.Skip(1), peer =>
        {
            Assert.InRange(peer.Difference!.Value, 0, 1e-6);
            Assert.Contains("Chrome", peer.Runtime, StringComparison.Ordinal);
            Assert.Null(peer.PeakMemoryMiB);
        });

        // A browser may have been built without anything that runs WebNN.
        Assert.All(result.LeftOut, peer => Assert.Contains("Chrome", peer.Reason, StringComparison.Ordinal));
        Assert.Empty(Directory.GetDirectories(folder, "chromium-*"));
    }

    [Fact]
    public void A_browser_that_is_not_there_is_a_reason()
    {
        RequirePackages();
        var nowhere = Path.Combine(folder, "nowhere");
        var given = Measure(onWebNN, 1, (Variable, nowhere));
        var searched = Measure(inWebAssembly, 1, (Variable, ""), ("PATH", folder));

        Assert.Equal(onWebNN, given.LeftOut.Select(peer => peer.Name));
        Assert.All(given.LeftOut, peer => Assert.Equal($"no Chromium: {Variable} is {nowhere}, which is no executable file", peer.Reason));
        Assert.Equal(inWebAssembly, searched.LeftOut.Select(peer => peer.Name));
        Assert.All(searched.LeftOut, peer => Assert.Contains("none of chromium, chromium-browser, google-chrome is on the PATH", peer.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_is_isolated_and_sees_nothing_but_its_folder_and_what_is_given()
    {
        RequirePackages();
        const string Script = """
            import { connect } from 'node:net';
            const { serveFiles } = await import(process.argv[1]);
            const address = await serveFiles({ '/model': new Uint8Array([7]) });
            const status = path => new Promise(resolve => {
              const socket = connect(new URL(address).port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.0\r\n\r\n`));
              socket.setEncoding('utf8').once('data', text => resolve(text.split(' ')[1]));
            });
            const page = await fetch(address + 'chromium/page.html');
            console.log(page.headers.get('cross-origin-opener-policy'), page.headers.get('cross-origin-embedder-policy'));
            console.log(...new Uint8Array(await (await fetch(address + 'model')).arrayBuffer()));
            console.log(await status('/chromium/page.html'), await status('/../Peer.cs'), await status('/%2e%2e/Peer.cs'), await status('/..%2fPeer.cs'), await status('/file:///etc/hosts'));
            process.exit();
            """;
        var server = new Uri(Path.Combine(scripts, "chromium", "server.mjs")).AbsoluteUri;
        using var node = Process.Start(new ProcessStartInfo(Peers.Node(scripts), ["--input-type=module", "-e", Script, server]) { RedirectStandardOutput = true })!;

        Assert.Equal("same-origin require-corp\n7\n200 404 404 404 404\n", node.StandardOutput.ReadToEnd());
    }

    private static void RequirePackages() =>
        Assert.SkipUnless(Directory.Exists(Path.Combine(scripts, "node_modules")), "the peers' packages are not installed (./build.sh peers does)");

    private static bool IsInstalled() => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
        || Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(at => new[] { "chromium", "chromium-browser", "google-chrome" }.Any(name => File.Exists(Path.Combine(at, name))));

    private PeersResult Measure(string[] peers, int threads, params (string Name, string Value)[] environment) =>
        PeersProgram.Measure(SmallModel.Write(folder), ["--node-peers", scripts, "--threads", $"{threads}", "--peers", Peers.Reference, .. peers], environment);
}

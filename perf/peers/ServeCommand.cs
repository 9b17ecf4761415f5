using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WebNN.Cli;
using WebNN.Cli.Running;
using WebNN.Peers.Xnnpack;
using WebNN.TfLite;

namespace WebNN.Peers;

/// <summary>The hidden verb of a peer in C#: TensorFlow Lite, XNNPACK in it and by itself, the delegate in process and as the plug-in, CompiledModel.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    private const string Plugin = "plugin";

    public static Command Create()
    {
        var arm = new Option<string>("--arm") { Required = true };
        var plugin = new Option<string?>("--plugin");
        var tfLite = new Option<string?>("--tflite");
        var xnnpack = new Option<string?>("--xnnpack");
        var model = new Argument<string>("model");
        var threads = new Argument<int>("threads");
        var folder = new Argument<string>("folder");
        var command = new Command(Name, "Runs a model as PeerProcess asks.") { arm, plugin, tfLite, xnnpack, model, threads, folder };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var settings = new SessionSettings { Threads = parsed.GetValue(threads), TfLiteLibrary = parsed.GetValue(tfLite) };
            Serve(parsed.GetValue(model)!, parsed.GetValue(arm)!, parsed.GetValue(plugin), parsed.GetValue(xnnpack), settings, parsed.GetValue(folder)!);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Serve(string path, string arm, string? plugin, string? xnnpack, SessionSettings settings, string folder)
    {
        try
        {
            using var model = LoadedModel.Open(path);
            var start = Stopwatch.GetTimestamp();
            using ServedModel served = arm switch
            {
                Plugin => OpenPlugin(model, plugin, settings),
                Peers.XnnpackOperators => new ServedXnnpack(model.Model.FlatBuffer, xnnpack, settings.Threads),
                Peers.Cached => new ServedOperation(OperationCases.Find(Path.GetFileNameWithoutExtension(path)), settings),
                _ => Open(model, arm, settings),
            };
            var prepareMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            served.ReadInputs(folder);
            served.Run();
            served.WriteOutputs(folder);
            Answer(new(served.Runtime, prepareMs));
            Run(served);
        }
        catch (Exception e)
        {
            Answer(new(Unavailable: Problem.Describe(e)));
        }
    }

    private static void Run(ServedModel served)
    {
        while (Console.In.ReadLine() is { } line)
        {
            var ms = new double[int.Parse(line, CultureInfo.InvariantCulture)];
            for (var i = 0; i < ms.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                served.Run();
                ms[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            Answer(new(Ms: ms));
        }
    }

    private static ServedRunner Open(LoadedModel model, string arm, SessionSettings settings)
    {
        var session = Session.Open(model, ArmNames.Parse(arm), settings);
        return new(session.Runner, session.Runtime, session);
    }

    private static ServedRunner OpenPlugin(LoadedModel model, string? library, SessionSettings settings)
    {
        if (string.IsNullOrEmpty(library))
        {
            throw new InputException("the plug-in is not there: ./build.sh publish makes it");
        }

        using var external = new ExternalDelegate(library, new Dictionary<string, string> { ["threads"] = settings.Threads.ToString(CultureInfo.InvariantCulture) });
        var interpreter = new Interpreter(model.Model, new() { Threads = settings.Threads, Delegates = [external], TfLiteLibrary = settings.TfLiteLibrary });
        return new(interpreter, $"the plug-in {external.Name} in TFLite {interpreter.RuntimeVersion}", interpreter);
    }

    private static void Answer(PeerAnswer answer) => Console.Out.WriteLine(JsonSerializer.Serialize(answer, PeersJson.Lines.PeerAnswer));
}

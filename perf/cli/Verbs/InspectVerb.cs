using System.CommandLine;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Running;
using WebNN.Interop.Natives;
using WebNN.TfLite;

namespace WebNN.Cli.Verbs;

/// <summary><c>inspect</c>: which nodes WebNN runs, in which partitions, and why the others stay with TFLite.</summary>
internal static class InspectVerb
{
    /// <summary>Weights of a larger model are left as they are: whether it runs without a session is not worth having them twice.</summary>
    private const long MostPackedBytes = 32 << 20;

    public static Command Create()
    {
        var common = new CommonOptions();
        var graph = new Option<bool>("--graph") { Description = "Print each partition's WebNN graph." };
        var command = new Command("inspect", "Shows which nodes of a model WebNN runs, and why the others stay with TensorFlow Lite.")
        {
            graph,
        };
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = common.Read(parsed);
            var verb = new ModelVerb<InspectResult>(
                (file, _) => [Inspect(file, settings.Session, parsed.GetValue(graph))],
                (output, result) =>
                {
                    InspectView.Print(output.Human, result);
                    InspectView.PrintGraphs(output.Human, result);
                },
                SummaryView.PrintDelegation);
            return ModelLoop.Run(settings, verb);
        });
        return command.WithExamples(
            "inspect model.tflite",
            "inspect model.tflite --graph",
            "inspect models/ --json report.json",
            "inspect model.tflite --exclude SOFTMAX,0-3");
    }

    /// <summary>
    /// A model that TensorFlow Lite cannot load, or cannot without its library, is shown as it runs without. A library that was named is not
    /// done without: it has to be there.
    /// </summary>
    private static Session OpenWhatCanRun(LoadedModel model, SessionSettings settings)
    {
        try
        {
            return Session.Open(model, Arm.WebNN, settings);
        }
        catch (Exception e) when ((e is TfLiteException || (e is NativeLibraryException && settings.TfLiteLibrary is null)) && Objection(model, settings) is null)
        {
            return Session.Open(model, Arm.Compiled, settings);
        }
    }

    private static string? Objection(LoadedModel model, SessionSettings settings)
    {
        try
        {
            return CompiledModel.Objection(model.Model, settings.ToCompiledModelOptions())?.Message;
        }
        catch (Exception e) when (e is NativeLibraryException or UnsupportedException)
        {
            return e.Message;
        }
    }

    private static Outcome Inspect(string file, SessionSettings settings, bool withGraphs)
    {
        using var model = LoadedModel.Open(file, settings.Signature);
        settings = settings with { PacksWeights = new FileInfo(file).Length <= MostPackedBytes };
        using var session = OpenWhatCanRun(model, settings);
        if (settings.OnnxRuntimeLibrary is not null && session.Unavailable is { } unavailable)
        {
            throw new InputException(unavailable);
        }

        var objection = session.Arm == Arm.Compiled ? null : Objection(model, settings);
        var result = session.Inspect() with { IsWhole = objection is null, NotWhole = objection };
        return new(withGraphs ? result with { Graphs = [.. session.Report.Partitions.Select(partition => partition.GraphText)] } : result);
    }
}

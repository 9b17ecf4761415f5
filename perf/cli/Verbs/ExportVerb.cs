using System.CommandLine;
using WebNN.Cli.Rendering;
using WebNN.Cli.Running;
using WebNN.OnnxRuntime;

namespace WebNN.Cli.Verbs;

/// <summary><c>export</c>: a partition's WebNN graph for others to run.</summary>
internal static class ExportVerb
{
    private const int MostPartitions = 1_000_000;
    private static readonly string[] forms = ["onnx", "js", "text"];

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "A .tflite file." };
        model.RefuseOptions();
        var partition = NumberOption.Whole("--partition", 0, 0, MostPartitions, "Which of the partitions that `inspect` lists.");
        var to = new Option<string>("--to") { Required = true, Description = "onnx: a model for ONNX Runtime; js: a module that builds the graph with any WebNN, and its weights; text." };
        to.TakeOneOf(forms);
        var file = new Option<string?>("--out") { HelpName = "FILE", Description = "Default: beside the model, named after it and the partition." };
        var onnxRuntime = new Option<string?>("--onnxruntime") { HelpName = "FILE", Description = "ONNX Runtime's library." };
        var tfLite = new Option<string?>("--tflite") { HelpName = "FILE", Description = "TensorFlow Lite's C library, for models that WebNN does not run whole." };
        var signature = new Option<string?>("--signature") { HelpName = "NAME", Description = "The signature whose graph it is; default: the main graph." };
        var command = new Command("export", "Writes the WebNN graph of a model, or of one of its partitions, for others to run.") { model, partition, to, file, signature, onnxRuntime, tfLite };
        command.SetAction(parsed =>
        {
            var (path, number, form) = (parsed.GetValue(model)!, parsed.GetValue(partition), parsed.GetValue(to)!);
            var settings = new SessionSettings
            {
                OnnxRuntimeLibrary = parsed.GetValue(onnxRuntime),
                TfLiteLibrary = parsed.GetValue(tfLite),
                Signature = parsed.GetValue(signature),
                PacksWeights = false,
            };
            var target = parsed.GetValue(file) ?? Path.ChangeExtension(path, $"partition{number}.{(form == "js" ? "mjs" : form == "text" ? "txt" : form)}");
            OutputFile.RequireNoModel(target);
            OutputFile.RequireNoModel(form == "js" ? WeightsOf(target) : target);
            foreach (var written in Export(path, number, form, target, settings))
            {
                new Output(null).Human.PrintLine(written);
            }

            return ExitCode.Ok;
        });
        return command.WithExamples(
            "export model.tflite --to onnx",
            "export model.tflite --to js --out graph.mjs",
            "export model.tflite --partition 1 --to text");
    }

    /// <returns>The files that were written.</returns>
    private static IEnumerable<string> Export(string path, int number, string form, string target, SessionSettings settings)
    {
        var graphs = new List<MLGraphDefinition>();
        using var model = LoadedModel.Open(path, settings.Signature);
        using var session = Session.OpenChosen(model, settings with { OnCompile = graphs.Add });
        var partitions = session.Report.Partitions;
        if (number >= partitions.Length)
        {
            throw new InputException($"{path}: no partition {number}; it has {partitions.Length}{(session.Report.Failure is { } failure ? $": {failure}" : "")}");
        }

        // Graphs that were refused are among those that were compiled.
        var graph = graphs.FindLast(graph => graph.ToText() == partitions[number].GraphText)!;
        switch (form)
        {
            case "onnx":
                using (var context = new OrtContext(new() { LibraryPath = settings.OnnxRuntimeLibrary }))
                {
                    context.ExportOnnx(graph, target);
                }

                return [target];
            case "js":
                var weights = WeightsOf(target);
                using (var stream = File.Create(weights))
                {
                    File.WriteAllText(target, graph.ToJavaScript(stream));
                }

                return [target, weights];
            default:
                File.WriteAllText(target, graph.ToText());
                return [target];
        }
    }

    /// <summary>Where the weights of a graph in JavaScript go.</summary>
    private static string WeightsOf(string target) => Path.ChangeExtension(target, "bin");
}

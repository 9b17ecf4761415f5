using System.CommandLine;
using WebNN.Cli;
using WebNN.Cli.Rendering;
using WebNN.Cli.Verbs;
using WebNN.Cli.Wasi;

var root = new RootCommand("Runs TensorFlow Lite models through the WebNN delegate: shows what is delegated, checks the results, measures.")
{
    InspectVerb.Create(),
    RunVerb.Create(),
    CompareVerb.Create(),
    BenchVerb.Create(),
    TuneVerb.Create(),
    ProfileVerb.Create(),
    ModelsVerb.Create(),
    OperatorsVerb.Create(),
    ConformanceVerb.Create(),
    WasiVerb.Create(),
    MeasureVerb.Create(),
};
HelpExamples.AddTo(root);

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Output.Error(error.Message);
    }

    Console.Error.WriteLine("Try 'webnn-delegate --help'.");
    return ExitCode.BadInput;
}

try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e)
{
    Output.Error(Problem.Describe(e));
    return ExitCode.BadInput;
}

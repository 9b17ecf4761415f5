using System.CommandLine;
using WebNN.Cli;
using WebNN.Cli.Rendering;
using WebNN.Peers;
using WebNN.Peers.Figures;
using WebNN.Peers.Xnnpack;

var root = new RootCommand("Measures the same models on everything that a user could run them on, in turn, in one run.")
{
    MeasureCommand.Create(),
    OperationsCommand.Create(),
    LayersCommand.Create(),
    NodeCommand.Create(),
    ChartCommand.Create(),
    FiguresCommand.Create(),
    ServeCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Output.Error(error.Message);
    }

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

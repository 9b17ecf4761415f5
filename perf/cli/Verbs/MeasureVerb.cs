using System.CommandLine;
using System.Diagnostics;
using WebNN.Cli.Inputs;
using WebNN.Cli.Measuring;
using WebNN.Cli.Processes;
using WebNN.Cli.Rendering;
using WebNN.Cli.Results;
using WebNN.Cli.Running;

namespace WebNN.Cli.Verbs;

/// <summary>The hidden verb behind <see cref="ArmProcess"/>: prepares and runs one arm, and tells what that took.</summary>
internal static class MeasureVerb
{
    private const int Runs = 5;

    public static Command Create()
    {
        var common = new CommonOptions();
        var arm = new Option<string>("--arm") { DefaultValueFactory = _ => "webnn" };
        arm.TakeOneOf(ArmNames.All);
        var command = new Command(ArmProcess.Verb, "Prepares and runs one arm; prints the times of its start and the process's peak memory.") { arm };
        command.Hidden = true;
        common.AddTo(command);
        command.SetAction(parsed =>
        {
            var settings = common.Read(parsed);
            var start = Stopwatch.GetTimestamp();
            using var model = LoadedModel.Open(settings.Paths[0], settings.Session.Signature);
            using var session = Session.Open(model, ArmNames.Parse(parsed.GetValue(arm)!), settings.Session);
            RandomInputs.Fill(session.Runner, model.Profile, new Random(0));
            session.Runner.Run();
            var firstResult = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            for (var run = 1; run < Runs; run++)
            {
                session.Runner.Run();
            }

            new Output("-").WriteJson([new StartResult(session.PrepareMs, firstResult, Machine.PeakMemoryMiB())]);
            return ExitCode.Ok;
        });
        return command;
    }
}

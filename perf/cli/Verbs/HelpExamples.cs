using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace WebNN.Cli.Verbs;

/// <summary>Adds examples below a command's help.</summary>
internal static class HelpExamples
{
    private static readonly Dictionary<Command, string[]> examples = [];

    /// <summary>Keeps lines to print below <paramref name="command"/>'s help.</summary>
    public static Command WithExamples(this Command command, params string[] lines)
    {
        examples[command] = lines;
        return command;
    }

    /// <summary>Lets the root's help option, which all commands inherit, print the examples of the command that was asked for.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            var command = parseResult.CommandResult.Command;
            var lines = command is RootCommand
                ? [.. command.Subcommands.SelectMany(each => examples.GetValueOrDefault(each, []).Take(1))]
                : examples.GetValueOrDefault(command, []);
            var output = parseResult.InvocationConfiguration.Output;
            if (lines.Length > 0)
            {
                output.WriteLine("Examples:");
            }

            foreach (var line in lines)
            {
                output.WriteLine($"  webnn-delegate {line}");
            }

            if (command is RootCommand)
            {
                output.WriteLine();
                output.WriteLine("Exit codes: 0 all well, 1 outside the tolerance, 2 bad input or nothing compared.");
            }

            return result;
        }
    }
}

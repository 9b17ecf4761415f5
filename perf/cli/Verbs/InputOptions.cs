using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using WebNN.Cli.Images;
using WebNN.Cli.Inputs;

namespace WebNN.Cli.Verbs;

/// <summary>The options that feed pictures and files of bytes to models.</summary>
internal sealed class InputOptions
{
    private readonly Option<string[]> image = new("--image", "-i")
    {
        HelpName = "FILE",
        Description = "A JPEG, PNG, BMP or PPM picture; resized to the input's size. Can be given several times.",
    };

    private readonly Option<string[]> input = new("--input")
    {
        HelpName = "FILE",
        Description = "Raw bytes of an input, exactly as many as it has; once for each input, in their order.",
    };

    private readonly Option<string?> mean = new("--mean")
    {
        HelpName = "NUMBERS",
        Description = "Inputs are (sample - mean) / std, samples 0 to 255: one number, or one for each channel (with commas).",
    };

    private readonly Option<string?> std = new("--std") { HelpName = "NUMBERS", Description = "See --mean." };

    public InputOptions()
    {
        mean.Validators.Add(result => Check(result, "--mean", result.GetValue(mean), allowsZero: true));
        std.Validators.Add(result => Check(result, "--std", result.GetValue(std), allowsZero: false));
    }

    public void AddTo(Command command)
    {
        command.Options.Add(image);
        command.Options.Add(input);
        command.Options.Add(mean);
        command.Options.Add(std);
    }

    /// <summary>
    /// What was given, and the settings without the pictures among the models: <c>run model.tflite bird.jpg</c> is what it looks like.
    /// </summary>
    /// <exception cref="InputException">No model is left, or pictures and bytes were given.</exception>
    public (CommonSettings Settings, GivenInputs Given) Read(ParseResult parsed, CommonSettings settings)
    {
        string[] among = [.. settings.Paths.Where(ImageFile.HasImageExtension)];
        string[] models = [.. settings.Paths.Except(among)];
        if (models.Length == 0)
        {
            throw new InputException("no model among the arguments");
        }

        var (means, deviations) = (Numbers(parsed.GetValue(mean)), Numbers(parsed.GetValue(std)));
        var normalization = means is null && deviations is null ? null : new Normalization(means ?? [0], deviations ?? [1]);
        var given = new GivenInputs([.. among, .. parsed.GetValue(image) ?? []], normalization, parsed.GetValue(input) ?? []);
        return given is { Pictures.Count: > 0, Raw.Count: > 0 }
            ? throw new InputException("give pictures (--image FILE), or a file of raw bytes for each input (--input FILE), not both")
            : (settings with { Paths = models, Arguments = [.. among, .. settings.Arguments] }, given);
    }

    private static void Check(SymbolResult result, string name, string? text, bool allowsZero)
    {
        var holds = Numbers(text) is null or { Length: 1 or 3 } && (allowsZero || Numbers(text)?.Contains(0) != true);
        CommonOptions.Require(result, holds, $"{name}: '{text}' is not one number or three{(allowsZero ? "" : " other than 0")}");
    }

    /// <summary>Null for no text, empty for a text that is no list of numbers.</summary>
    private static float[]? Numbers(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var parts = text.Split(',');
        var numbers = new float[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return [];
            }
        }

        return numbers;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using WebNN.Cli.Inputs;

namespace WebNN.Cli.Verbs;

/// <summary>The options that feed pictures to models.</summary>
internal sealed class ImageOptions
{
    private readonly Option<string[]> image = new("--image", "-i")
    {
        HelpName = "FILE",
        Description = "A BMP, PNG or PPM picture; resized to the input's size. Can be given several times.",
    };

    private readonly Option<string?> mean = new("--mean")
    {
        HelpName = "NUMBERS",
        Description = "Inputs are (sample - mean) / std, samples 0 to 255: one number, or one for each channel (with commas).",
    };

    private readonly Option<string?> std = new("--std") { HelpName = "NUMBERS", Description = "See --mean." };

    public ImageOptions()
    {
        mean.Validators.Add(result => Check(result, "--mean", result.GetValue(mean), allowsZero: true));
        std.Validators.Add(result => Check(result, "--std", result.GetValue(std), allowsZero: false));
    }

    public void AddTo(Command command)
    {
        command.Options.Add(image);
        command.Options.Add(mean);
        command.Options.Add(std);
    }

    public ImageSettings Read(ParseResult parsed)
    {
        var (means, deviations) = (Numbers(parsed.GetValue(mean)), Numbers(parsed.GetValue(std)));
        var normalization = means is null && deviations is null ? null : new Normalization(means ?? [0], deviations ?? [1]);
        return new(parsed.GetValue(image) ?? [], normalization);
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

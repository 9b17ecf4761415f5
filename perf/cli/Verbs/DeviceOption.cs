using System.Collections.Immutable;
using System.CommandLine;
using WebNN.OnnxRuntime;
using WebNN.Reference;

namespace WebNN.Cli.Verbs;

/// <summary><c>--device</c>: kinds of devices, or the reference context where a verb has it.</summary>
internal static class DeviceOption
{
    private const string Grammar = "in the order of preference: cpu, gpu, npu; no-gpu and its like exclude one";

    private static readonly string[] kinds = ["cpu", "gpu", "npu"];

    public static Option<string> Create()
    {
        var option = OneOf(
            [.. kinds, ReferenceContext.DeviceName],
            $"Devices {Grammar}; or reference: by the definitions in double precision, slowly, without ONNX Runtime.");
        option.Validators.Add(result =>
        {
            var text = DeviceText.Parse(result.GetValue(option) ?? "");
            var chosen = text.Preferred.AddRange(text.Excluded);
            CommonOptions.Require(
                result, text.Preferred is [ReferenceContext.DeviceName] && text.Excluded.IsEmpty || !chosen.Contains(ReferenceContext.DeviceName),
                "--device: reference stands alone, since it runs everything");
        });
        return option;
    }

    /// <param name="what">What they are for.</param>
    public static Option<string> OfKinds(string what) => OneOf(kinds, $"{what}, {Grammar}.");

    /// <summary>What execution providers are told; null where there is nothing.</summary>
    public static Option<string?> ProviderOptions()
    {
        var option = new Option<string?>("--provider-options")
        {
            HelpName = "JSON|FILE",
            Description = "What ONNX Runtime's providers of devices are told: {\"OpenVINO\": {\"device_type\": \"NPU\"}}.",
        };
        option.Validators.Add(result =>
        {
            try
            {
                Read(result.GetValue(option));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                result.AddError($"--provider-options: '{result.GetValue(option)}' is neither a JSON object nor a file that is there");
            }
            catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
            {
                result.AddError($"--provider-options: {e.Message}");
            }
        });
        return option;
    }

    public static ImmutableDictionary<string, ImmutableDictionary<string, string>> Read(string? providerOptions) =>
        providerOptions is null ? ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty : DeviceText.ParseProviderOptions(providerOptions);

    private static Option<string> OneOf(string[] names, string description)
    {
        var option = new Option<string>("--device")
        {
            DefaultValueFactory = _ => "cpu",
            Description = description,
        };
        option.Validators.Add(result =>
        {
            var text = DeviceText.Parse(result.GetValue(option) ?? "");
            var chosen = text.Preferred.AddRange(text.Excluded);
            var unknown = chosen.IsEmpty ? result.GetValue(option) : chosen.FirstOrDefault(name => !names.Contains(name));
            CommonOptions.Require(result, unknown is null, $"--device: '{unknown}' is not one of {string.Join(", ", names)}");
        });
        return option;
    }
}

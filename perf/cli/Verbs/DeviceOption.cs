using System.CommandLine;
using WebNN.Reference;

namespace WebNN.Cli.Verbs;

/// <summary><c>--device</c>: kinds of devices, or the reference context where a verb has it.</summary>
internal static class DeviceOption
{
    private static readonly string[] kinds = ["cpu", "gpu", "npu"];

    public static Option<string> Create()
    {
        var option = OneOf(
            [.. kinds, ReferenceContext.DeviceName],
            "Devices in the order of preference: cpu, gpu, npu; or reference: by the definitions in double precision, slowly, without ONNX Runtime.");
        option.Validators.Add(result =>
        {
            string[] chosen = CommonOptions.Split(result.GetValue(option));
            CommonOptions.Require(
                result, chosen.Length == 1 || !chosen.Contains(ReferenceContext.DeviceName), "--device: reference stands alone, since it runs everything");
        });
        return option;
    }

    public static Option<string> OfKinds(string description) => OneOf(kinds, description);

    private static Option<string> OneOf(string[] names, string description)
    {
        var option = new Option<string>("--device")
        {
            DefaultValueFactory = _ => "cpu",
            Description = description,
        };
        option.Validators.Add(result =>
        {
            var unknown = CommonOptions.Split(result.GetValue(option)).FirstOrDefault(name => !names.Contains(name));
            CommonOptions.Require(result, unknown is null, $"--device: '{unknown}' is not one of {string.Join(", ", names)}");
        });
        return option;
    }
}

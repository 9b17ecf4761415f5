using System.CommandLine;
using WebNN.Reference;

namespace WebNN.Cli.Verbs;

/// <summary><c>--device</c>: kinds of devices, or the reference context.</summary>
internal static class DeviceOption
{
    private static readonly string[] names = ["cpu", "gpu", "npu", ReferenceContext.DeviceName];

    public static Option<string> Create()
    {
        var option = new Option<string>("--device")
        {
            DefaultValueFactory = _ => "cpu",
            Description = "Devices in the order of preference: cpu, gpu, npu; or reference: by the definitions in double precision, slowly, without ONNX Runtime.",
        };
        option.Validators.Add(result =>
        {
            string[] chosen = CommonOptions.Split(result.GetValue(option));
            var unknown = chosen.FirstOrDefault(name => !names.Contains(name));
            CommonOptions.Require(result, unknown is null, $"--device: '{unknown}' is not one of {string.Join(", ", names)}");
            CommonOptions.Require(
                result, chosen.Length == 1 || !chosen.Contains(ReferenceContext.DeviceName), "--device: reference stands alone, since it runs everything");
        });
        return option;
    }
}

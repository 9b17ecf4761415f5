using System.Text.Json;
using WebNN.TfLite.Plugin.Fallback;
using WebNN.TfLite.Plugin.Reporting;

namespace WebNN.Plugin.Tests;

public sealed class ExplanationTests
{
    [Fact]
    public void The_report_says_which_devices_were_asked_for_and_why_one_is_used()
    {
        var devices = new MLDeviceSelection(["npu", "gpu", "cpu"], "cpu", [new("gpu", "excluded"), new("npu", "no driver")]);
        Assert.Equal(
            """{"asked":["npu","gpu","cpu"],"used":"cpu","passedOver":[{"device":"gpu","reason":"excluded"},{"device":"npu","reason":"no driver"}]}""",
            Devices(devices));
        Assert.Equal("null", Devices(null));
    }

    private static string Devices(MLDeviceSelection? devices)
    {
        var explanation = new Explanation(new(3, [], [], null), "none", devices, null, FallbackOutcome.None("not tried"), []);
        return JsonSerializer.Serialize(JsonDocument.Parse(explanation.ToJson()).RootElement.GetProperty("devices"));
    }
}

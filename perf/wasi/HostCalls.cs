using System.Text.Json.Nodes;
using WebNN.FlatBuffers;
using WebNN.TfLite;

namespace WebNN.WasiBench;

/// <summary>What a call from the guest to the host costs: one of Wasmtime's binding alone, and ours on a tensor of four floats.</summary>
internal static class HostCalls
{
    private const int Times = 100_000;
    private const int Rounds = 50;
    private const int Float32 = 1;

    public static IEnumerable<JsonObject> Measure()
    {
        var writer = new ModelWriter();
        var (x, y) = (writer.AddTensor("x", TensorType.Float32, [1, 4]), writer.AddTensor("y", TensorType.Float32, [1, 4]));
        writer.AddOperator(BuiltinOperator.Relu, [x], [y]);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        using var model = TfLiteModel.FromBytes(writer.ToArray());
        using var opened = TfLiteRuntime.Open(model);
        using var guest = new GuestLoop(writer.ToArray(), opened.Runner.Inputs[0], Float32, outputBytes: 16);
        foreach (var name in new[] { "nothing", "set_input", "get_output" })
        {
            var loop = guest.Loop(name, Times);
            loop();
            var before = GC.GetAllocatedBytesForCurrentThread();
            loop();
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var times = Enumerable.Range(0, Rounds).Select(_ =>
            {
                var start = ThreadTime.Milliseconds();
                loop();
                return (ThreadTime.Milliseconds() - start) * 1e6 / Times;
            }).Order().ToArray();
            yield return new()
            {
                ["call"] = name,
                ["minNs"] = Math.Round(times[0], 1),
                ["medianNs"] = Math.Round(times[Rounds / 2], 1),
                ["bytesAllocatedPerCall"] = allocated / Times,
            };
        }
    }
}

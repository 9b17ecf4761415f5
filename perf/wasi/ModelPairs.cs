using System.Text.Json.Nodes;
using WebNN.TfLite;

namespace WebNN.WasiBench;

/// <summary>A model in a guest against the same model by our own API, in pairs that take turns at who is first.</summary>
internal static class ModelPairs
{
    private const int WarmUps = 10;
    private const int Seed = 20261126;
    private const int Float32 = 1;
    private const int UInt8 = 3;

    public static JsonObject Measure(string name, byte[] bytes, int pairs)
    {
        using var model = TfLiteModel.FromBytes(bytes);
        using var opened = TfLiteRuntime.Open(model);
        var (input, output) = (opened.Runner.Inputs[0], opened.Runner.Outputs[0]);
        using var guest = new GuestLoop(bytes, input, input.Type == Interop.TfLite.TfLiteType.Float32 ? Float32 : UInt8, output.ByteLength);
        var values = new byte[input.ByteLength];
        Fill(values, isFloat: input.Type == Interop.TfLite.TfLiteType.Float32);
        values.CopyTo(guest.InputBytes(values.Length));
        var result = new byte[output.ByteLength];
        var inGuest = guest.Loop("all", 1);
        void Own()
        {
            values.CopyTo(input.Bytes);
            opened.Runner.Run();
            output.Bytes.CopyTo(result);
        }

        for (var i = 0; i < WarmUps; i++)
        {
            inGuest();
            Own();
        }

        var equal = guest.OutputBytes.SequenceEqual(result);
        var measured = Enumerable.Range(0, pairs).Select(pair => Pair(inGuest, Own, guestFirst: pair % 2 == 0)).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        inGuest();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return Report(name, opened.Reason, equal, measured, allocated);
    }

    private static JsonObject Report(string name, string reason, bool equal, (double Guest, double Own)[] measured, long allocated)
    {
        var ratios = measured.Select(pair => pair.Guest / pair.Own).Order().ToArray();
        return new()
        {
            ["model"] = name,
            ["runtime"] = reason,
            ["outputsEqual"] = equal,
            ["pairs"] = measured.Length,
            ["guestMs"] = Median(measured.Select(pair => pair.Guest)),
            ["ownMs"] = Median(measured.Select(pair => pair.Own)),
            ["ratioMedian"] = Math.Round(ratios[measured.Length / 2], 4),
            ["ratioLow"] = Math.Round(ratios[measured.Length / 4], 4),
            ["ratioHigh"] = Math.Round(ratios[measured.Length * 3 / 4], 4),
            ["bytesAllocated"] = allocated,
        };
    }

    private static (double Guest, double Own) Pair(Action guest, Action own, bool guestFirst)
    {
        var first = Time(guestFirst ? guest : own);
        var second = Time(guestFirst ? own : guest);
        return guestFirst ? (first, second) : (second, first);
    }

    private static double Time(Action action)
    {
        var start = ThreadTime.Milliseconds();
        action();
        return ThreadTime.Milliseconds() - start;
    }

    private static double Median(IEnumerable<double> values) => Math.Round(values.Order().ElementAt(values.Count() / 2), 4);

    private static void Fill(Span<byte> bytes, bool isFloat)
    {
        var random = new Random(Seed);
        random.NextBytes(bytes);
        for (var i = 0; isFloat && i < bytes.Length; i += sizeof(float))
        {
            BitConverter.TryWriteBytes(bytes[i..], (random.NextSingle() * 2) - 1);
        }
    }
}

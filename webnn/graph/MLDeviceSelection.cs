using System.Collections.Immutable;

namespace WebNN;

/// <summary>A device that was asked for and is not used, and why.</summary>
public sealed record MLDeviceRefusal(string Device, string Reason);

/// <summary>Which devices a context was asked for, and what came of it. Our extension.</summary>
/// <param name="Requested">In the order of preference: <c>cpu</c>, <c>gpu</c>, <c>npu</c>; empty where nothing is to be asked for.</param>
/// <param name="Used">The one on which graphs run.</param>
/// <param name="PassedOver">The requested ones that were excluded, or tried before; a device with several drivers may be here several times.</param>
public sealed record MLDeviceSelection(ImmutableArray<string> Requested, string Used, ImmutableArray<MLDeviceRefusal> PassedOver)
{
    /// <summary>One line: <c>cpu, asked for gpu, cpu (gpu: no adapter)</c>.</summary>
    public override string ToString()
    {
        var reasons = string.Join("; ", PassedOver.Select(refusal => $"{refusal.Device}: {refusal.Reason}"));
        return Requested.IsEmpty ? Used : $"{Used}, asked for {string.Join(", ", Requested)}{(reasons.Length > 0 ? $" ({reasons})" : "")}";
    }
}

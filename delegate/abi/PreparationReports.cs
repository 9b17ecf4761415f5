using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>
/// Carries a report from a preparation, deep inside TFLite, to the caller that caused it: TFLite prepares on its caller's thread, and has no
/// way to hand something back.
/// </summary>
public static class PreparationReports
{
    [ThreadStatic]
    private static DelegationReport? last;

    /// <summary>The report of the last preparation on this thread since the last call; null for none.</summary>
    public static DelegationReport? Take()
    {
        var report = last;
        last = null;
        return report;
    }

    internal static void Publish(DelegationReport report) => last = report;
}

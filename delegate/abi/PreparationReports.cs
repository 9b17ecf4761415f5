using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>
/// Carries a report from a preparation, deep inside TFLite, to the caller that caused it: TFLite prepares on its caller's thread, and has no
/// way to hand something back.
/// </summary>
public static class PreparationReports
{
    [ThreadStatic]
    private static DelegationReport? first;

    /// <summary>
    /// The first report of this thread since the last call; null for none. TFLite prepares a model's main graph first, then those that
    /// its control flow calls.
    /// </summary>
    public static DelegationReport? Take()
    {
        var report = first;
        first = null;
        return report;
    }

    internal static void Publish(DelegationReport report) => first ??= report;
}

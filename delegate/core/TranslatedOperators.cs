using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>A TFLite operator that the delegate can translate, up to a version.</summary>
public sealed record TranslatedOperator(string Name, int MaxVersion);

/// <summary>What the delegate can translate, as the table has it: coverage is printed from here, never typed.</summary>
public static class TranslatedOperators
{
    public static IEnumerable<TranslatedOperator> All => OperatorTable.All.Select(row => new TranslatedOperator(row.Code.SchemaName(), row.MaxVersion));
}

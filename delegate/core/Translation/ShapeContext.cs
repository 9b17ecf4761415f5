namespace WebNN.TfLite.Delegation;

/// <summary>A context in which nodes are translated for their shapes alone, whatever a backend makes of them.</summary>
internal sealed class ShapeContext : MLContext
{
    public static ShapeContext Instance { get; } = new();

    public override bool Accelerated => false;

    public override string Description => "shapes";

    public override void RequireSupport(MLNode node)
    {
    }

    protected override MLGraph Compile(MLGraphDefinition definition) => throw new UnsupportedException("this context computes shapes, not graphs");
}

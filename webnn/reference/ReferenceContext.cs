using System.Collections.Immutable;

namespace WebNN.Reference;

/// <summary>
/// WebNN by its definitions: plain loops in double precision, every operator, no native library. It says what is right, slowly. A float
/// result is computed in double and rounded once, to its own type, at the end of its operator; an integer one is exact and wraps around.
/// </summary>
public sealed class ReferenceContext : MLContext
{
    /// <summary>The device's name in reports and options.</summary>
    public const string DeviceName = "reference";

    private volatile bool disposed;

    /// <summary>The names of the WebNN operators that this backend runs: all of the specification's.</summary>
    public static IEnumerable<string> SupportedOperators => OperatorTable.Operators;

    public override bool Accelerated => false;

    public override string Description => "reference context (double precision)";

    public override void RequireSupport(MLNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        OperatorTable.Find(node);
    }

    /// <inheritdoc/>
    protected override MLGraph Compile(MLGraphDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ObjectDisposedException.ThrowIf(disposed, this);
        return Interpret(definition);
    }

    /// <summary>A graph that any context's builder defined.</summary>
    internal static ReferenceGraph Interpret(MLGraphDefinition definition)
    {
        try
        {
            return new(definition);
        }
        catch (OutOfMemoryException e)
        {
            throw new UnsupportedException("there is not enough memory for the graph's constants in double precision", e);
        }
    }

    /// <summary>What one operator makes of its operands.</summary>
    /// <param name="inputs">One for each operand of the node; null where it is absent.</param>
    internal static ImmutableArray<Tensor> Evaluate(MLNode node, Tensor?[] inputs) => [.. OperatorTable.Find(node)(new(node, inputs))];

    /// <summary>Graphs that were compiled live on.</summary>
    protected override void Dispose(bool disposing)
    {
        disposed = true;
        base.Dispose(disposing);
    }
}

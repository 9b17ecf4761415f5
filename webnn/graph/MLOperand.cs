using System.Collections.Immutable;

namespace WebNN;

/// <summary>A value in a graph under construction: an input, a constant or an operator's output (WebNN: <c>MLOperand</c>).</summary>
public sealed class MLOperand
{
    internal MLOperand(MLGraphBuilder builder, MLOperandDescriptor descriptor)
    {
        Builder = builder;
        Descriptor = descriptor;
    }

    public MLOperandDescriptor Descriptor { get; }

    public MLOperandDataType DataType => Descriptor.DataType;

    public ImmutableArray<int> Shape => Descriptor.Shape;

    public int Rank => Descriptor.Rank;

    /// <summary>The name of a graph input; null for every other operand.</summary>
    public string? InputName { get; internal init; }

    /// <summary>The bytes of a constant in standard (row-major) layout; null for every other operand.</summary>
    public ReadOnlyMemory<byte>? ConstantData { get; internal init; }

    /// <summary>The operator this operand comes out of; null for inputs and constants.</summary>
    public MLNode? Producer { get; internal set; }

    internal MLGraphBuilder Builder { get; }
}

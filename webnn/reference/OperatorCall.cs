namespace WebNN.Reference;

/// <summary>What the computation of one operator sees: its operands' values and its options.</summary>
/// <param name="inputs">One for each operand of the node; null where it is absent.</param>
internal readonly struct OperatorCall(MLNode node, Tensor?[] inputs)
{
    public MLNode Node { get; } = node;

    /// <summary>The descriptor of the only output, or of the first.</summary>
    public MLOperandDescriptor Output => Node.Outputs[0].Descriptor;

    public T Options<T>()
        where T : class => (T)Node.Options!;

    /// <summary>A required operand.</summary>
    public Tensor Input(int index) => inputs[index] ?? throw new InvalidOperationException($"{Node.Operator} has no operand {index}");

    /// <summary>An optional operand; null where absent.</summary>
    public Tensor? OptionalInput(int index) => index < inputs.Length ? inputs[index] : null;
}

namespace WebNN.FlatBuffers;

/// <summary>What operators of one kind are: shared by all nodes of the kind and version.</summary>
public readonly struct ModelOperatorCode(FlatTable table) : ITableView<ModelOperatorCode>
{
    private const int DeprecatedBuiltinCodeField = 0;
    private const int CustomCodeField = 1;
    private const int VersionField = 2;
    private const int BuiltinCodeField = 3;

    public FlatTable Table => table;

    /// <summary>
    /// The larger of two fields: old writers fill the one-byte field, new ones both, with 127 there where the code does not fit.
    /// </summary>
    public BuiltinOperator BuiltinCode =>
        (BuiltinOperator)Math.Max((sbyte)table.Byte(DeprecatedBuiltinCodeField), table.Int32(BuiltinCodeField));

    /// <summary>The operator's name where <see cref="BuiltinCode"/> is <see cref="BuiltinOperator.Custom"/>.</summary>
    public string? CustomCode => table.String(CustomCodeField);

    public int Version => table.Int32(VersionField, 1);

    /// <summary>For messages: <c>CONV_2D</c>, or a custom operator's own name.</summary>
    public string Name => BuiltinCode == BuiltinOperator.Custom ? CustomCode ?? "CUSTOM" : BuiltinCode.SchemaName();

    public static ModelOperatorCode Over(FlatTable table) => new(table);
}

/// <summary>One node of a subgraph.</summary>
public readonly struct ModelOperator(FlatTable table) : ITableView<ModelOperator>
{
    internal const int OpcodeIndexField = 0;
    internal const int InputsField = 1;
    internal const int OutputsField = 2;
    internal const int OptionsTypeField = 3;
    internal const int OptionsField = 4;
    internal const int CustomOptionsField = 5;
    internal const int MutatingVariableInputsField = 7;
    internal const int IntermediatesField = 8;
    internal const int LargeCustomOptionsOffsetField = 9;
    internal const int LargeCustomOptionsSizeField = 10;
    internal const int Options2TypeField = 11;
    internal const int Options2Field = 12;
    internal const int DebugMetadataIndexField = 13;

    public FlatTable Table => table;

    /// <summary>Index into the model's operator codes.</summary>
    public int OpcodeIndex => (int)table.UInt32(OpcodeIndexField);

    /// <summary>Tensor indices; -1 for an optional input that is absent.</summary>
    public ReadOnlySpan<int> Inputs => table.Vector<int>(InputsField);

    public ReadOnlySpan<int> Outputs => table.Vector<int>(OutputsField);

    /// <summary>Which table <see cref="Options"/> is.</summary>
    public BuiltinOptionsType OptionsType => (BuiltinOptionsType)table.Byte(OptionsTypeField);

    /// <summary>The operator's own fields, by the ids of the schema; null where it has none.</summary>
    public FlatTable? Options => table.Table(OptionsField);

    /// <summary>The number of the second union's table, which newer operators use; 0 for none.</summary>
    public int Options2Type => table.Byte(Options2TypeField);

    public FlatTable? Options2 => table.Table(Options2Field);

    /// <summary>A custom operator's own bytes, in the file or after its tables.</summary>
    public ReadOnlyMemory<byte> CustomOptions => ModelBuffer.Read(table, CustomOptionsField, LargeCustomOptionsOffsetField);

    /// <summary>Empty, or one flag for each input: whether the operator changes it.</summary>
    public ReadOnlySpan<byte> MutatingVariableInputs => table.Vector<byte>(MutatingVariableInputsField);

    /// <summary>Tensor indices that only this operator uses, to describe its inner values; -1 for an absent one.</summary>
    public ReadOnlySpan<int> Intermediates => table.Vector<int>(IntermediatesField);

    /// <summary>Index into the metadata about operators; -1 for none.</summary>
    public int DebugMetadataIndex => table.Int32(DebugMetadataIndexField, -1);

    public static ModelOperator Over(FlatTable table) => new(table);
}

namespace WebNN.Cli.Inputs;

/// <summary>What a model's metadata says about one input or output.</summary>
/// <param name="Mean">To normalise a sample: <c>(value - Mean) / Std</c>; one number or one a channel. Empty: not said.</param>
/// <param name="Minimum">The least value that the tensor takes; empty: not said.</param>
/// <param name="LabelFile">The file of labels that the model carries for this tensor.</param>
internal sealed record TensorMetadata(string? Name, float[] Mean, float[] Std, float[] Minimum, float[] Maximum, string? LabelFile);

/// <summary>TFLite's model metadata (metadata_schema.fbs), as far as preparing inputs and naming results needs it.</summary>
internal sealed record TaskMetadata(IReadOnlyList<TensorMetadata> Inputs, IReadOnlyList<TensorMetadata> Outputs)
{
    /// <summary>The name under which a model stores its metadata.</summary>
    public const string BufferName = "TFLITE_METADATA";

    private const byte NormalizationOptions = 1;
    private const byte AxisLabels = 2;
    private const byte ValueLabels = 3;

    public static readonly TaskMetadata None = new([], []);

    /// <summary>Damaged metadata counts as none: nothing that runs depends on it.</summary>
    public static TaskMetadata Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var subgraphs = MetadataTable.Root(bytes).Tables(3);
            return subgraphs.Length == 0
                ? None
                : new([.. subgraphs[0].Tables(2).Select(Tensor)], [.. subgraphs[0].Tables(3).Select(Tensor)]);
        }
        catch (ArgumentOutOfRangeException)
        {
            return None;
        }
    }

    private static TensorMetadata Tensor(MetadataTable table)
    {
        var normalization = table.Tables(4).Where(unit => unit.Byte(0) == NormalizationOptions).Select(unit => unit.Table(1)).FirstOrDefault();
        var stats = table.Table(5);
        var labels = table.Tables(6).Where(file => file.Byte(2) is AxisLabels or ValueLabels).Select(file => file.Text(0)).FirstOrDefault();
        return new(
            table.Text(0),
            normalization?.Floats(0) ?? [],
            normalization?.Floats(1) ?? [],
            stats?.Floats(1) ?? [],
            stats?.Floats(0) ?? [],
            labels);
    }
}

using System.Buffers.Binary;
using WebNN.FlatBuffers;

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
            var root = new FlatTable(bytes, bytes.Length < sizeof(int) ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes.Span));
            var subgraphs = Tables(root, 3);
            return subgraphs.Length == 0 ? None : new(TensorsOf(subgraphs[0], 2), TensorsOf(subgraphs[0], 3));
        }
        catch (InvalidModelException)
        {
            return None;
        }
    }

    private static TensorMetadata[] TensorsOf(FlatTable subgraph, int field) => [.. Tables(subgraph, field).Select(Tensor)];

    private static TensorMetadata Tensor(FlatTable table)
    {
        var normalizations = Tables(table, 4).Where(unit => unit.Byte(0) == NormalizationOptions);
        var normalization = normalizations.Select(unit => unit.Table(1)).FirstOrDefault();
        var stats = table.Table(5);
        var labels = Tables(table, 6).Where(each => each.Byte(2) is AxisLabels or ValueLabels);
        var file = labels.Select(each => each.String(0)).FirstOrDefault();
        return new(table.String(0), Floats(normalization, 0), Floats(normalization, 1), Floats(stats, 1), Floats(stats, 0), file);
    }

    private static FlatTable[] Tables(FlatTable owner, int field) =>
        [.. Enumerable.Range(0, owner.TableCount(field)).Select(index => owner.TableAt(field, index))];

    private static float[] Floats(FlatTable? table, int field) => table is { } present ? [.. present.Vector<float>(field)] : [];
}

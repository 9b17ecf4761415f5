using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;
using BuiltinOperator = WebNN.Interop.TfLite.BuiltinOperator;

namespace WebNN.TfLite.ModelFile;

/// <summary>
/// An operator's options in the file as the struct that TensorFlow Lite parses them into, so that a translation cannot tell the sources
/// apart. An absent table gives a struct of zeros, as it does there. Field numbers are the schema's.
/// </summary>
internal sealed class OptionsTable(BuiltinOperator code, FlatTable? options) : IBuiltinData
{
    public T Read<T>()
        where T : unmanaged => options is { } table ? (T)Parse(typeof(T), table) : default;

    public ImmutableArray<int> Dimensions() => options is { } table ? [.. table.Vector<int>(0)] : [];

    public ImmutableArray<float> Floats() => options is { } table ? [.. table.Vector<float>(0)] : [];

    private object Parse(Type type, FlatTable table) =>
        type == typeof(TfLiteConvParams) ? new TfLiteConvParams(Padding(table), table.Int32(1), table.Int32(2), Activation(table, 3), table.Int32(4, 1), table.Int32(5, 1))
        : type == typeof(TfLiteDepthwiseConvParams) ? new TfLiteDepthwiseConvParams(
            Padding(table), table.Int32(1), table.Int32(2), table.Int32(3), Activation(table, 4), table.Int32(5, 1), table.Int32(6, 1))
        : type == typeof(TfLiteTransposeConvParams) ? new TfLiteTransposeConvParams(Padding(table), table.Int32(1), table.Int32(2))
        : type == typeof(TfLiteTransposeConvParamsV4) ? new TfLiteTransposeConvParamsV4(Padding(table), table.Int32(1), table.Int32(2), Activation(table, 3))
        : type == typeof(TfLitePoolParams) ? new TfLitePoolParams(
            Padding(table), table.Int32(1), table.Int32(2), table.Int32(3), table.Int32(4), Activation(table, 5))
        : type == typeof(TfLiteFullyConnectedParams) ? new TfLiteFullyConnectedParams(
            Activation(table, 0), (TfLiteFullyConnectedWeightsFormat)table.Byte(1), table.Boolean(2))
        : type == typeof(TfLiteConcatenationParams) ? new TfLiteConcatenationParams(table.Int32(0), Activation(table, 1))
        : type == typeof(TfLiteStridedSliceParams) ? new TfLiteStridedSliceParams(
            table.Int32(0), table.Int32(1), table.Int32(2), table.Int32(3), table.Int32(4))
        : type == typeof(TfLiteResizeParams) ? Resize(table)
        : type == typeof(TfLiteConv3DParams) ? new TfLiteConv3DParams(
            Padding(table), table.Int32(2), table.Int32(3), table.Int32(1), table.Int32(6, 1), table.Int32(7, 1), table.Int32(5, 1), Activation(table, 4))
        : type == typeof(TfLiteLocalResponseNormParams) ? new TfLiteLocalResponseNormParams(
            table.Int32(0), table.Single(1), table.Single(2), table.Single(3))
        : type == typeof(TfLiteFakeQuantParams) ? new TfLiteFakeQuantParams(
            table.Single(0), table.Single(1), table.Int32(2), table.Boolean(3))
        : type == typeof(TfLiteStablehloPadParams) ? new TfLiteStablehloPadParams(Lengths(table, 0), Lengths(table, 1), Lengths(table, 2))
        : Recurrent(type, table) ?? Small(type, table);

    private static object? Recurrent(Type type, FlatTable table) =>
        type == typeof(TfLiteLstmParams) ? new TfLiteLstmParams(
            Activation(table, 0), table.Single(1), table.Single(2), (TfLiteLstmKernelType)table.Byte(3))
        : type == typeof(TfLiteUnidirectionalSequenceLstmParams) ? new TfLiteUnidirectionalSequenceLstmParams(
            Activation(table, 0), table.Single(1), table.Single(2), table.Boolean(3))
        : type == typeof(TfLiteBidirectionalSequenceLstmParams) ? new TfLiteBidirectionalSequenceLstmParams(
            // Files that are older than the last field have time first.
            Activation(table, 0), table.Single(1), table.Single(2), table.Boolean(3), table.Boolean(4, true))
        : type == typeof(TfLiteRnnParams) ? new TfLiteRnnParams(Activation(table, 0))
        : type == typeof(TfLiteSequenceRnnParams) ? new TfLiteSequenceRnnParams(table.Boolean(0), Activation(table, 1))
        : type == typeof(TfLiteBidirectionalSequenceRnnParams) ? new TfLiteBidirectionalSequenceRnnParams(
            table.Boolean(0), Activation(table, 1), table.Boolean(2))
        : type == typeof(TfLiteSvdfParams) ? new TfLiteSvdfParams(table.Int32(0), Activation(table, 1))
        : null;

    /// <summary>The structs of one or two fields.</summary>
    private static object Small(Type type, FlatTable table) =>
        type == typeof(TfLiteActivationParams) ? new TfLiteActivationParams(Activation(table, 0))
        : type == typeof(TfLiteSoftmaxParams) ? new TfLiteSoftmaxParams(table.Single(0))
        : type == typeof(TfLiteBatchMatMulParams) ? new TfLiteBatchMatMulParams(table.Boolean(0), table.Boolean(1))
        : type == typeof(TfLiteBlockParams) ? new TfLiteBlockParams(table.Int32(0))
        : type == typeof(TfLiteGatherParams) ? new TfLiteGatherParams(table.Int32(0))
        : type == typeof(TfLiteGatherParamsV5) ? new TfLiteGatherParamsV5(table.Int32(0), table.Int32(1))
        : type == typeof(TfLiteReducerParams) ? new TfLiteReducerParams(table.Boolean(0))
        : type == typeof(TfLiteSplitParams) ? new TfLiteSplitParams(table.Int32(0))
        : type == typeof(TfLiteArgMinMaxParams) ? new TfLiteArgMinMaxParams(TensorReader.Type((TensorType)table.Byte(0)))
        : type == typeof(TfLiteShapeParams) ? new TfLiteShapeParams(TensorReader.Type((TensorType)table.Byte(0)))
        : type == typeof(TfLitePackParams) ? new TfLitePackParams(table.Int32(0), table.Int32(1))
        : type == typeof(TfLiteUnpackParams) ? new TfLiteUnpackParams(table.Int32(0), table.Int32(1))
        : type == typeof(TfLiteLeakyReluParams) ? new TfLiteLeakyReluParams(table.Single(0))
        : type == typeof(TfLiteMirrorPaddingParams) ? new TfLiteMirrorPaddingParams((TfLiteMirrorPaddingMode)(table.Byte(0) + 1))
        : type == typeof(TfLiteCumsumParams) ? new TfLiteCumsumParams(table.Boolean(0), table.Boolean(1))
        : type == typeof(TfLiteOneHotParams) ? new TfLiteOneHotParams(table.Int32(0))
        : type == typeof(TfLiteReverseSequenceParams) ? new TfLiteReverseSequenceParams(table.Int32(0), table.Int32(1))
        : type == typeof(TfLiteGeluParams) ? new TfLiteGeluParams(table.Boolean(0))
        : throw new UnsupportedException($"the file's options are not read as {type.Name}");

    /// <summary>Two tables that TensorFlow Lite parses into structs that begin alike; the one's first fields are a size of old.</summary>
    private TfLiteResizeParams Resize(FlatTable table)
    {
        var first = code == BuiltinOperator.ResizeBilinear ? 2 : 0;
        return new(table.Boolean(first), table.Boolean(first + 1));
    }

    private static TfLiteAxisLengths Lengths(FlatTable table, int field)
    {
        var lengths = default(TfLiteAxisLengths);
        var vector = table.Vector<long>(field);
        for (var axis = 0; axis < Math.Min(vector.Length, TfLiteAxisLengths.Count); axis++)
        {
            lengths[axis] = vector[axis];
        }

        return lengths;
    }

    /// <summary>The schema counts from SAME = 0, the runtime from unknown = 0.</summary>
    private static TfLitePadding Padding(FlatTable table) => (TfLitePadding)(table.Byte(0) + 1);

    private static TfLiteFusedActivation Activation(FlatTable table, int field) => (TfLiteFusedActivation)table.Byte(field);
}

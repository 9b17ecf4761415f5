using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Tests;

public sealed class OperatorParamsTests
{
    [Fact]
    public void Fields_lie_in_the_order_of_TFLites_header()
    {
        Assert.Equal(
            new TfLiteConvParams(TfLitePadding.Valid, 2, 3, TfLiteFusedActivation.Relu6, 4, 5), Read(BuiltinOperator.Conv2D, 2, 2, 3, 3, 4, 5));
        Assert.Equal(
            new TfLiteDepthwiseConvParams(TfLitePadding.Same, 2, 3, 4, TfLiteFusedActivation.Relu, 5, 6),
            Read(BuiltinOperator.DepthwiseConv2D, 1, 2, 3, 4, 1, 5, 6));
        Assert.Equal(
            new TfLitePoolParams(TfLitePadding.Same, 2, 3, 4, 5, TfLiteFusedActivation.Tanh), Read(BuiltinOperator.MaxPool2D, 1, 2, 3, 4, 5, 4));
        Assert.Equal(
            new TfLiteFullyConnectedParams(TfLiteFusedActivation.Relu, TfLiteFullyConnectedWeightsFormat.Shuffled4X16Int8, true),
            Read(BuiltinOperator.FullyConnected, 1, 1, 1));
        Assert.Equal(new TfLiteStridedSliceParams(1, 2, 3, 4, 5), Read(BuiltinOperator.StridedSlice, 1, 2, 3, 4, 5));
        Assert.Equal(new TfLiteResizeParams(true, false), Read(BuiltinOperator.ResizeBilinear, 1));
        Assert.Equal(new TfLiteResizeParams(false, true), Read(BuiltinOperator.ResizeBilinear, 0x100));
        Assert.Equal(new TfLiteSoftmaxParams(1), Read(BuiltinOperator.Softmax, BitConverter.SingleToInt32Bits(1)));
        Assert.Equal(new TfLiteConcatenationParams(-1, TfLiteFusedActivation.Relu), Read(BuiltinOperator.Concatenation, -1, 1));
    }

    [Fact]
    public void Fields_of_recurrent_operators_lie_in_the_order_of_TFLites_header()
    {
        var (one, two) = (BitConverter.SingleToInt32Bits(1), BitConverter.SingleToInt32Bits(2));
        Assert.Equal(
            new TfLiteLstmParams(TfLiteFusedActivation.Tanh, 1, 2, TfLiteLstmKernelType.Basic), Read(BuiltinOperator.Lstm, 4, one, two, 1));
        Assert.Equal(
            new TfLiteUnidirectionalSequenceLstmParams(TfLiteFusedActivation.Tanh, 1, 2, true),
            Read(BuiltinOperator.UnidirectionalSequenceLstm, 4, one, two, 1));
        Assert.Equal(
            new TfLiteBidirectionalSequenceLstmParams(TfLiteFusedActivation.Tanh, 1, 2, false, true),
            Read(BuiltinOperator.BidirectionalSequenceLstm, 4, one, two, 0x100));
        Assert.Equal(new TfLiteRnnParams(TfLiteFusedActivation.Relu), Read(BuiltinOperator.Rnn, 1));
        Assert.Equal(new TfLiteSequenceRnnParams(true, TfLiteFusedActivation.Relu), Read(BuiltinOperator.UnidirectionalSequenceRnn, 1, 1));
        Assert.Equal(
            new TfLiteBidirectionalSequenceRnnParams(false, TfLiteFusedActivation.Relu, true), Read(BuiltinOperator.BidirectionalSequenceRnn, 0, 1, 1));
        Assert.Equal(new TfLiteSvdfParams(2, TfLiteFusedActivation.Relu), Read(BuiltinOperator.Svdf, 2, 1));
    }

    [Fact]
    public void Other_structs_are_read_whole()
    {
        var half = BitConverter.SingleToInt32Bits(0.5f);
        Assert.Equal(new TfLiteLocalResponseNormParams(3, 0.5f, 0.5f, 0.5f), Read(BuiltinOperator.LocalResponseNormalization, 3, half, half, half));
        Assert.Equal(new TfLiteFakeQuantParams(0, 0.5f, 8, true), Read(BuiltinOperator.FakeQuant, 0, half, 8, 1));
        Assert.Equal(new TfLiteReverseSequenceParams(1, 2), Read(BuiltinOperator.ReverseSequence, 1, 2));
        Assert.Equal(new TfLiteOneHotParams(-1), Read(BuiltinOperator.OneHot, -1));
        Assert.Equal(
            new TfLiteConv3DParams(TfLitePadding.Valid, 2, 3, 4, 5, 6, 7, TfLiteFusedActivation.Relu), Read(BuiltinOperator.Conv3D, 2, 2, 3, 4, 5, 6, 7, 1));
    }

    [Fact]
    public void Fields_that_newer_versions_append_are_read_from_those_only()
    {
        Assert.Equal(new TfLiteGatherParamsV5(1, 2), OperatorParams.Read(BuiltinOperator.Gather, new Bytes(1, 2), version: 5));
        Assert.Equal(new TfLiteGatherParamsV5(1, 0), OperatorParams.Read(BuiltinOperator.Gather, new Bytes(1), version: 4));
        Assert.Equal(
            new TfLiteTransposeConvParamsV4(TfLitePadding.Same, 2, 3, TfLiteFusedActivation.None),
            OperatorParams.Read(BuiltinOperator.TransposeConv, new Bytes(1, 2, 3), version: 3));
    }

    [Fact]
    public void Operators_without_parameters_or_without_a_row_read_nothing()
    {
        Assert.Null(Read(BuiltinOperator.Relu));
        Assert.Null(Read(BuiltinOperator.Unique));
    }

    private static object? Read(BuiltinOperator code, params int[] words) => OperatorParams.Read(code, new Bytes(words));

    /// <summary>builtin_data of as many bytes as the struct has: reading further fails, as it would on a real struct's page.</summary>
    private sealed class Bytes(params int[] words) : IBuiltinData
    {
        public T Read<T>()
            where T : unmanaged
        {
            Assert.True(Unsafe.SizeOf<T>() <= words.Length * sizeof(int), $"{typeof(T).Name} is longer than the {words.Length} words behind it");
            return MemoryMarshal.Read<T>(MemoryMarshal.AsBytes<int>(words.AsSpan()));
        }

        public ImmutableArray<int> Dimensions() => [.. words];

        public ImmutableArray<float> Floats() => [.. words.Select(word => (float)word)];
    }
}

using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.Peers;

/// <summary>
/// One operation, as a model of one operator for those who run models, and as a call for a framework of ours. Inputs come first among the operands,
/// then constants, which are the same for all.
/// </summary>
/// <param name="Inputs">Shapes.</param>
/// <param name="Constants">Shapes: filter, bias.</param>
/// <param name="Call">Calls the operation over tensors of the cache's context: operands, and the result.</param>
internal sealed record OperationCase(
    string Name, int[][] Inputs, int[][] Constants, int[] Output, BuiltinOperator Code, BuiltinOptions? Options, Action<MLOperationCache, MLTensor[], MLTensor> Call)
{
    private const int Seed = 3;

    /// <summary>Constants that are no floats: axes and the like; null for none.</summary>
    public int[]? Indices { get; init; }

    public byte[] Model()
    {
        var writer = new ModelWriter(Name);
        int[] inputs = [.. Inputs.Index().Select(input => writer.AddTensor($"input{input.Index}", TensorType.Float32, input.Item))];
        int[] constants = [.. Constants.Zip(Values()).Select(constant => writer.AddTensor("constant", TensorType.Float32, constant.First, data: constant.Second))];
        int[] indices = Indices is null ? [] : [writer.AddTensor("indices", TensorType.Int32, [Indices.Length], data: MemoryMarshal.AsBytes<int>(Indices).ToArray())];
        var output = writer.AddTensor("output", TensorType.Float32, Output);
        writer.AddOperator(Code, [.. inputs, .. constants, .. indices], [output], Options);
        writer.SetInputs(inputs);
        writer.SetOutputs([output]);
        return writer.ToArray();
    }

    /// <summary>The constants' bytes, small numbers.</summary>
    public IReadOnlyList<byte[]> Values()
    {
        var random = new Random(Seed);
        return [.. Constants.Select(shape => MemoryMarshal.AsBytes<float>(Enumerable.Range(0, Count(shape)).Select(_ => (random.NextSingle() - 0.5f) / 8).ToArray()).ToArray())];
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (all, dimension) => all * dimension);
}

using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>Models with several subgraphs, which ModelWriter does not make. All tensors have one element.</summary>
internal static class SeveralGraphs
{
    /// <summary>
    /// "main" doubles x. "loop" doubles x until it is a hundred or more. "main in a loop" does so by running the main graph.
    /// </summary>
    public static byte[] Loop() => Write(
        [BuiltinOperator.Add, BuiltinOperator.Less, BuiltinOperator.While],
        [
            Graph("main", [Float("x"), Float("y")], [0], [1], Node(0, [0, 0], [1])),
            Graph("loop", [Float("x"), Float("y")], [0], [1], While([0], [1], condition: 2, body: 3)),
            Graph("below a hundred", [Float("x"), Float("hundred", buffer: 1), Tensor("below", TensorType.Bool)], [0], [2], Node(1, [0, 1], [2])),
            Graph("double", [Float("x"), Float("y")], [0], [1], Node(0, [0, 0], [1])),
            Graph("main in a loop", [Float("x"), Float("y")], [0], [1], While([0], [1], condition: 2, body: 0)),
        ],
        [Signature("main", 0), Signature("loop", 1), Signature("main in a loop", 4)],
        BitConverter.GetBytes(100f));

    private static byte[] Write(BuiltinOperator[] codes, FlatRecord[] graphs, FlatRecord[] signatures, byte[] constant) =>
        new FlatBufferWriter(4096).Write(
            new FlatRecord(
                FlatValue.Int32((int)ModelSchema.Version),
                new FlatTables([.. codes.Select(code => new FlatRecord(FlatValue.Byte((byte)code), null, FlatValue.Int32(1), FlatValue.Int32((int)code)))]),
                new FlatTables(graphs),
                null,
                new FlatTables([new(), new(FlatValue.Bytes(constant, 16))]),
                null,
                null,
                new FlatTables(signatures)),
            ModelSchema.Identifier);

    private static FlatRecord Graph(string name, FlatRecord[] tensors, int[] inputs, int[] outputs, FlatRecord node) => new(
        new FlatTables(tensors),
        FlatValue.Vector<int>(inputs),
        FlatValue.Vector<int>(outputs),
        new FlatTables([node]),
        FlatValue.String(name));

    private static FlatRecord Float(string name, int buffer = 0) => Tensor(name, TensorType.Float32, buffer);

    private static FlatRecord Tensor(string name, TensorType type, int buffer = 0) =>
        new(FlatValue.Vector<int>([1]), FlatValue.Byte((byte)type), FlatValue.Int32(buffer), FlatValue.String(name));

    private static FlatRecord Node(int code, int[] inputs, int[] outputs) =>
        new(FlatValue.Int32(code), FlatValue.Vector<int>(inputs), FlatValue.Vector<int>(outputs));

    private static FlatRecord While(int[] inputs, int[] outputs, int condition, int body) => new(
        FlatValue.Int32(2),
        FlatValue.Vector<int>(inputs),
        FlatValue.Vector<int>(outputs),
        FlatValue.Byte((byte)BuiltinOptionsType.While),
        new FlatRecord(FlatValue.Int32(condition), FlatValue.Int32(body)));

    private static FlatRecord Signature(string key, int subgraph)
    {
        FlatTables Name(string name, int tensor) => new([new(FlatValue.String(name), FlatValue.Int32(tensor))]);
        return new(Name("x", 0), Name("y", 1), FlatValue.String(key), null, FlatValue.Int32(subgraph));
    }
}

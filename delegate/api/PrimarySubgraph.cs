using System.Buffers.Binary;
using WebNN.FlatBuffers;

namespace WebNN.TfLite;

/// <summary>Makes another subgraph of a model the first: the C API of TFLite 2.9 runs no other.</summary>
internal static class PrimarySubgraph
{
    private const int SubgraphsField = 2;
    private const int SignatureDefsField = 7;

    /// <summary>
    /// A copy of a model's bytes whose first subgraph is <paramref name="subgraph"/>. Those that it runs keep their indices; what comes behind
    /// the last of them is left out, so that no delegate compiles it, and so are the signatures.
    /// </summary>
    /// <exception cref="TfLiteException">It runs the main graph, whose place it would take.</exception>
    /// <exception cref="InvalidModelException">The file uses one table for two purposes.</exception>
    public static ModelBytes Copy(ModelBytes bytes, int subgraph)
    {
        var model = FlatBufferModel.Parse(bytes.Memory);
        var reachable = SubgraphCalls.ReachableFrom(model, subgraph);
        if (reachable.Contains(0))
        {
            throw new TfLiteException($"subgraph {subgraph} runs the main graph, whose place it would have to take");
        }

        var copy = ModelBytes.Copy(bytes.Memory.Span);
        try
        {
            Patch(copy.Memory, subgraph, reachable.Count == 0 ? 1 : reachable.Max() + 1);
            FlatBufferModel.Parse(copy.Memory);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static void Patch(Memory<byte> file, int subgraph, int count)
    {
        var root = new FlatTable(file, BinaryPrimitives.ReadInt32LittleEndian(file.Span));
        var first = root.Locate(SubgraphsField, vector: true);
        Write(file, first, root.TableAt(SubgraphsField, subgraph).Position - first);
        Write(file, first - sizeof(int), count);
        if (root.Has(SignatureDefsField))
        {
            Write(file, root.Locate(SignatureDefsField, vector: true) - sizeof(int), 0);
        }
    }

    private static void Write(Memory<byte> file, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.Span[at..], value);
}

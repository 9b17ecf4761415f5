using System.Buffers.Binary;
using WebNN.FlatBuffers;

namespace WebNN.Mutations;

/// <summary>
/// Damages a model's structure and leaves its bytes a valid flat buffer: other tensors, operators, types, shapes, scales, options and
/// constants where the file has some already.
/// </summary>
public sealed class Mutator
{
    private const int MaxMutations = 3;

    /// <summary>A field's id in its table, as the schema numbers them.</summary>
    private static class Field
    {
        public const int Shape = 0, Type = 1, Buffer = 2;
        public const int Scale = 2, ZeroPoint = 3, QuantizedDimension = 6;
        public const int OpcodeIndex = 0, Inputs = 1, Outputs = 2, OptionsType = 3, Options = 4;
        public const int DeprecatedCode = 0, Version = 2, Code = 3;
        public const int MostOptions = 8;
    }

    private static readonly int[] numbers = [0, 1, -1, 2, 3, 5, 7, 64, 255, 300, 1000, 65536, 2_000_000_000, int.MaxValue, int.MinValue];
    private static readonly float[] scales = [0, -1, float.NaN, float.PositiveInfinity, float.Epsilon, 1e30f, 1];

    private readonly byte[] original;
    private readonly List<Action<byte[], Random>> mutations = [];
    private readonly int tensors;

    public Mutator(byte[] model)
    {
        original = model;
        var parsed = FlatBufferModel.Parse(model);
        var graph = parsed.Subgraphs[0];
        tensors = graph.Tensors.Count;
        foreach (var tensor in graph.Tensors)
        {
            AddTensor(parsed, tensor);
        }

        foreach (var node in graph.Operators)
        {
            AddNode(node.Table, parsed.OperatorCodes.Count);
        }

        foreach (var code in parsed.OperatorCodes)
        {
            AddScalar(code.Table, Field.DeprecatedCode, 1, random => random.Next(127));
            AddScalar(code.Table, Field.Code, 4, random => random.Next(150));
            AddScalar(code.Table, Field.Version, 4, random => random.Next(1, 9));
        }

        // Twice as likely as any other vector: there is one of each.
        AddIndices(graph.Table, Field.Inputs, 4);
        AddIndices(graph.Table, Field.Outputs, 4);
    }

    /// <summary>The model with one to three mutations; the same for the same seed.</summary>
    public byte[] Mutate(int seed)
    {
        var random = new Random(seed);
        var mutated = (byte[])original.Clone();
        var count = random.Next(1, MaxMutations + 1);
        for (var i = 0; i < count; i++)
        {
            mutations[random.Next(mutations.Count)](mutated, random);
        }

        return mutated;
    }

    private void AddTensor(FlatBufferModel model, ModelTensor tensor)
    {
        AddVector(tensor.Table, Field.Shape, tensor.Shape.Length, Number);
        AddScalar(tensor.Table, Field.Type, 1, random => random.Next(18));
        AddScalar(tensor.Table, Field.Buffer, 4, random => random.Next(model.Buffers.Count));
        if (tensor.Quantization is { } quantization)
        {
            var zeroPoints = quantization.Table.Locate(Field.ZeroPoint, vector: true);
            AddVector(quantization.Table, Field.Scale, quantization.Scales.Length, random => BitConverter.SingleToInt32Bits(Any(scales, random)));
            if (quantization.ZeroPoints.Length > 0)
            {
                mutations.Add((file, random) => BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(zeroPoints), Number(random)));
            }

            AddScalar(quantization.Table, Field.QuantizedDimension, 4, random => random.Next(-1, 6));
        }

        var buffer = model.Buffers[tensor.Buffer];
        if (tensor.Type is TensorType.Int32 or TensorType.Int64 && !buffer.Data.IsEmpty)
        {
            AddVector(buffer.Table, 0, buffer.Data.Length / sizeof(int), Number);
        }
    }

    private void AddNode(FlatTable node, int codes)
    {
        AddScalar(node, Field.OpcodeIndex, 4, random => random.Next(codes));
        AddIndices(node, Field.Inputs, 2);
        AddIndices(node, Field.Outputs, 2);
        AddScalar(node, Field.OptionsType, 1, random => random.Next(1, 120));
        if (node.Table(Field.Options) is { } options)
        {
            foreach (var field in Enumerable.Range(0, Field.MostOptions).Where(options.Has))
            {
                // A byte is the smallest field there is; most are four.
                var at = options.Locate(field);
                mutations.Add((file, random) => file[at] = (byte)random.Next(8));
                if (at % 4 == 0 && at + 4 <= original.Length)
                {
                    mutations.Add((file, random) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), Number(random)));
                }
            }
        }
    }

    /// <summary>A vector of tensor indices: another tensor, an absent one, a shorter vector, none.</summary>
    private void AddIndices(FlatTable table, int field, int weight)
    {
        var count = table.Vector<int>(field).Length;
        if (count == 0)
        {
            return;
        }

        var at = table.Locate(field, vector: true);
        for (var i = 0; i < weight; i++)
        {
            AddVector(table, field, count, random => random.Next(6) == 0 ? -1 : random.Next(tensors));
            mutations.Add((file, random) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at - sizeof(int)), random.Next(count + 1)));
        }
    }

    private void AddScalar(FlatTable table, int field, int size, Func<Random, int> value)
    {
        if (!table.Has(field))
        {
            return;
        }

        var at = table.Locate(field);
        mutations.Add(size == 1
            ? (file, random) => file[at] = (byte)value(random)
            : (file, random) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value(random)));
    }

    private void AddVector(FlatTable table, int field, int count, Func<Random, int> value)
    {
        if (count > 0)
        {
            var at = table.Locate(field, vector: true);
            mutations.Add((file, random) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at + (sizeof(int) * random.Next(count))), value(random)));
        }
    }

    private static int Number(Random random) => Any(numbers, random);

    private static T Any<T>(T[] values, Random random) => values[random.Next(values.Length)];
}

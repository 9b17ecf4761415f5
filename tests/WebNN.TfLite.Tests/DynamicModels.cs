using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>Models with tensors whose size TFLite, or everybody, knows only at run time.</summary>
internal static class DynamicModels
{
    /// <summary>Thrice the sum of f32[4] in as many copies as the second input says: what lies behind them gets its memory in the run, and moves other memory as it grows.</summary>
    public static byte[] GrowingBehindDynamic()
    {
        var writer = new ModelWriter();
        var (x, copies) = (writer.AddTensor("x", TensorType.Float32, [4]), writer.AddTensor("copies", TensorType.Int32, [1]));
        var three = writer.AddTensor("three", TensorType.Float32, [1], data: MemoryMarshal.AsBytes<float>([3f]).ToArray());
        var (tiled, tripled, sum) = (
            writer.AddTensor("tiled", TensorType.Float32, [4]), writer.AddTensor("tripled", TensorType.Float32, [4]), writer.AddTensor("sum", TensorType.Float32, [1]));
        var axis = writer.AddTensor("axis", TensorType.Int32, [1], data: MemoryMarshal.AsBytes<int>([0]).ToArray());
        writer.AddOperator(BuiltinOperator.Tile, [x, copies], [tiled]);
        writer.AddOperator(BuiltinOperator.Mul, [tiled, three], [tripled], new MulOptions());
        writer.AddOperator(BuiltinOperator.Sum, [tripled, axis], [sum], new ReducerOptions(KeepDims: true));
        writer.SetInputs([x, copies]);
        writer.SetOutputs([sum]);
        return writer.ToArray();
    }

    /// <summary>Strings: those of x[3] that two indices choose, and where x equals y[3].</summary>
    public static byte[] Strings()
    {
        var writer = new ModelWriter();
        var (x, y) = (writer.AddTensor("x", TensorType.String, [3]), writer.AddTensor("y", TensorType.String, [3]));
        var indices = writer.AddTensor("indices", TensorType.Int32, [2]);
        var (chosen, equal) = (writer.AddTensor("chosen", TensorType.String, [2]), writer.AddTensor("equal", TensorType.Bool, [3]));
        writer.AddOperator(BuiltinOperator.Gather, [x, indices], [chosen], new GatherOptions(0));
        writer.AddOperator(BuiltinOperator.Equal, [x, y], [equal]);
        writer.SetInputs([x, y, indices]);
        writer.SetOutputs([chosen, equal]);
        return writer.ToArray();
    }

    /// <summary>f32[4,1,3] to as many rows as it has, by its SHAPE: TFLite calls the result dynamic.</summary>
    public static byte[] ComputedReshape()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [4, 1, 3]);
        var (shape, rows) = (writer.AddTensor("shape", TensorType.Int32, [3]), writer.AddTensor("rows", TensorType.Int32, []));
        var (zero, one, three) = (Integers(writer, "zero", 0), Integers(writer, "one", 1), writer.AddTensor("three", TensorType.Int32, [], data: new byte[] { 3, 0, 0, 0 }));
        var target = writer.AddTensor("target", TensorType.Int32, [2]);
        var y = writer.AddTensor("y", TensorType.Float32, [4, 3]);
        writer.AddOperator(BuiltinOperator.Shape, [x], [shape], new ShapeOptions(TensorType.Int32));
        writer.AddOperator(BuiltinOperator.StridedSlice, [shape, zero, one, one], [rows], new StridedSliceOptions(ShrinkAxisMask: 1));
        writer.AddOperator(BuiltinOperator.Pack, [rows, three], [target], new PackOptions(2, 0));
        writer.AddOperator(BuiltinOperator.Reshape, [x, target], [y]);
        return Finish(writer, [x], [y]);
    }

    /// <summary>f32[1,?,?,2] mirrored by 4 at each side and convolved: the file's 1 in place of the open sizes is too small for that.</summary>
    public static byte[] OpenImage()
    {
        var writer = new ModelWriter();
        var x = Open(writer, "x", [1, -1, -1, 2]);
        var sides = writer.AddTensor("sides", TensorType.Int32, [4, 2], data: MemoryMarshal.AsBytes<int>([0, 0, 4, 4, 4, 4, 0, 0]).ToArray());
        var padded = Open(writer, "padded", [1, -1, -1, 2]);
        var convolved = Open(writer, "convolved", [1, -1, -1, 3]);
        var y = Open(writer, "y", [1, -1, -1, 3]);
        writer.AddOperator(BuiltinOperator.MirrorPad, [x, sides], [padded], new MirrorPadOptions(Symmetric: false));
        writer.AddOperator(BuiltinOperator.Conv2D, [padded, Floats(writer, "filter", 3, 3, 3, 2), Floats(writer, "bias", 3)], [convolved], new Conv2DOptions(Padding.Same, 2, 2));
        writer.AddOperator(BuiltinOperator.Relu, [convolved], [y]);
        return Finish(writer, [x], [y]);
    }

    /// <summary>f32[48] in the shape that the second input says, of which the last dimension is 2, then convolved or the absolutes of it, and the tanh of that.</summary>
    public static byte[] RuntimeReshape(bool convolution = true)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [48]);
        var shape = writer.AddTensor("shape", TensorType.Int32, [4]);
        var image = Open(writer, "image", [-1, -1, -1, 2]);
        var result = Open(writer, "result", [-1, -1, -1, convolution ? 3 : 2]);
        writer.AddOperator(BuiltinOperator.Reshape, [x, shape], [image]);
        if (!convolution)
        {
            writer.AddOperator(BuiltinOperator.Abs, [image], [result]);
            return Finish(writer, [x, shape], [result]);
        }

        var y = Open(writer, "y", [-1, -1, -1, 3]);
        writer.AddOperator(BuiltinOperator.Conv2D, [image, Floats(writer, "filter", 3, 3, 3, 2), Floats(writer, "bias", 3)], [result], new Conv2DOptions(Padding.Same, 1, 1));
        writer.AddOperator(BuiltinOperator.Tanh, [result], [y]);
        return Finish(writer, [x, shape], [y]);
    }

    /// <summary>The rows of f32[6,2] for which the second input, bool[6], is true, times a matrix.</summary>
    public static byte[] FoundRows()
    {
        var writer = new ModelWriter();
        var (x, wanted) = (writer.AddTensor("x", TensorType.Float32, [6, 2]), writer.AddTensor("wanted", TensorType.Bool, [6]));
        var where = Open(writer, "where", [-1, 1], TensorType.Int64);
        var (rows, y) = (Open(writer, "rows", [-1, 2]), Open(writer, "y", [-1, 3]));
        writer.AddOperator(BuiltinOperator.Where, [wanted], [where]);
        writer.AddOperator(BuiltinOperator.GatherNd, [x, where], [rows]);
        writer.AddOperator(BuiltinOperator.FullyConnected, [rows, Floats(writer, "weights", 3, 2), Floats(writer, "bias", 3)], [y], new FullyConnectedOptions());
        return Finish(writer, [x, wanted], [y]);
    }

    /// <summary>An image of one half everywhere, of the size that the input says, convolved.</summary>
    public static byte[] FilledImage()
    {
        var writer = new ModelWriter();
        var shape = writer.AddTensor("shape", TensorType.Int32, [4]);
        var half = writer.AddTensor("half", TensorType.Float32, [], data: BitConverter.GetBytes(0.5f));
        var (image, y) = (Open(writer, "image", [-1, -1, -1, 2]), Open(writer, "y", [-1, -1, -1, 3]));
        writer.AddOperator(BuiltinOperator.Fill, [shape, half], [image]);
        writer.AddOperator(BuiltinOperator.Conv2D, [image, Floats(writer, "filter", 3, 3, 3, 2), Floats(writer, "bias", 3)], [y], new Conv2DOptions(Padding.Same, 1, 1));
        return Finish(writer, [shape], [y]);
    }

    /// <summary>f32[?,2] multiplied by a matrix and, in a loop, joined to itself until it has at least eight rows.</summary>
    public static byte[] GrowingLoop()
    {
        var writer = new ModelWriter();
        var (x, y) = (Open(writer, "x", [-1, 2]), Open(writer, "y", [-1, 2]));
        var condition = writer.AddSubgraph("condition");
        var body = writer.AddSubgraph("body");
        int In(SubgraphWriter graph, string name, ImmutableArray<int> signature, TensorType type = TensorType.Float32) =>
            graph.AddTensor(new TensorDefinition(name, type, [.. signature.Select(dimension => Math.Max(1, dimension))]) { ShapeSignature = signature });
        int Vector(SubgraphWriter graph, string name, params int[] values) =>
            graph.AddTensor(name, TensorType.Int32, [values.Length], data: MemoryMarshal.AsBytes<int>(values).ToArray());

        var rows = In(condition, "rows", [-1, 2]);
        var (shape, count) = (condition.AddTensor("shape", TensorType.Int32, [2]), condition.AddTensor("count", TensorType.Int32, []));
        var isSmall = condition.AddTensor("is small", TensorType.Bool, []);
        condition.AddOperator(BuiltinOperator.Shape, [rows], [shape], new ShapeOptions(TensorType.Int32));
        condition.AddOperator(
            BuiltinOperator.StridedSlice, [shape, Vector(condition, "zero", 0), Vector(condition, "one", 1), Vector(condition, "step", 1)], [count], new StridedSliceOptions(ShrinkAxisMask: 1));
        condition.AddOperator(BuiltinOperator.Less, [count, condition.AddTensor("eight", TensorType.Int32, [], data: new byte[] { 8, 0, 0, 0 })], [isSmall]);
        condition.SetInputs([rows]);
        condition.SetOutputs([isSmall]);

        var (before, product, after) = (In(body, "before", [-1, 2]), In(body, "product", [-1, 2]), In(body, "after", [-1, 2]));
        var weights = body.AddTensor("weights", TensorType.Float32, [2, 2], data: MemoryMarshal.AsBytes<float>([0.5f, -0.25f, 1, 0.75f]).ToArray());
        body.AddOperator(BuiltinOperator.FullyConnected, [before, weights, -1], [product], new FullyConnectedOptions());
        body.AddOperator(BuiltinOperator.Concatenation, [before, product], [after], new ConcatenationOptions(0));
        body.SetInputs([before]);
        body.SetOutputs([after]);
        writer.AddOperator(BuiltinOperator.While, [x], [y], new WhileOptions(1, 2));
        return Finish(writer, [x], [y]);
    }

    private static byte[] Finish(ModelWriter writer, int[] inputs, int[] outputs)
    {
        writer.SetInputs(inputs);
        writer.SetOutputs(outputs);
        return writer.ToArray();
    }

    /// <summary>As converters write them: 1 where a dimension is open.</summary>
    private static int Open(ModelWriter writer, string name, ImmutableArray<int> signature, TensorType type = TensorType.Float32) =>
        writer.AddTensor(new TensorDefinition(name, type, [.. signature.Select(dimension => Math.Max(1, dimension))]) { ShapeSignature = signature });

    private static int Integers(ModelWriter writer, string name, params int[] values) =>
        writer.AddTensor(name, TensorType.Int32, [values.Length], data: MemoryMarshal.AsBytes<int>(values).ToArray());

    private static int Floats(ModelWriter writer, string name, params int[] shape)
    {
        var random = new Random(name.Length);
        float[] values = [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => (random.NextSingle() * 2) - 1)];
        return writer.AddTensor(name, TensorType.Float32, shape, data: MemoryMarshal.AsBytes<float>(values).ToArray());
    }
}

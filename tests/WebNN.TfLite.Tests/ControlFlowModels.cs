using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>Models with IF and WHILE. Inputs and outputs are f32[?,2], one of each, where nothing else is said.</summary>
internal static class ControlFlowModels
{
    /// <summary>x times 3 where the condition is true, else x plus 1; a condition of null is the model's second input.</summary>
    public static byte[] If(bool? condition)
    {
        var writer = new ModelWriter();
        var (x, y) = (writer.AddTensor("x", TensorType.Float32, [1, 2]), writer.AddTensor("y", TensorType.Float32, [1, 2]));
        var which = Truth(writer.Main, "which", condition);
        writer.AddOperator(BuiltinOperator.If, [which, x], [y], new IfOptions(Scaled(writer, 3).Index, Shifted(writer, 1).Index));
        return Finish(writer, condition is null ? [x, which] : [x], y);
    }

    /// <summary>In the branch of an IF another one, and behind it a sum.</summary>
    public static byte[] Nested(bool outer, bool inner)
    {
        var writer = new ModelWriter();
        var (x, chosen, y) = (Rows(writer.Main, "x"), Rows(writer.Main, "chosen"), Rows(writer.Main, "y"));
        var branch = writer.AddSubgraph("branch");
        var (a, b) = (Rows(branch, "a"), Rows(branch, "b"));
        branch.AddOperator(BuiltinOperator.If, [Truth(branch, "inner", inner), a], [b], new IfOptions(Scaled(writer, 3).Index, Shifted(writer, 1).Index));
        branch.SetInputs([a]);
        branch.SetOutputs([b]);
        writer.AddOperator(BuiltinOperator.If, [Truth(writer.Main, "outer", outer), x], [chosen], new IfOptions(branch.Index, Scaled(writer, -1).Index));
        writer.AddOperator(BuiltinOperator.Add, [chosen, x], [y], new AddOptions());
        return Finish(writer, [x], y);
    }

    /// <summary>x times a matrix, as often as a counter takes to the number of trips.</summary>
    public static byte[] Counted(int trips, TensorType counter = TensorType.Int32) => Loop(
        counter,
        start: 0,
        (graph, i) => Compare(graph, BuiltinOperator.Less, i, counter, trips),
        (graph, x) => Product(graph, x));

    /// <summary>x joined to itself times a matrix in each trip: it becomes twice as long.</summary>
    public static byte[] Growing(int trips) => Loop(
        TensorType.Int32,
        start: trips,
        (graph, i) => Compare(graph, BuiltinOperator.Greater, i, TensorType.Int32, 0),
        (graph, x) =>
        {
            var joined = Rows(graph, "joined");
            graph.AddOperator(BuiltinOperator.Concatenation, [x, Product(graph, x)], [joined], new ConcatenationOptions(0));
            return joined;
        },
        step: -1);

    /// <summary>A loop in a loop: 3 times, x times a matrix as often as the outer counter says.</summary>
    public static byte[] LoopInLoop() => Loop(
        new(),
        TensorType.Int32,
        start: 1,
        (graph, i) => Compare(graph, BuiltinOperator.LessEqual, i, TensorType.Int32, 3),
        (graph, x, i) =>
        {
            var (count, result) = (graph.AddTensor("count", TensorType.Int32, []), Rows(graph, "result"));
            While(graph, [i, x], [count, result], (inner, j) => Compare(inner, BuiltinOperator.Greater, j, TensorType.Int32, 0), (inner, value, _) => Product(inner, value), TensorType.Int32, -1);
            return result;
        });

    /// <summary>The trips depend on the values of x.</summary>
    public static byte[] UntilLarge()
    {
        var writer = new ModelWriter();
        var (x, y) = (writer.AddTensor("x", TensorType.Float32, [1]), writer.AddTensor("y", TensorType.Float32, [1]));
        var condition = writer.AddSubgraph("below a hundred");
        var (value, below) = (condition.AddTensor("value", TensorType.Float32, [1]), condition.AddTensor("below", TensorType.Bool, [1]));
        condition.AddOperator(BuiltinOperator.Less, [value, condition.AddTensor("hundred", TensorType.Float32, [1], data: BitConverter.GetBytes(100f))], [below]);
        condition.SetInputs([value]);
        condition.SetOutputs([below]);
        var body = writer.AddSubgraph("double");
        var (before, after) = (body.AddTensor("before", TensorType.Float32, [1]), body.AddTensor("after", TensorType.Float32, [1]));
        body.AddOperator(BuiltinOperator.Add, [before, before], [after], new AddOptions());
        body.SetInputs([before]);
        body.SetOutputs([after]);
        writer.AddOperator(BuiltinOperator.While, [x], [y], new WhileOptions(condition.Index, body.Index));
        return Finish(writer, [x], y);
    }

    /// <summary>A loop whose body is what <paramref name="add"/> puts into it, beside a counter.</summary>
    public static byte[] Loop(
        TensorType counter, int start, Func<SubgraphWriter, int, int> goesOn, Func<SubgraphWriter, int, int> add, int step = 1) =>
        Loop(new(), counter, start, goesOn, (graph, x, _) => add(graph, x), step);

    public static int Compare(SubgraphWriter graph, BuiltinOperator code, int value, TensorType type, int limit)
    {
        var result = graph.AddTensor("goes on", TensorType.Bool, []);
        graph.AddOperator(code, [value, Number(graph, "limit", type, limit)], [result]);
        return result;
    }

    public static int Rows(SubgraphWriter graph, string name) =>
        graph.AddTensor(new TensorDefinition(name, TensorType.Float32, [1, 2]) { ShapeSignature = [-1, 2] });

    public static int Truth(SubgraphWriter graph, string name, bool? value) =>
        graph.AddTensor(name, TensorType.Bool, [], data: value is { } known ? BitConverter.GetBytes(known) : default);

    public static int Product(SubgraphWriter graph, int x)
    {
        var (weights, product) = (Floats(graph, "weights", [2, 2], 0.5f, -0.25f, 1, 0.75f), Rows(graph, "product"));
        graph.AddOperator(BuiltinOperator.FullyConnected, [x, weights, -1], [product], new FullyConnectedOptions());
        return product;
    }

    public static SubgraphWriter Scaled(ModelWriter writer, float factor) => Branch(writer, BuiltinOperator.Mul, new MulOptions(), factor);

    public static SubgraphWriter Shifted(ModelWriter writer, float offset) => Branch(writer, BuiltinOperator.Add, new AddOptions(), offset);

    public static byte[] Finish(ModelWriter writer, int[] inputs, params int[] outputs)
    {
        writer.SetInputs(inputs);
        writer.SetOutputs(outputs);
        return writer.ToArray();
    }

    public static int Floats(SubgraphWriter graph, string name, int[] shape, params float[] values) =>
        graph.AddTensor(name, TensorType.Float32, shape, data: MemoryMarshal.AsBytes<float>(values).ToArray());

    /// <summary>The same in a model that has other graphs, or other nodes of the main graph, already; the body is given the counter too.</summary>
    public static byte[] Loop(
        ModelWriter writer, TensorType counter, int start, Func<SubgraphWriter, int, int> goesOn, Func<SubgraphWriter, int, int, int> add, int step = 1)
    {
        var (x, count, y) = (Rows(writer.Main, "x"), writer.AddTensor("count", counter, []), Rows(writer.Main, "y"));
        While(writer.Main, [Number(writer.Main, "start", counter, start), x], [count, y], goesOn, add, counter, step);
        return Finish(writer, [x], y, count);
    }

    /// <summary>WHILE over a counter and rows of floats.</summary>
    private static void While(
        SubgraphWriter graph, int[] inputs, int[] outputs, Func<SubgraphWriter, int, int> goesOn, Func<SubgraphWriter, int, int, int> add, TensorType counter, int step)
    {
        var condition = graph.Model.AddSubgraph("condition");
        var i = condition.AddTensor("i", counter, []);
        condition.SetInputs([i, Rows(condition, "value")]);
        condition.SetOutputs([goesOn(condition, i)]);
        var body = graph.Model.AddSubgraph("body");
        var (before, after, value) = (body.AddTensor("before", counter, []), body.AddTensor("after", counter, []), Rows(body, "value"));
        body.AddOperator(BuiltinOperator.Add, [before, Number(body, "step", counter, step)], [after], new AddOptions());
        body.SetInputs([before, value]);
        body.SetOutputs([after, add(body, value, before)]);
        graph.AddOperator(BuiltinOperator.While, inputs, outputs, new WhileOptions(condition.Index, body.Index));
    }

    private static int Number(SubgraphWriter graph, string name, TensorType type, int value) =>
        graph.AddTensor(name, type, [], data: type == TensorType.Int64 ? BitConverter.GetBytes((long)value) : BitConverter.GetBytes(value));

    private static SubgraphWriter Branch(ModelWriter writer, BuiltinOperator code, BuiltinOptions options, float operand)
    {
        var graph = writer.AddSubgraph($"{code} {operand}");
        var (a, b) = (Rows(graph, "a"), Rows(graph, "b"));
        graph.AddOperator(code, [a, Floats(graph, "operand", [1], operand)], [b], options);
        graph.SetInputs([a]);
        graph.SetOutputs([b]);
        return graph;
    }
}

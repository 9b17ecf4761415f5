using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>Variables that a run leaves for the next, and signatures of several graphs.</summary>
public sealed class CompiledStateTests
{
    [Fact]
    public void A_variable_keeps_its_value_from_run_to_run_until_it_is_reset()
    {
        using var compiled = Compile(Accumulator(initial: [10, 20]));
        Assert.Equal([11, 22], Step(compiled, 1, 2));
        Assert.Equal([12, 24], Step(compiled, 1, 2));
        Assert.Equal([7, 24], Step(compiled, -5, 0));

        compiled.ResetState();

        Assert.Equal([10, 21], Step(compiled, 0, 1));
    }

    [Fact]
    public void A_warm_run_with_variables_allocates_nothing()
    {
        using var compiled = Compile(Accumulator(initial: [0, 0]));
        Step(compiled, 1, 1);
        var runs = 1;

        Allocations.AssertNone(() =>
        {
            compiled.Run();
            runs++;
        });

        Assert.Equal([runs, runs], compiled.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void A_variable_that_nothing_assigned_is_an_error_that_names_it()
    {
        using var compiled = Compile(Accumulator(initial: null));
        Assert.Equal(
            "variable '/state' is read before anything was assigned to it",
            Assert.Throws<InvalidOperationException>(compiled.Run).Message);
    }

    [Fact]
    public void Variables_may_change_places_and_be_shown()
    {
        var writer = new ModelWriter();
        var (x, a, b) = (writer.AddTensor("x", TensorType.Float32, [2]), Handle(writer.Main, "a"), Handle(writer.Main, "b"));
        var (oldA, oldB, y) = (writer.AddTensor("old a", TensorType.Float32, [2]), writer.AddTensor("old b", TensorType.Float32, [2]), writer.AddTensor("y", TensorType.Float32, [2]));
        var initializer = writer.AddSubgraph("init");
        Assign(initializer, "a", 1, 2);
        Assign(initializer, "b", 3, 4);
        writer.AddOperator(BuiltinOperator.CallOnce, [], [], new CallOnceOptions(initializer.Index));
        writer.AddOperator(BuiltinOperator.ReadVariable, [a], [oldA]);
        writer.AddOperator(BuiltinOperator.ReadVariable, [b], [oldB]);
        writer.AddOperator(BuiltinOperator.AssignVariable, [a, oldB], []);
        writer.AddOperator(BuiltinOperator.AssignVariable, [b, oldA], []);
        writer.AddOperator(BuiltinOperator.Add, [x, oldA], [y], new AddOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y, oldB]);
        using var compiled = Compile(writer.ToArray());

        Assert.Equal([1, 2], Step(compiled, 0, 0));
        Assert.Equal([3, 4], compiled.Output("old b").Data<float>().ToArray());
        Assert.Equal([3, 4], Step(compiled, 0, 0));
        Assert.Equal([1, 2], compiled.Output("old b").Data<float>().ToArray());
    }

    [Fact]
    public void Signatures_of_several_graphs_share_the_models_variables()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [2]);
        var state = Handle(writer.Main, "state");
        writer.AddOperator(BuiltinOperator.AssignVariable, [state, x], []);
        var echo = writer.AddTensor("echo", TensorType.Float32, [2]);
        writer.AddOperator(BuiltinOperator.Relu, [x], [echo]);
        writer.SetInputs([x]);
        writer.SetOutputs([echo]);
        writer.AddSignature("set", [("value", x)], [("echo", echo)]);
        var getter = writer.AddSubgraph("get");
        var (handle, value, y) = (Handle(getter, "state"), getter.AddTensor("value", TensorType.Float32, [2]), getter.AddTensor("y", TensorType.Float32, [2]));
        getter.AddOperator(BuiltinOperator.ReadVariable, [handle], [value]);
        getter.AddOperator(BuiltinOperator.Neg, [value], [y]);
        getter.SetOutputs([y]);
        writer.AddSignature("get", [], [("negated", y)], getter);
        using var compiled = Compile(writer.ToArray());
        var (set, get) = (compiled.Signature("set"), compiled.Signature("get"));

        set.Input("value").CopyFrom<float>([3, -4]);
        set.Run();
        get.Run();

        Assert.Equal([-3, 4], get.Output("negated").Data<float>().ToArray());
        Assert.Same(get, compiled.Signature("get"));
        Assert.Contains("it has set, get", Assert.Throws<ArgumentException>(() => compiled.Signature("swap")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void First_values_are_computed_by_the_graph_that_assigns_them()
    {
        var writer = new ModelWriter();
        var initializer = writer.AddSubgraph("init");
        var three = initializer.AddTensor("three", TensorType.Float32, [2], data: Bytes(3, 4));
        var squares = initializer.AddTensor("squares", TensorType.Float32, [2]);
        initializer.AddOperator(BuiltinOperator.Mul, [three, three], [squares], new MulOptions());
        initializer.AddOperator(BuiltinOperator.AssignVariable, [Handle(initializer, "state"), squares], []);
        using var compiled = Compile(Accumulate(writer, initializer));

        Assert.Equal([10, 18], Step(compiled, 1, 2));
        Assert.Equal([11, 20], Step(compiled, 1, 2));
        compiled.ResetState();
        Assert.Equal([9, 16], Step(compiled, 0, 0));
    }

    [Fact]
    public void A_first_value_that_WebNN_cannot_compute_is_refused_with_its_node()
    {
        TestModels.RequireOnnxRuntime();
        var writer = new ModelWriter();
        var initializer = writer.AddSubgraph("init");
        var (three, made) = (initializer.AddTensor("three", TensorType.Float32, [2], data: Bytes(3, 4)), initializer.AddTensor("made", TensorType.Float32, [2]));
        initializer.AddCustomOperator("Unknown", [three], [made]);
        initializer.AddOperator(BuiltinOperator.AssignVariable, [Handle(initializer, "state"), made], []);
        using var model = TfLiteModel.FromBytes(Accumulate(writer, initializer));

        Assert.Contains("Unknown", Assert.Throws<UnsupportedModelException>(() => new CompiledModel(model)).Message, StringComparison.Ordinal);
        Assert.Contains("Unknown", CompiledModel.Objection(model)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handle_that_the_file_takes_for_floats_stays_with_TFLite_and_so_does_who_reads_it()
    {
        var writer = new ModelWriter();
        var handle = writer.AddTensor("handle", TensorType.Float32, [4]);
        var (x, sum, y) = (writer.AddTensor("x", TensorType.Float32, [4]), writer.AddTensor("sum", TensorType.Float32, [4]), writer.AddTensor("y", TensorType.Float32, [4]));
        writer.AddOperator(BuiltinOperator.VarHandle, [], [handle], new VarHandleOptions("", "state"));
        writer.AddOperator(BuiltinOperator.Add, [x, handle], [sum], new AddOptions());
        writer.AddOperator(BuiltinOperator.Relu, [sum], [y]);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        using var model = TestModels.Load(writer.ToArray());
        using var webnn = TestModels.RequireWebNN();

        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });

        Assert.Equal([2], Assert.Single(interpreter.Report!.Partitions).Nodes);
        Assert.Contains("'handle' as Float32[4]", interpreter.Report.Refused[1].Reason, StringComparison.Ordinal);
        Assert.Contains("'handle' as Float32[4]", Assert.Throws<UnsupportedModelException>(() => new CompiledModel(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_signatures_of_three_graphs_compute_what_they_are_called()
    {
        using var model = TestModels.Report("three_signatures_three_graphs");
        using var compiled = new CompiledModel(model);
        var results = new[] { "add", "mul", "sub" }.Select(key =>
        {
            var signature = compiled.Signature(key);
            signature.Input("a").Data<float>().Fill(6);
            signature.Input("b").Data<float>().Fill(2);
            signature.Run();
            return signature.Outputs[0].Data<float>()[0];
        });
        Assert.Equal([8, 12, 4], results);
    }

    /// <summary>state += x; y = state.</summary>
    private static byte[] Accumulator(float[]? initial)
    {
        var writer = new ModelWriter();
        SubgraphWriter? initializer = null;
        if (initial is not null)
        {
            initializer = writer.AddSubgraph("init");
            Assign(initializer, "state", initial);
        }

        return Accumulate(writer, initializer);
    }

    private static byte[] Accumulate(ModelWriter writer, SubgraphWriter? initializer)
    {
        var x = writer.AddTensor("x", TensorType.Float32, [2]);
        if (initializer is not null)
        {
            writer.AddOperator(BuiltinOperator.CallOnce, [], [], new CallOnceOptions(initializer.Index));
        }

        var state = Handle(writer.Main, "state");
        var (old, sum) = (writer.AddTensor("old", TensorType.Float32, [2]), writer.AddTensor("sum", TensorType.Float32, [2]));
        writer.AddOperator(BuiltinOperator.ReadVariable, [state], [old]);
        writer.AddOperator(BuiltinOperator.Add, [old, x], [sum], new AddOptions());
        writer.AddOperator(BuiltinOperator.AssignVariable, [state, sum], []);
        writer.SetInputs([x]);
        writer.SetOutputs([sum]);
        return writer.ToArray();
    }

    private static int Handle(SubgraphWriter graph, string name)
    {
        var handle = graph.AddTensor(name, TensorType.Resource, []);
        graph.AddOperator(BuiltinOperator.VarHandle, [], [handle], new VarHandleOptions("", name));
        return handle;
    }

    private static void Assign(SubgraphWriter graph, string name, params float[] value) => graph.AddOperator(
        BuiltinOperator.AssignVariable,
        [Handle(graph, name), graph.AddTensor($"first {name}", TensorType.Float32, [value.Length], data: MemoryMarshal.AsBytes<float>(value).ToArray())],
        []);

    private static byte[] Bytes(params float[] values) => MemoryMarshal.AsBytes<float>(values).ToArray();

    private static CompiledModel Compile(byte[] bytes)
    {
        TestModels.RequireOnnxRuntime();
        return CompiledModel.FromBytes(bytes);
    }

    private static float[] Step(CompiledModel compiled, params float[] x)
    {
        compiled.Inputs[0].CopyFrom<float>(x);
        compiled.Run();
        return compiled.Outputs[0].Data<float>().ToArray();
    }
}

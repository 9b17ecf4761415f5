using WebNN.FlatBuffers;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation;
using WebNN.OnnxRuntime;

namespace WebNN.TfLite.Tests;

/// <summary>IF and WHILE: written out in a CompiledModel where constants decide, in TensorFlow Lite's hands with their bodies delegated.</summary>
public sealed class ControlFlowTests
{
    private const float Tolerance = 1e-5f;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_branch_that_a_constant_chooses_takes_the_place_of_IF(bool condition)
    {
        var report = Agree(ControlFlowModels.If(condition), [1, 2]);
        Assert.Equal(1, report.Nodes);
        Assert.Contains(condition ? "mul(" : "add(", report.Partitions[0].GraphText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, 2)]
    [InlineData(true, false, 2)]
    [InlineData(false, true, 2)]
    public void A_branch_may_have_branches(bool outer, bool inner, int nodes) => Assert.Equal(nodes, Agree(ControlFlowModels.Nested(outer, inner), [1, 2], [4, 2]).Nodes);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_loop_that_a_counter_ends_is_its_body_once_for_each_trip(int trips) => Assert.Equal(trips, Agree(ControlFlowModels.Counted(trips), [1, 2], [3, 2]).Nodes);

    [Fact]
    public void A_counter_may_have_64_bits() => Assert.Equal(2, Agree(ControlFlowModels.Counted(2, TensorType.Int64), [1, 2]).Nodes);

    [Fact]
    public void Tensors_may_grow_from_trip_to_trip() => Assert.Equal(6, Agree(ControlFlowModels.Growing(3), [1, 2], [3, 2], [1, 2]).Nodes);

    [Fact]
    public void The_number_of_trips_may_follow_from_shapes()
    {
        Agree(DynamicModels.GrowingLoop(), [1, 2], [3, 2], [9, 2], [1, 2]);
        using var compiled = CompiledModel.FromBytes(DynamicModels.GrowingLoop());
        Assert.Equal([8, 2], compiled.Outputs[0].Shape);
        Assert.Equal(6, compiled.Report.Nodes);
        compiled.Resize([9, 2]);
        Assert.Equal(0, compiled.Report.Nodes);
    }

    [Fact]
    public void A_loop_may_have_loops() => Assert.Equal(6, Agree(ControlFlowModels.LoopInLoop(), [1, 2], [2, 2]).Nodes);

    [Fact]
    public void The_trips_of_a_loop_share_its_constants()
    {
        using var compiled = Compile(ControlFlowModels.Counted(7));
        Assert.Equal(1, Count(compiled.Report.Partitions[0].GraphText, " constant "));
        Assert.Equal(7, Count(compiled.Report.Partitions[0].GraphText, "gemm("));
    }

    [Fact]
    public void Loops_may_read_and_assign_variables()
    {
        var writer = new ModelWriter();
        var initializer = writer.AddSubgraph("init");
        var first = ControlFlowModels.Floats(initializer, "first", [1, 2], 1, 2);
        initializer.AddOperator(BuiltinOperator.AssignVariable, [Handle(initializer), first], []);
        writer.AddOperator(BuiltinOperator.CallOnce, [], [], new CallOnceOptions(initializer.Index));
        var model = ControlFlowModels.Loop(
            writer,
            TensorType.Int32,
            start: 0,
            (graph, i) => ControlFlowModels.Compare(graph, BuiltinOperator.Less, i, TensorType.Int32, 3),
            (graph, x, _) =>
            {
                var (state, old, sum) = (Handle(graph), graph.AddTensor("old", TensorType.Float32, [1, 2]), ControlFlowModels.Rows(graph, "sum"));
                graph.AddOperator(BuiltinOperator.ReadVariable, [state], [old]);
                graph.AddOperator(BuiltinOperator.Add, [x, old], [sum], new AddOptions());
                graph.AddOperator(BuiltinOperator.AssignVariable, [state, sum], []);
                return sum;
            });
        using var compiled = Compile(model);
        compiled.Inputs[0].CopyFrom<float>([10, 20]);

        // A trip is x = state = x + state.
        compiled.Run();
        Assert.Equal([11 + 11 + 22, 22 + 22 + 44], compiled.Outputs[0].Data<float>().ToArray());
        compiled.Run();
        Assert.Equal([54 + 54 + 108, 108 + 108 + 216], compiled.Outputs[0].Data<float>().ToArray());
        compiled.ResetState();
        compiled.Run();
        Assert.Equal([44, 88], compiled.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void Conditions_that_depend_on_the_inputs_are_refused_by_name_and_left_to_TFLite()
    {
        AssertRefused(
            ControlFlowModels.If(condition: null),
            "1 of 1 nodes are refused: #0 IF: its condition 'which' is computed at run time; expected a constant: WebNN would compute both branches");
        AssertRefused(
            ControlFlowModels.UntilLarge(),
            "1 of 1 nodes are refused: #0 WHILE: whether trip 1 runs ('below') is computed at run time; expected it to follow from constants");

        using var model = TestModels.Load(ControlFlowModels.UntilLarge());
        using var opened = TfLiteRuntime.Open(model);
        opened.Runner.Inputs[0].CopyFrom<float>([3]);
        opened.Runner.Run();
        Assert.Equal([192f], opened.Runner.Outputs[0].Data<float>().ToArray());
        Assert.Contains("whether trip 1 runs", opened.Objection, StringComparison.Ordinal);
    }

    [Fact]
    public void Loops_that_would_be_too_long_to_write_out_are_refused_with_the_limit()
    {
        Agree(ControlFlowModels.Loop(
            TensorType.Int32, 0, (graph, i) => ControlFlowModels.Compare(graph, BuiltinOperator.Less, i, TensorType.Int32, 1024), (_, x) => x), [1, 2]);
        AssertRefused(ControlFlowModels.Counted(1025), "#0 WHILE: it has more than 1024 trips, which would all be written out");
        AssertRefused(
            ControlFlowModels.Loop(
                TensorType.Int32,
                0,
                (graph, i) => ControlFlowModels.Compare(graph, BuiltinOperator.GreaterEqual, i, TensorType.Int32, 0),
                (graph, x) => Enumerable.Range(0, 4000).Aggregate(x, (value, _) => ControlFlowModels.Product(graph, value))),
            "#0 WHILE: its first 5 trips have more than 16384 nodes, which would all be written out");
    }

    [Fact]
    public void A_node_in_a_loop_that_cannot_run_is_named_by_the_way_to_it()
    {
        var model = ControlFlowModels.Loop(
            TensorType.Int32,
            0,
            (graph, i) => ControlFlowModels.Compare(graph, BuiltinOperator.Less, i, TensorType.Int32, 2),
            (graph, x) =>
            {
                var y = ControlFlowModels.Rows(graph, "y");
                graph.AddCustomOperator("Frobnicate", [x], [y]);
                return y;
            });

        AssertRefused(model, "2 of 2 nodes are refused: #0 WHILE, trip 1, node 1 Frobnicate: custom operator Frobnicate; #0 WHILE, trip 2, node 1 Frobnicate");
    }

    [Fact]
    public void A_node_that_is_written_out_is_translated_once_to_try_it_and_once_to_compile_it()
    {
        TestModels.RequireOnnxRuntime();
        var translations = 0;
        var counted = new CustomOperator("Counted", node =>
        {
            translations++;
            return [node.Builder.Relu(node.Input(0), node.Label)];
        });
        var model = ControlFlowModels.Loop(
            TensorType.Int32,
            0,
            (graph, i) => ControlFlowModels.Compare(graph, BuiltinOperator.Less, i, TensorType.Int32, 5),
            (graph, x) =>
            {
                var y = ControlFlowModels.Rows(graph, "y");
                graph.AddCustomOperator("Counted", [x], [y]);
                return y;
            });

        using var compiled = CompiledModel.FromBytes(model, new() { CustomOperators = [counted] });

        Assert.Equal(5, compiled.Report.Nodes);
        Assert.Equal(2 * 5, translations);
    }

    [Fact]
    public void A_variable_of_an_operator_that_would_be_of_several_is_refused_by_name()
    {
        byte[] Recurrent(int trips) => ControlFlowModels.Loop(
            TensorType.Int32,
            0,
            (graph, i) => ControlFlowModels.Compare(graph, BuiltinOperator.Less, i, TensorType.Int32, trips),
            (graph, x) =>
            {
                var (weights, again) = (ControlFlowModels.Floats(graph, "weights", [2, 2], 1, 2, 3, 4), ControlFlowModels.Floats(graph, "again", [2, 2], 1, 0, 0, 1));
                var (state, y) = (graph.AddTensor("state", TensorType.Float32, [1, 2], isVariable: true), ControlFlowModels.Rows(graph, "y"));
                graph.AddOperator(BuiltinOperator.Rnn, [x, weights, again, ControlFlowModels.Floats(graph, "bias", [2], 0, 0), state], [y], new RnnOptions(Activation.Relu));
                return y;
            });

        Agree(Recurrent(1), [1, 2]);
        AssertRefused(Recurrent(2), "variable 'state' is used by 2 nodes");
    }

    [Fact]
    public void Calls_that_do_not_fit_are_refused_by_name()
    {
        AssertRefused(
            Call(branch => branch.SetInputs([0, branch.AddTensor("c", TensorType.Float32, [1, 2])])), "#0 IF: gives graph 1 'branch' 1 tensors; it takes 2");
        AssertRefused(Call(branch => branch.SetOutputs([0, 1])), "#0 IF: has 1 outputs; the graph that it calls has 2");
        AssertRefused(
            Call(branch => branch.SetOutputs([branch.AddTensor("half", TensorType.Float16, [1], data: new byte[2])])),
            "#0 IF: 'y' is Float32[1,2] and, in the graph that it calls, Float16[1] 'half'");
        AssertRefused(
            Call(_ => { }, quantization: new([1], [0])), "#0 IF: 'x' is Float32[1,2] and, in the graph that it calls, Float32[1,2] 'a' with another quantization");
        AssertRefused(
            Call(branch => branch.AddOperator(BuiltinOperator.If, [], [branch.AddTensor("z", TensorType.Float32, [1, 2])], new IfOptions(1, 1))),
            "#0 IF: IF, then, node 1 IF: has no condition");
        AssertRefused(
            Call(branch => branch.AddOperator(BuiltinOperator.If, [ControlFlowModels.Truth(branch, "yes", true), 0], [branch.AddTensor("z", TensorType.Float32, [1, 2])])),
            "#0 IF: IF, then, node 1 IF: has no options, which name the graph");
    }

    [Fact]
    public void Graphs_that_call_themselves_are_refused()
    {
        AssertRefused(
            Call(branch => branch.AddOperator(
                BuiltinOperator.If, [ControlFlowModels.Truth(branch, "again", true), 0], [branch.AddTensor("z", TensorType.Float32, [1, 2])], new IfOptions(1, 1))),
            "calls graphs in graphs, deeper than 16");
        var writer = new ModelWriter();
        var (x, y) = (ControlFlowModels.Rows(writer.Main, "x"), ControlFlowModels.Rows(writer.Main, "y"));
        var always = writer.AddSubgraph("always");
        always.SetInputs([ControlFlowModels.Rows(always, "value")]);
        always.SetOutputs([ControlFlowModels.Truth(always, "yes", true)]);
        writer.AddOperator(BuiltinOperator.While, [x], [y], new WhileOptions(always.Index, 0));
        AssertRefused(ControlFlowModels.Finish(writer, [x], y), "calls graphs in graphs, deeper than 16");
    }

    [Fact]
    public void A_graph_that_the_model_does_not_have_is_an_invalid_model() => Assert.Contains(
        "else_subgraph_index: index 7 is out of range: there are 2 subgraphs",
        Assert.Throws<InvalidModelException>(() => FlatBufferModel.Parse(Call(_ => { }, otherwise: 7))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("if")]
    [InlineData("counted")]
    [InlineData("growing")]
    [InlineData("loop in loop")]
    public void TFLite_runs_control_flow_with_its_bodies_delegated(string name)
    {
        TestModels.RequireWebNN().Dispose();
        var bytes = name switch
        {
            "if" => ControlFlowModels.If(true),
            "counted" => ControlFlowModels.Counted(3),
            "growing" => ControlFlowModels.Growing(3),
            _ => ControlFlowModels.LoopInLoop(),
        };
        using var model = TestModels.Load(bytes);
        using var plain = new Interpreter(model);
        var delegated = 0;
        using var own = new OwnDelegate(new DelegateBorder(new GraphDelegate(new OrtContext(), new()), null, (_, plan) => delegated += plan.Report.DelegatedNodes));
        using var interpreter = new Interpreter(model, new() { Delegates = [own] });
        foreach (var each in (Interpreter[])[plain, interpreter])
        {
            TestModels.Fill(each, seed: 1);
            each.Invoke();
        }

        Assert.True(delegated > 0, $"{name}: nothing is delegated");
        AssertEqual(plain, interpreter, name);
    }

    /// <summary>A branch of one node, RELU, changed.</summary>
    private static byte[] Call(Action<SubgraphWriter> change, int otherwise = 1, QuantizationParameters? quantization = null)
    {
        var writer = new ModelWriter();
        var (x, y) = (writer.AddTensor("x", TensorType.Float32, [1, 2]), writer.AddTensor("y", TensorType.Float32, [1, 2]));
        var branch = writer.AddSubgraph("branch");
        var (a, b) = (branch.AddTensor("a", TensorType.Float32, [1, 2], quantization), branch.AddTensor("b", TensorType.Float32, [1, 2]));
        branch.AddOperator(BuiltinOperator.Relu, [a], [b]);
        branch.SetInputs([a]);
        branch.SetOutputs([b]);
        writer.AddOperator(BuiltinOperator.If, [ControlFlowModels.Truth(writer.Main, "which", true), x], [y], new IfOptions(branch.Index, otherwise));
        change(branch);
        return ControlFlowModels.Finish(writer, [x], y);
    }

    private static int Handle(SubgraphWriter graph)
    {
        var handle = graph.AddTensor("handle", TensorType.Resource, []);
        graph.AddOperator(BuiltinOperator.VarHandle, [], [handle], new VarHandleOptions("", "state"));
        return handle;
    }

    private static CompiledModel Compile(byte[] bytes)
    {
        TestModels.RequireOnnxRuntime();
        return CompiledModel.FromBytes(bytes);
    }

    private static void AssertRefused(byte[] bytes, string reason)
    {
        TestModels.RequireOnnxRuntime();
        using var model = TfLiteModel.FromBytes(bytes);
        Assert.Contains(reason, Assert.Throws<UnsupportedModelException>(() => new CompiledModel(model)).Message, StringComparison.Ordinal);
        Assert.Contains(reason, CompiledModel.Objection(model)!.Message, StringComparison.Ordinal);
    }

    /// <summary>Compiled, the model computes what TensorFlow Lite's kernels do, for inputs of each of these shapes in turn.</summary>
    private static DelegationReport Agree(byte[] bytes, params int[][] shapes)
    {
        using var compiled = Compile(bytes);
        using var model = TestModels.Load(bytes);
        using var plain = new Interpreter(model);
        var report = compiled.Report;
        foreach (var shape in shapes)
        {
            plain.ResizeInput(0, shape);
            plain.AllocateTensors();
            compiled.Resize(shape);
            TestModels.Fill(plain, seed: shape[0]);
            plain.Inputs[0].Bytes.CopyTo(compiled.Inputs[0].Bytes);
            plain.Invoke();
            compiled.Run();
            AssertEqual(plain, compiled, $"[{string.Join(',', shape)}]");
        }

        return report;
    }

    private static void AssertEqual(ModelRunner expected, ModelRunner actual, string what)
    {
        Assert.Equal(expected.Outputs.Length, actual.Outputs.Length);
        foreach (var (one, other) in expected.Outputs.Zip(actual.Outputs))
        {
            Assert.Equal(one.Shape, other.Shape);
            Assert.Equal(one.Name, other.Name);
            if (one.Type == Interop.TfLite.TfLiteType.Float32)
            {
                var (a, b) = (one.Data<float>().ToArray(), other.Data<float>().ToArray());
                Assert.True(a.Zip(b).All(pair => MathF.Abs(pair.First - pair.Second) <= Tolerance), $"{what}: [{string.Join(' ', a)}] and [{string.Join(' ', b)}]");
            }
            else
            {
                Assert.Equal(one.Bytes.ToArray(), other.Bytes.ToArray());
            }
        }
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

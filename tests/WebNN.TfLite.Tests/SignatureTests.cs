using WebNN.FlatBuffers;
using WebNN.OnnxRuntime;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Tests;

/// <summary>Models with several entry points, each in a subgraph of its own.</summary>
public sealed class SignatureTests
{
    [Theory]
    [InlineData("add", 11, 22)]
    [InlineData("mul", 10, 40)]
    [InlineData("sub", -9, -18)]
    public void Each_signature_runs_its_own_subgraph(string key, float first, float second)
    {
        using var model = TestModels.Report("three_signatures_three_graphs");
        using var interpreter = new Interpreter(model, new() { Signature = key });

        Assert.Equal(key, interpreter.Signature!.Key);
        Assert.Equal((first, second), (Run(interpreter, 1, 10), Run(interpreter, 2, 20)));
    }

    [Theory]
    [InlineData("add", 11)]
    [InlineData("mul", 10)]
    [InlineData("sub", -9)]
    public void WebNN_takes_the_nodes_of_the_signature_that_runs(string key, float expected)
    {
        using var model = TestModels.Report("three_signatures_three_graphs");
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Signature = key, Delegates = [webnn] });

        Assert.Equal(1, interpreter.Report!.Nodes);
        Assert.Equal(1, interpreter.Report.DelegatedNodes);
        Assert.Equal(expected, Run(interpreter, 1, 10));
    }

    [Fact]
    public void XNNPACK_runs_a_signature()
    {
        using var model = TestModels.Report("three_signatures_three_graphs");
        using var xnnpack = new XnnpackDelegate();
        using var interpreter = new Interpreter(model, new() { Signature = "mul", Delegates = [xnnpack] });

        Assert.Equal(10, Run(interpreter, 1, 10));
    }

    [Fact]
    public void Without_a_signature_the_main_graph_runs_by_its_own_names()
    {
        using var model = TestModels.Report("three_signatures_three_graphs");
        using var interpreter = new Interpreter(model);

        Assert.Null(interpreter.Signature);
        Assert.Same(interpreter.Inputs[1], interpreter.Input("a"));
        Assert.Equal(11, Run(interpreter, 1, 10));
    }

    [Fact]
    public void Interpreters_of_several_signatures_run_side_by_side()
    {
        using var model = TestModels.Report("three_signatures_three_graphs");
        using var add = new Interpreter(model, new() { Signature = "add" });
        using var sub = new Interpreter(model, new() { Signature = "sub" });
        using var again = new Interpreter(model, new() { Signature = "sub" });

        Assert.Equal((11f, -9f, -18f), (Run(add, 1, 10), Run(sub, 1, 10), Run(again, 2, 20)));
    }

    [Fact]
    public void A_signature_may_outlive_its_model()
    {
        var model = TestModels.Report("three_signatures_three_graphs");
        using var interpreter = new Interpreter(model, new() { Signature = "mul" });

        model.Dispose();

        Assert.Equal(10, Run(interpreter, 1, 10));
        Assert.Throws<ObjectDisposedException>(() => new Interpreter(model, new() { Signature = "mul" }));
    }

    [Fact]
    public void An_unknown_signature_lists_those_there_are()
    {
        using var model = TestModels.Report("three_signatures_three_graphs");
        using var none = TestModels.Load(TestModels.Triple());

        Assert.StartsWith(
            "'three_signatures_three_graphs' has no signature 'div'; it has ",
            Assert.Throws<ArgumentException>(() => new Interpreter(model, new() { Signature = "div" })).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "'test' has no signature 'x'; it has none", Assert.Throws<ArgumentException>(() => none.Signature("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_with_a_loop_runs_its_condition_and_body()
    {
        using var model = TestModels.Load(SeveralGraphs.Loop());
        using var interpreter = new Interpreter(model, new() { Signature = "loop" });
        interpreter.Input("x").CopyFrom<float>([3]);

        interpreter.Invoke();

        Assert.Equal([192f], interpreter.Output("y").Data<float>().ToArray());
    }

    [Fact]
    public void Subgraphs_behind_those_that_run_are_left_out()
    {
        using var model = TestModels.Load(SeveralGraphs.Loop());
        using var bytes = ModelBytes.Copy(SeveralGraphs.Loop());

        using var loop = PrimarySubgraph.Copy(bytes, 1);

        Assert.Equal(["loop", "loop", "below a hundred", "double"], FlatBufferModel.Parse(loop.Memory).Subgraphs.Select(subgraph => subgraph.Name));
        Assert.Empty(FlatBufferModel.Parse(loop.Memory).SignatureDefs);
    }

    [Fact]
    public void A_signature_that_runs_the_main_graph_is_refused()
    {
        using var model = TestModels.Load(SeveralGraphs.Loop());

        var error = Assert.Throws<TfLiteException>(() => new Interpreter(model, new() { Signature = "main in a loop" }));

        Assert.Equal("subgraph 4 runs the main graph, whose place it would have to take", error.Message);
    }

    [Fact]
    public void TFLite_offers_every_subgraph_of_a_model_to_a_delegate()
    {
        TestModels.RequireWebNN().Dispose();
        using var model = TestModels.Report("three_signatures_three_graphs");
        var prepared = new List<int>();
        using var own = new OwnDelegate(new DelegateBorder(new GraphDelegate(new OrtContext(), new()), null, (_, plan) => prepared.Add(plan.Report.DelegatedNodes)));
        using (new Interpreter(model, new() { Delegates = [own] }))
        {
            Assert.Equal([1, 1, 1], prepared);
        }

        prepared.Clear();
        using (new Interpreter(model, new() { Signature = "sub", Delegates = [own] }))
        {
            Assert.Equal([1], prepared);
        }
    }

    private static float Run(Interpreter interpreter, float a, float b)
    {
        interpreter.Input("a").Data<float>().Fill(a);
        interpreter.Input("b").Data<float>().Fill(b);
        interpreter.Invoke();
        return interpreter.Output("output").Data<float>()[0];
    }
}

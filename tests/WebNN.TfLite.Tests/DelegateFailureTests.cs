using System.Runtime.CompilerServices;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Tests;

/// <summary>Whatever fails in a delegate, the model runs or the caller gets a readable error; and who lives how long.</summary>
public sealed class DelegateFailureTests
{
    [Fact]
    public void Without_ONNX_Runtime_the_delegate_claims_nothing_and_says_why()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var webnn = new WebNNDelegate(new() { OnnxRuntimeLibrary = "/nowhere/libonnxruntime.so" });
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });

        AssertRunsByItself(interpreter);
        Assert.Contains("/nowhere/libonnxruntime.so", webnn.Unavailable, StringComparison.Ordinal);
        Assert.Equal(webnn.Unavailable, interpreter.Report?.Failure);
        Assert.Equal(1, interpreter.Report?.Nodes);
        Assert.StartsWith("WebNN delegate: ONNX Runtime", interpreter.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_that_cannot_compile_claims_nothing()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var webnn = new WebNNDelegate(new FakeContext((_, _) => { }) { CompileFailure = new UnsupportedException("no such kernel: 100 % sure, %s") });
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });

        AssertRunsByItself(interpreter);
        Assert.Contains("100 % sure, %s", interpreter.Messages, StringComparison.Ordinal);
        Assert.Contains("no such kernel", interpreter.Report?.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_with_a_bug_claims_nothing()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var webnn = new WebNNDelegate(new FakeContext((_, _) => { }) { CompileFailure = new InvalidCastException("a bug") });
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });

        AssertRunsByItself(interpreter);
        Assert.Contains("a bug", interpreter.Report?.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void XNNPACK_takes_no_part_in_a_graph_with_dynamic_tensors_and_WebNN_does()
    {
        using var model = TestModels.Load(TestModels.DynamicReshape());
        using var webnn = TestModels.RequireWebNN(new() { Partitioning = PartitioningMode.All });
        using var xnnpack = new XnnpackDelegate();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn, xnnpack] });
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Inputs[1].CopyFrom<int>([4, 1]);

        interpreter.Invoke();

        Assert.Equal([3, 6, 9, 12], interpreter.Outputs[0].Data<float>().ToArray());
        Assert.Equal([4, 1], interpreter.Outputs[0].Shape);
        Assert.Equal([0], Assert.Single(interpreter.Report!.Partitions).Nodes);
        Assert.EndsWith("its shape is computed at run time", Assert.Single(interpreter.Report.Refused).Reason, StringComparison.Ordinal);
        Assert.Contains("XNNPACK takes no part in 'test': the graph has tensors whose size is known only when it runs", interpreter.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_XNNPACK_cannot_set_up_the_model_runs(bool webNN)
    {
        using var model = TestModels.Load(TestModels.AbsolutesAndNone());
        using var webnn = webNN ? TestModels.RequireWebNN(new() { Partitioning = PartitioningMode.All }) : null;
        using var xnnpack = new XnnpackDelegate();
        using var interpreter = new Interpreter(model, new() { Delegates = webnn is null ? [xnnpack] : [webnn, xnnpack] });
        interpreter.Inputs[0].CopyFrom<float>([1, -2, 3, -4]);

        interpreter.Invoke();

        Assert.Equal([1, 2, 3, 4], interpreter.Outputs[0].Data<float>().ToArray());
        Assert.Equal([1, 0], interpreter.Outputs[1].Shape);
        Assert.Contains("failed to create XNNPACK runtime", interpreter.Messages, StringComparison.Ordinal);
        Assert.Equal(webNN ? 1 : null, interpreter.Report?.DelegatedNodes);
    }

    [Fact]
    public void Options_that_name_no_operator_are_refused_at_once()
    {
        var context = new FakeContext((_, _) => { });

        Assert.Throws<ArgumentException>(() => new WebNNDelegate(context, new() { Include = ["CONV_3000D"] }));

        Assert.True(context.ContextDisposed);
    }

    [Fact]
    public void A_computation_that_fails_is_an_exception_with_its_message()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var webnn = new WebNNDelegate(new FakeContext((_, _) => throw new InvalidOperationException("the device\nis 100%n gone")));
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });

        var error = Assert.Throws<TfLiteException>(interpreter.Invoke);

        Assert.Contains("WebNN delegate: invoke: the device is 100%n gone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delegate_that_fails_leaves_the_ones_before_it()
    {
        var runs = 0;
        using var model = TestModels.Load(TestModels.AddRelu());
        var working = new FakeContext((_, _) => runs++);
        using var first = new WebNNDelegate(working, new() { Exclude = ["RELU"] });
        using var second = new WebNNDelegate(new FakeContext((_, _) => { }) { WrongPorts = true });
        using var interpreter = new Interpreter(model, new() { Delegates = [first, second] });

        interpreter.Invoke();

        Assert.Contains("its graph was compiled for f32[1000]", interpreter.Messages, StringComparison.Ordinal);
        Assert.Equal(1, runs);
        Assert.Equal(1, working.Compiled - working.GraphsDisposed);
        Assert.Equal([0], Assert.Single(interpreter.Report!.Partitions).Nodes);
    }

    [Fact]
    public void A_delegate_disposed_first_lives_until_its_last_interpreter()
    {
        using var model = TestModels.Load(TestModels.Triple());
        var context = new FakeContext((_, _) => { });
        var webnn = new WebNNDelegate(context);
        var first = new Interpreter(model, new() { Delegates = [webnn] });
        var second = new Interpreter(model, new() { Delegates = [webnn] });

        webnn.Dispose();
        first.Dispose();
        second.Invoke();

        Assert.False(context.ContextDisposed);
        Assert.Equal(1, context.GraphsDisposed);
        second.Dispose();
        Assert.True(context.ContextDisposed);
        Assert.Equal(2, context.GraphsDisposed);
    }

    [Fact]
    public void A_disposed_delegate_takes_no_new_interpreter()
    {
        using var model = TestModels.Load(TestModels.Triple());
        var webnn = new WebNNDelegate(new FakeContext((_, _) => { }));
        using var existing = new Interpreter(model, new() { Delegates = [webnn] });

        webnn.Dispose();

        Assert.Throws<ObjectDisposedException>(() => new Interpreter(model, new() { Delegates = [webnn] }));
    }

    [Fact]
    public void A_resize_keeps_the_graphs_of_eight_shapes()
    {
        using var model = TestModels.Load(TestModels.Triple());
        var context = new FakeContext((_, _) => { });
        using var webnn = new WebNNDelegate(context);
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });

        for (var rows = 1; rows <= 8; rows++)
        {
            interpreter.ResizeInput(0, [rows, 3]);
            interpreter.AllocateTensors();
        }

        Assert.Equal(9, context.Compiled);
        Assert.Equal(1, context.GraphsDisposed);

        interpreter.ResizeInput(0, [2, 3]);
        interpreter.AllocateTensors();
        interpreter.Invoke();

        Assert.Equal(9, context.Compiled);
    }

    [Fact]
    public void An_interpreter_that_fails_to_build_frees_what_its_delegate_compiled()
    {
        using var model = TestModels.Load(TestModels.UnknownCustomOperator());
        var context = new FakeContext((_, _) => { });
        using (var webnn = new WebNNDelegate(context))
        {
            Assert.Throws<TfLiteException>(() => new Interpreter(model, new() { Delegates = [webnn] }));
        }

        Assert.True(context.ContextDisposed);
        Assert.Equal(context.Compiled, context.GraphsDisposed);
    }

    [Fact]
    public void A_forgotten_interpreter_is_freed_by_the_garbage_collector()
    {
        var context = new FakeContext((_, _) => { });
        Forget(context);

        for (var i = 0; i < 10 && !context.ContextDisposed; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(1, context.GraphsDisposed);
        Assert.True(context.ContextDisposed);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(FakeContext context)
    {
        var interpreter = new Interpreter(TestModels.Load(TestModels.Triple()), new() { Delegates = [new WebNNDelegate(context)] });
        interpreter.Invoke();
    }

    private static void AssertRunsByItself(Interpreter interpreter)
    {
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Invoke();
        Assert.Equal([3, 6, 9, 12], interpreter.Outputs[0].Data<float>().ToArray());
        Assert.Equal(0, interpreter.Report?.DelegatedNodes);
    }
}

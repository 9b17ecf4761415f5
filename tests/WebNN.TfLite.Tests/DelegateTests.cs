using WebNN.Interop.Natives;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.TfLite.Tests;

/// <summary>The delegate on ONNX Runtime: what it claims, and what it costs.</summary>
public sealed class DelegateTests
{
    [Fact]
    public void A_delegated_model_computes_what_it_should()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Inputs[1].CopyFrom<float>([10, -20, 30, -40]);

        interpreter.Invoke();

        Assert.Equal([11, 0, 33, 0], interpreter.Outputs[0].Data<float>().ToArray());
        Assert.Equal([0, 1], Assert.Single(interpreter.Report!.Partitions).Nodes);
        Assert.StartsWith("ONNX Runtime", webnn.Backend, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_delegate_there_is_no_report()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var interpreter = new Interpreter(model);

        Assert.Null(interpreter.Report);
    }

    [Fact]
    public void Invoke_allocates_no_managed_memory()
    {
        using var model = TestModels.Shared("mobilenet_v1_0.25_224_fp32");
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        TestModels.Fill(interpreter, 3);
        Allocations.AssertNone(interpreter.Invoke, calls: 10);
    }

    [Fact]
    public void A_resize_keeps_the_nodes_and_compiles_them_anew()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        var first = interpreter.Report;

        for (var rows = 1; rows <= 5; rows++)
        {
            interpreter.ResizeInput(0, [rows, 2]);
            interpreter.AllocateTensors();
            interpreter.Inputs[0].Data<float>().Fill(rows);
            interpreter.Invoke();

            Assert.Equal(Enumerable.Repeat(3f * rows, rows * 2), interpreter.Outputs[0].Data<float>().ToArray());
            Assert.Equal(1, interpreter.Report?.DelegatedNodes);
        }

        Assert.Same(first, interpreter.Report);
    }

    [Fact]
    public void After_a_failed_resize_the_next_one_delegates_anew()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var webnn = TestModels.RequireWebNN();
        using var xnnpack = new XnnpackDelegate();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn, xnnpack] });
        interpreter.ResizeInput(0, [1, 3]);
        Assert.Throws<TfLiteException>(interpreter.AllocateTensors);

        interpreter.ResizeInput(1, [1, 3]);
        interpreter.AllocateTensors();
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3]);
        interpreter.Inputs[1].CopyFrom<float>([1, 1, -5]);
        interpreter.Invoke();

        Assert.Equal([2, 3, 0], interpreter.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void Excluded_operators_stay_with_TFLite_and_XNNPACK_takes_them()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var webnn = TestModels.RequireWebNN(new() { Exclude = ["RELU"], Partitioning = PartitioningMode.All });
        using var xnnpack = new XnnpackDelegate();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn, xnnpack] });
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Inputs[1].CopyFrom<float>([10, -20, 30, -40]);

        interpreter.Invoke();

        Assert.Equal([11, 0, 33, 0], interpreter.Outputs[0].Data<float>().ToArray());
        Assert.Equal([0], Assert.Single(interpreter.Report!.Partitions).Nodes);
        Assert.Equal(1, Assert.Single(interpreter.Report.Refused).Node);
    }

    [Fact]
    public void Partitions_below_the_minimum_stay_with_TFLite()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var webnn = TestModels.RequireWebNN(new() { MinNodesPerPartition = 3 });
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });

        Assert.Equal(0, interpreter.Report?.DelegatedNodes);
        Assert.Null(interpreter.Report?.Failure);
    }

    [Fact]
    public void One_delegate_serves_interpreters_on_many_threads()
    {
        using var model = TestModels.Shared("vww_96_int8");
        using var webnn = TestModels.RequireWebNN();
        byte[] Run(int seed)
        {
            using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
            TestModels.Fill(interpreter, seed);
            interpreter.Invoke();
            Assert.Equal(31, interpreter.Report?.DelegatedNodes);
            return interpreter.Outputs[0].Bytes.ToArray();
        }

        var expected = Enumerable.Range(0, 16).Select(Run).ToArray();
        var actual = new byte[16][];
        var threads = Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            for (var i = t; i < actual.Length; i += 4)
            {
                actual[i] = Run(i);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_oldest_runtime_runs_the_delegate_too()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn], TfLiteLibrary = RequireTfLite22() });
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Inputs[1].CopyFrom<float>([10, -20, 30, -40]);

        interpreter.Invoke();

        Assert.Equal("2.2.0", interpreter.RuntimeVersion);
        Assert.Equal(2, interpreter.Report?.DelegatedNodes);
        Assert.Equal([11, 0, 33, 0], interpreter.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void The_oldest_runtime_delegates_a_resized_model_anew()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn], TfLiteLibrary = RequireTfLite22() });

        interpreter.ResizeInput(0, [2, 3]);
        interpreter.AllocateTensors();
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4, 5, 6]);
        interpreter.Invoke();

        Assert.Equal(1, interpreter.Report?.DelegatedNodes);
        Assert.Equal([3, 6, 9, 12, 15, 18], interpreter.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void The_oldest_runtime_goes_on_after_a_failed_resize()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn], TfLiteLibrary = RequireTfLite22() });
        interpreter.ResizeInput(0, [1, 3]);
        Assert.Throws<TfLiteException>(interpreter.AllocateTensors);
        interpreter.ResizeInput(0, [1, 4]);

        interpreter.AllocateTensors();
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Inputs[1].CopyFrom<float>([10, -20, 30, -40]);
        interpreter.Invoke();

        Assert.Equal([11, 0, 33, 0], interpreter.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void The_oldest_runtime_is_not_used_again_after_it_lost_a_delegate_of_fixed_sizes()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var fixedSizes = new OwnDelegate(new DelegateBorder(null), TfLiteDelegateFlags.None);
        using var interpreter = new Interpreter(model, new() { Delegates = [fixedSizes], TfLiteLibrary = RequireTfLite22() });
        interpreter.ResizeInput(0, [1, 3]);
        Assert.Throws<TfLiteException>(interpreter.AllocateTensors);
        interpreter.ResizeInput(0, [1, 4]);

        var error = Assert.Throws<TfLiteException>(interpreter.AllocateTensors);

        Assert.EndsWith("make a new interpreter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_runtime_without_XNNPACK_says_so()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var xnnpack = new XnnpackDelegate();
        var path = RequireTfLite22();

        var error = Assert.Throws<TfLiteException>(() => new Interpreter(model, new() { Delegates = [xnnpack], TfLiteLibrary = path }));

        Assert.EndsWith("(TensorFlow Lite 2.2.0) was built without XNNPACK", error.Message, StringComparison.Ordinal);
    }

    internal static string RequireTfLite22()
    {
        try
        {
            return NativeLibraryLocator.Locate(NativeLibraryInfo.TfLite22).Path;
        }
        catch (NativeLibraryException e)
        {
            Assert.Skip(e.Message);
            return "";
        }
    }
}

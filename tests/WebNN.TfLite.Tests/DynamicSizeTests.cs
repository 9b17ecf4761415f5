using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Tests;

/// <summary>Graphs with tensors whose size is known only at run time, against TFLite's own kernels.</summary>
public sealed class DynamicSizeTests
{
    [Fact]
    public void Strings_are_written_and_read()
    {
        using var model = TestModels.Load(DynamicModels.Strings());
        using var interpreter = new Interpreter(model);
        var (x, y) = (interpreter.Inputs[0], interpreter.Inputs[1]);
        interpreter.Inputs[2].CopyFrom<int>([0, 0]);
        interpreter.Invoke();
        Assert.Equal([true, true, true], interpreter.Outputs[1].Data<bool>().ToArray());
        Assert.Equal([[], [], []], x.ReadStrings());

        x.WriteStrings(["crab"u8.ToArray(), [], [255, 0]]);
        y.WriteStrings(["crab"u8.ToArray(), "green"u8.ToArray(), [255]]);
        interpreter.Inputs[2].CopyFrom<int>([2, 0]);
        interpreter.Invoke();

        Assert.Equal([[255, 0], "crab"u8.ToArray()], interpreter.Outputs[0].ReadStrings());
        Assert.Equal([true, false, false], interpreter.Outputs[1].Data<bool>().ToArray());
    }

    [Fact]
    public void Strings_that_do_not_fit_are_refused()
    {
        using var model = TestModels.Load(DynamicModels.Strings());
        using var interpreter = new Interpreter(model);

        Assert.Contains("takes 3 strings; got 1", Assert.Throws<ArgumentException>(() => interpreter.Inputs[0].WriteStrings([[1]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => interpreter.Inputs[2].WriteStrings([[1], [2]]));
        Assert.Throws<ArgumentException>(() => interpreter.Outputs[1].ReadStrings());
        Assert.Empty(interpreter.Outputs[0].ReadStrings());
        Assert.Throws<InvalidOperationException>(() => interpreter.Outputs[0].WriteStrings([[1], [2]]));
        interpreter.ResizeInput(0, [2]);
        Assert.Throws<InvalidOperationException>(() => interpreter.Inputs[0].WriteStrings([[1], [2]]));
    }

    [Fact]
    public void Shapes_that_a_graph_computes_are_constants_and_nothing_of_it_is_left()
    {
        using var run = new SideBySide(DynamicModels.ComputedReshape());

        Assert.Equal([0, 1, 2, 3], Assert.Single(run.Report.Partitions).Nodes);
        Assert.False(run.Report.Partitions[0].IsOpen);
        run.Agree(seed: 1);
        Assert.Equal([4, 3], run.Delegated.Outputs[0].Shape);
    }

    [Fact]
    public void They_follow_a_resize()
    {
        using var run = new SideBySide(DynamicModels.ComputedReshape());

        foreach (var rows in (int[])[7, 1, 4, 7])
        {
            run.Resize([rows, 1, 3]);
            run.Agree(seed: rows);
            Assert.Equal([rows, 3], run.Delegated.Outputs[0].Shape);
        }
    }

    [Fact]
    public void Open_dimensions_of_the_file_are_sized_by_a_resize()
    {
        using var run = new SideBySide(DynamicModels.OpenImage());

        Assert.Equal([0, 1, 2], Assert.Single(run.Report.Partitions).Nodes);
        Assert.True(run.Report.Partitions[0].IsOpen);
        foreach (var size in (int[])[9, 16, 9])
        {
            run.Resize([1, size, size + 1, 2]);
            run.Agree(seed: size);
        }
    }

    [Fact]
    public void A_size_that_a_value_says_is_compiled_when_it_is_known()
    {
        using var run = new SideBySide(DynamicModels.RuntimeReshape());

        Assert.Equal([1, 2], Assert.Single(run.Report.Partitions).Nodes);
        Assert.True(run.Report.Partitions[0].IsOpen);
        Assert.EndsWith("its shape is computed at run time", Assert.Single(run.Report.Refused).Reason, StringComparison.Ordinal);
        foreach (var (height, width) in ((int, int)[])[(4, 6), (2, 12), (8, 3), (4, 6)])
        {
            run.Set<int>(1, [1, height, width, 2]);
            run.Agree(seed: height);
            Assert.Equal([1, height, width, 3], run.Delegated.Outputs[0].Shape);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(0)]
    public void Rows_that_are_found_at_run_time_may_be_any_number_and_none(int found)
    {
        using var run = new SideBySide(DynamicModels.FoundRows());

        Assert.NotEmpty(run.Report.Partitions);
        run.Set<byte>(1, [.. Enumerable.Range(0, 6).Select(i => (byte)(i < found ? 1 : 0))]);
        run.Agree(seed: found);
        Assert.Equal([found, 3], run.Delegated.Outputs[0].Shape);

        run.Set<byte>(1, [1, 0, 0, 0, 0, 1]);
        run.Agree(seed: 99);
        Assert.Equal([2, 3], run.Delegated.Outputs[0].Shape);
    }

    [Fact]
    public void Filled_images_are_convolved()
    {
        using var run = new SideBySide(DynamicModels.FilledImage());

        Assert.Single(run.Report.Partitions);
        foreach (var size in (int[])[5, 3, 5])
        {
            run.Set<int>(0, [1, size, size, 2]);
            run.Agree(seed: size);
            Assert.Equal([1, size, size, 3], run.Delegated.Outputs[0].Shape);
        }
    }

    [Fact]
    public void Sizes_that_were_met_before_are_not_compiled_again()
    {
        using var model = TestModels.Load(DynamicModels.RuntimeReshape());
        var context = new FakeContext((_, _) => { });
        using var webnn = new WebNNDelegate(context);
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        Assert.Equal(0, context.Compiled);

        foreach (var height in (int[])[4, 2, 8, 4, 2])
        {
            interpreter.Inputs[1].CopyFrom<int>([1, height, 24 / height, 2]);
            interpreter.Invoke();
            interpreter.Invoke();
        }

        Assert.Equal(3, context.Compiled);
        Assert.Equal(0, context.GraphsDisposed);
    }

    [Fact]
    public void Runs_of_an_unchanged_size_allocate_nothing()
    {
        using var model = TestModels.Load(DynamicModels.RuntimeReshape());
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        TestModels.Fill(interpreter, 1);
        interpreter.Inputs[1].CopyFrom<int>([1, 4, 6, 2]);
        Allocations.AssertNone(interpreter.Invoke, calls: 10);
    }

    [Fact]
    public void A_size_that_does_not_compile_fails_the_run_and_no_later_one()
    {
        using var model = TestModels.Load(DynamicModels.RuntimeReshape());
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        TestModels.Fill(interpreter, 1);

        // The convolution has filters of two channels.
        interpreter.Inputs[1].CopyFrom<int>([1, 4, 4, 3]);
        var error = Assert.Throws<TfLiteException>(interpreter.Invoke);
        interpreter.Inputs[1].CopyFrom<int>([1, 4, 6, 2]);
        interpreter.Invoke();

        Assert.Contains("WebNN delegate: invoke: nodes 1,2 do not run with", error.Message, StringComparison.Ordinal);
        Assert.Contains("[1,4,4,3]", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 4, 6, 3], interpreter.Outputs[0].Shape);
    }

    [Fact]
    public void Nodes_of_unknown_size_without_a_product_stay_with_TFLite_by_name()
    {
        using var run = new SideBySide(DynamicModels.RuntimeReshape(convolution: false));

        Assert.Equal([0, 1], run.Report.Refused.Select(node => node.Node));
        Assert.StartsWith("its sizes are known only when the model runs", run.Report.Refused[1].Reason, StringComparison.Ordinal);
        run.Set<int>(1, [1, 4, 6, 2]);
        run.Agree(seed: 1);
    }

    [Fact]
    public void The_bodies_of_loops_meet_other_sizes_in_each_round()
    {
        using var run = new SideBySide(DynamicModels.GrowingLoop());
        foreach (var rows in (int[])[1, 3, 9, 1])
        {
            run.Resize([rows, 2]);
            run.Agree(seed: rows);
        }
    }

    [Fact]
    public void The_oldest_runtime_runs_them_too()
    {
        using var run = new SideBySide(DynamicModels.RuntimeReshape(), DelegateTests.RequireTfLite22());

        Assert.Single(run.Report.Partitions);
        foreach (var height in (int[])[4, 2, 4])
        {
            run.Set<int>(1, [1, height, 24 / height, 2]);
            run.Agree(seed: height);
            Assert.Equal([1, height, 24 / height, 3], run.Delegated.Outputs[0].Shape);
        }
    }

    /// <summary>A model on TFLite's kernels, and with WebNN.</summary>
    private sealed class SideBySide : IDisposable
    {
        private const float Tolerance = 1e-5f;

        private readonly TfLiteModel model;
        private readonly WebNNDelegate webnn;
        private readonly Interpreter plain;

        public SideBySide(byte[] bytes, string? library = null)
        {
            model = TestModels.Load(bytes);
            webnn = TestModels.RequireWebNN();
            plain = new(model, new() { TfLiteLibrary = library });
            Delegated = new(model, new() { Delegates = [webnn], TfLiteLibrary = library });
        }

        public Interpreter Delegated { get; }

        public Delegation.DelegationReport Report => Delegated.Report!;

        private readonly Dictionary<int, Action<Interpreter>> values = [];

        public void Set<T>(int input, T[] value)
            where T : unmanaged => values[input] = interpreter => interpreter.Inputs[input].CopyFrom<T>(value);

        public void Resize(int[] shape)
        {
            foreach (var interpreter in (Interpreter[])[plain, Delegated])
            {
                interpreter.ResizeInput(0, shape);
                interpreter.AllocateTensors();
            }
        }

        public void Agree(int seed)
        {
            foreach (var interpreter in (Interpreter[])[plain, Delegated])
            {
                TestModels.Fill(interpreter, seed);
                foreach (var set in values.Values)
                {
                    set(interpreter);
                }

                interpreter.Invoke();
            }

            foreach (var (expected, actual) in plain.Outputs.Zip(Delegated.Outputs))
            {
                Assert.Equal(expected.Shape, actual.Shape);
                Assert.Equal(TfLiteType.Float32, expected.Type);
                var (wanted, got) = (expected.Data<float>().ToArray(), actual.Data<float>().ToArray());
                for (var i = 0; i < wanted.Length; i++)
                {
                    Assert.True(MathF.Abs(wanted[i] - got[i]) <= Tolerance * MathF.Max(1, MathF.Abs(wanted[i])), $"seed {seed}, element {i}: {got[i]}, expected {wanted[i]}");
                }
            }
        }

        public void Dispose()
        {
            Delegated.Dispose();
            plain.Dispose();
            webnn.Dispose();
            model.Dispose();
        }
    }
}

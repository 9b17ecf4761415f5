using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Tests;

public sealed unsafe class ComputeTests
{
    [Fact]
    public void Compute_allocates_nothing_when_warm()
    {
        var g = new TestGraph();
        using var graph = g.Build(g.Builder.Relu(g.Builder.Add(g.Input(new float[64], 64), g.Constant(new float[64], 64))));
        using var memory = new Buffers(256, 256);
        MLBuffer[] inputs = [memory[0]], outputs = [memory[1]];
        Allocations.AssertNone(() => graph.Compute(inputs, outputs));
    }

    [Theory]
    [InlineData("input")]
    [InlineData("constant")]
    [InlineData("dequantized")]
    public void A_graph_may_be_deeper_than_the_stack(string root)
    {
        const int depth = 20_000;
        var g = new TestGraph();
        var input = g.Input(new sbyte[] { 1, 2 }, 1, 2);
        var x = root switch
        {
            "input" => g.Builder.Cast(input, MLOperandDataType.Float32),
            "constant" => g.Constant(new float[] { 1, 2 }, 1, 2),
            _ => g.Dequantize(input, 1, (sbyte)0),
        };
        for (var i = 0; i < depth; i++)
        {
            x = root == "constant" ? g.Builder.Transpose(x) : g.Builder.Reshape(x, i % 2 == 0 ? [2, 1] : [1, 2]);
        }

        var lowered = g.Lower(g.Builder.Neg(x));

        Assert.InRange(lowered.Nodes.Count, depth - 100, depth + 10);
    }

    [Fact]
    public void Compute_follows_buffers_that_move_and_allocates_nothing_for_it()
    {
        var g = new TestGraph();
        using var graph = g.Build(g.Builder.Neg(g.Builder.Input("x", new(MLOperandDataType.Float32, 1))));
        using var memory = new Buffers(4, 4, 4, 4);
        (memory.First(0), memory.First(1)) = (1, 2);
        Allocations.AssertNone(() =>
        {
            graph.Compute([memory[0]], [memory[2]]);
            graph.Compute([memory[1]], [memory[3]]);
            graph.Compute([memory[0]], [memory[3]]);
            graph.Compute([memory[1]], [memory[2]]);
        });
        Assert.Equal((-2f, -1f), (memory.First(2), memory.First(3)));
    }

    [Fact]
    public void Compute_refuses_counts_and_lengths_that_are_not_the_graphs()
    {
        var g = new TestGraph();
        using var graph = g.Build(g.Builder.Neg(g.Builder.Input("x", new(MLOperandDataType.Float32, 2))));
        using var memory = new Buffers(8, 8);
        Assert.Equal("the graph has 1 inputs; got 2", Assert.Throws<ArgumentException>(() => graph.Compute([memory[0], memory[0]], [memory[1]])).Message);
        var error = Assert.Throws<ArgumentException>(() => graph.Compute([memory[0] with { ByteLength = 4 }], [memory[1]]));
        Assert.StartsWith("input 'x' f32[2] needs 8 bytes; got 4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => graph.Compute([memory[0]], [new(0, 8)]));
    }

    /// <summary>An input that lies where an output does is copied first: that it is there must not be forgotten with the call that was refused.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compute_in_place_after_a_refused_call_is_right(bool alwaysUsesSession)
    {
        var g = new TestGraph(new() { AlwaysUsesSession = alwaysUsesSession });
        using var graph = g.Build(g.Builder.Transpose(g.Builder.Input("x", new(MLOperandDataType.Float32, 2, 3))));
        using var memory = new Buffers(24, 24);
        float[] numbers = [0, 1, 2, 3, 4, 5];
        numbers.CopyTo(memory.All(0));
        numbers.CopyTo(memory.All(1));
        graph.Compute([memory[0]], [memory[1]]);
        numbers.CopyTo(memory.All(1));
        Assert.Throws<ArgumentException>(() => graph.Compute([memory[1]], [memory[1] with { ByteLength = 20 }]));
        graph.Compute([memory[1]], [memory[1]]);
        Assert.Equal([0f, 3, 1, 4, 2, 5], memory.All(1).ToArray());
    }

    [Fact]
    public void Compute_after_Dispose_is_refused()
    {
        var g = new TestGraph();
        var graph = g.Build(g.Builder.Neg(g.Input([1f], 1)));
        graph.Dispose();
        graph.Dispose();
        Assert.Throws<ObjectDisposedException>(() => g.Compute(graph, new float[1]));
    }

    [Fact]
    public void Graphs_and_one_graph_serve_several_threads()
    {
        var g = new TestGraph();
        var x = g.Builder.Input("x", new(MLOperandDataType.Float32, 1));
        using var graph = g.Build(g.Builder.Mul(x, x));
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            using var memory = new Buffers(4, 4);
            for (var i = 0; i < 200; i++)
            {
                memory.First(0) = thread + i;
                graph.Compute([memory[0]], [memory[1]]);
                Assert.Equal((float)(thread + i) * (thread + i), memory.First(1));
            }
        });
    }

    [Fact]
    public void Several_threads_within_an_operator_give_what_one_gives()
    {
        var data = Enumerable.Range(0, 64 * 64).Select(i => (i % 13) - 6f).ToArray();
        float[] Product(int threads)
        {
            var g = new TestGraph(new() { Threads = threads });
            var x = g.Input(data, 64, 64);
            return g.Run<float>(g.Builder.Matmul(x, g.Constant(data, 64, 64)));
        }

        var one = Product(1);
        Assert.Equal(one, Product(2));
        Assert.Equal(one, Product(0));
    }

    [Fact]
    public void Constants_of_all_sizes_survive_a_collection()
    {
        var g = new TestGraph();
        var x = g.Input(new float[1000], 1000);
        using var graph = g.Build(g.Builder.Add(g.Builder.Add(x, g.Constant(Enumerable.Range(0, 1000).Select(i => (float)i).ToArray(), 1000)), g.Constant([0.5f], 1)));
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        var result = new float[1000];
        g.Compute(graph, result);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i + 0.5f), result);
    }

    [Fact]
    public void Inputs_that_nothing_reads_are_dropped_and_outputs_read_twice_are_kept()
    {
        var g = new TestGraph();
        g.Input([9f], 1);
        var y = g.Builder.Neg(g.Input([3f], 1));
        using var graph = g.Build(y, g.Builder.Abs(y), g.Builder.Identity(y));
        using var memory = new Buffers(4, 4, 4, 4);
        memory.First(0) = 3;
        Assert.Equal("x1", Assert.Single(graph.Inputs).Name);
        graph.Compute([memory[0]], [memory[1], memory[2], memory[3]]);
        Assert.Equal((-3f, 3f, -3f), (memory.First(1), memory.First(2), memory.First(3)));
    }

    [Fact]
    public void An_error_of_a_run_says_what_ONNX_Runtime_said_and_the_next_run_works()
    {
        var g = new TestGraph();
        var (a, b) = (g.Builder.Input("a", new(MLOperandDataType.Int32, 1)), g.Builder.Input("b", new(MLOperandDataType.Int32, 1)));
        using var graph = g.Build(g.Builder.Div(a, b));
        using var memory = new Buffers(4, 4, 4);
        var error = Assert.Throws<MLOperationException>(() => graph.Compute([memory[0], memory[1]], [memory[2]]));
        Assert.Contains("division by zero", Assert.IsType<OrtException>(error.InnerException).Reason, StringComparison.Ordinal);
        (*(int*)memory[0].Address, *(int*)memory[1].Address) = (-7, 2);
        graph.Compute([memory[0], memory[1]], [memory[2]]);
        Assert.Equal(-3, *(int*)memory[2].Address);
    }

    /// <summary>Native buffers that do not move.</summary>
    private sealed class Buffers : IDisposable
    {
        private readonly MLBuffer[] buffers;

        public Buffers(params int[] sizes) =>
            buffers = Array.ConvertAll(sizes, size => new MLBuffer((nint)NativeMemory.AllocZeroed((nuint)size), (nuint)size));

        public MLBuffer this[int index] => buffers[index];

        public ref float First(int index) => ref *(float*)buffers[index].Address;

        public Span<float> All(int index) => new((void*)buffers[index].Address, (int)buffers[index].ByteLength / sizeof(float));

        public void Dispose() => Array.ForEach(buffers, buffer => NativeMemory.Free((void*)buffer.Address));
    }
}

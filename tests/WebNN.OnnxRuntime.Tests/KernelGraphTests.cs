using System.Runtime;
using System.Runtime.InteropServices;
using WebNN.Kernels;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Graphs that need nothing but own kernels: which they are, and that they are what a session would be.</summary>
public sealed unsafe class KernelGraphTests
{
    private const int Seed = 20261126;
    private static readonly OrtContextOptions own = new() { OwnKernels = true, OwnIntegerKernels = true };
    private static readonly MLConv2dOptions ohwi = new() { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };

    /// <summary>A graph by name, and whether a session's results are the same bit for bit.</summary>
    private static readonly Dictionary<string, (Func<TestGraph, MLOperand[]> Make, bool IsExact)> without = new(StringComparer.Ordinal)
    {
        ["relu"] = (g => [g.Builder.Relu(Input(g, 1, 4))], true),
        ["clamp"] = (g => [g.Builder.Clamp(Input(g, 3, 5), new() { MinValue = -0.5, MaxValue = 0.25 })], true),
        ["add"] = (g => [g.Builder.Add(Input(g, 2, 3, 4), Input(g, 2, 3, 4))], true),
        ["add of a row"] = (g => [g.Builder.Add(Input(g, 9, 20), Constant(g, 1, 20))], true),
        ["add of a row, first"] = (g => [g.Builder.Add(Constant(g, 20), Input(g, 9, 20))], true),
        ["sub of one element"] = (g => [g.Builder.Sub(Input(g, 9, 20), Constant(g, 1))], true),
        ["mul and div"] = (g => [g.Builder.Div(g.Builder.Mul(Input(g, 33), Input(g, 33)), Constant(g, 33))], true),
        ["max and min of NaN"] = (g => [g.Builder.Max(g.Input([1, float.NaN, 3, -0f], 4), g.Input([float.NaN, 1, 2, 0f], 4)), g.Builder.Min(g.Input([1, float.NaN, 3, 5f], 4), g.Input([2f], 1))], false),
        ["sigmoid"] = (g => [g.Builder.Sigmoid(Input(g, 7, 33))], false),
        ["hardSwish"] = (g => [g.Builder.HardSwish(Input(g, 7, 33))], false),
        ["a row and weights that no cache holds"] = (g => [g.Builder.Gemm(Input(g, 1, 1024), Constant(g, 1024, 2048), Constant(g, 2048))], false),
        ["more products than a run before the first has"] = (g => [g.Builder.Relu(g.Builder.Conv2d(Input(g, 1, 96, 96, 128), Constant(g, 128, 3, 3, 128), null, ohwi))], false),
        ["an operand twice"] = (g => Input(g, 5) is var x ? [g.Builder.Mul(x, x)] : [], true),
        ["reshape"] = (g => [g.Builder.Relu(g.Builder.Reshape(g.Builder.Relu(Input(g, 2, 6)), [3, 4]))], true),
        ["an input as it is"] = (g => [g.Builder.Identity(Input(g, 2, 6))], true),
        ["one value as two outputs, in two shapes"] = (g => g.Builder.Relu(Input(g, 2, 6)) is var y ? [y, g.Builder.Reshape(y, [12]), g.Builder.Identity(y)] : [], true),
        ["an output that others read"] = (g => g.Builder.Relu(Input(g, 2, 6)) is var y ? [y, g.Builder.Add(y, y)] : [], true),
        ["a chain whose results make room"] = (g => [Enumerable.Range(0, 9).Aggregate(Input(g, 70), (x, i) => g.Builder.Add(g.Builder.Relu(x), Constant(g, 70)))], true),
        ["softmax"] = (g => [g.Builder.Softmax(Input(g, 3, 21), 1)], false),
        ["transposes"] = (Transposes, true),
        ["pads"] = (Pads, true),
        ["concat of rows that are made there"] = (g => [g.Builder.Concat([g.Builder.Relu(Input(g, 1, 3, 5)), Input(g, 1, 2, 5), g.Builder.Relu(Input(g, 1, 4, 5))], 1)], true),
        ["concat of channels"] = (g => [g.Builder.Relu(g.Builder.Concat([g.Builder.Relu(Input(g, 7, 3)), Input(g, 7, 20), Constant(g, 7, 1)], 1))], true),
        ["concats"] = (Concats, true),
        ["means of axes before others"] = (g => [g.Builder.ReduceMean(Input(g, 5, 20), new() { Axes = [0] }), g.Builder.ReduceMean(Input(g, 2, 3, 4, 9), new() { Axes = [2, 1], KeepDimensions = true })], false),
        ["products of a constant of few numbers"] = (g => [g.Builder.Matmul(g.Constant([1f, 0, 0, 0.5f, -2, 0, 0, 0, 0], 3, 3), Input(g, 2, 3, 21)), g.Builder.Matmul(Constant(g, 1, 5, 1), Input(g, 1, 1, 40))], true),
        ["gather of rows"] = (g => [g.Builder.Gather(Constant(g, 5, 2, 3), g.Input(new int[] { 0, 4, -1, 7, -9, 2 }, 2, 3)), g.Builder.Gather(g.Constant(new sbyte[] { 1, 2, 3 }, 3), g.Input(new int[] { 2, -3 }, 2))], true),
        ["gemm"] = (g => [g.Builder.Gemm(Input(g, 1, 30), Constant(g, 17, 30), Constant(g, 17), new() { BTranspose = true })], false),
        ["gemm with one bias for all"] = (g => [g.Builder.Gemm(Input(g, 3, 30), Constant(g, 30, 16), Constant(g, 1))], false),
        ["gemm and relu and softmax"] = (g => [g.Builder.Softmax(g.Builder.Relu(g.Builder.Gemm(Input(g, 7, 30), Constant(g, 30, 24), null)), 1)], false),
        ["matmul of several axes"] = (g => [g.Builder.Matmul(Input(g, 2, 3, 30), Constant(g, 30, 24))], false),
        ["three layers"] = (Layers, false),
        ["conv2d, pool and gemm"] = (Network, false),
        ["int8"] = (Quantized, true),
        ["int8, squeezed and excited"] = (Excited, true),
    };

    private static readonly Dictionary<string, Func<TestGraph, MLOperand[]>> within = new(StringComparer.Ordinal)
    {
        ["an operator without a kernel"] = g => [g.Builder.Neg(g.Builder.Relu(Input(g, 4)))],
        ["a type without a kernel"] = g => [g.Builder.Add(g.Input(new int[] { 1, 2 }, 2), g.Input(new int[] { 1, 2 }, 2))],
        ["matrices that are both computed"] = g => [g.Builder.Matmul(Input(g, 4, 4), Input(g, 4, 4))],
        ["a matrix that is transposed"] = g => [g.Builder.Gemm(Input(g, 30, 3), Constant(g, 30, 16), null, new() { ATranspose = true })],
        ["a factor of a product"] = g => [g.Builder.Gemm(Input(g, 3, 30), Constant(g, 30, 16), null, new() { Alpha = 0.5 })],
        ["a bias of each row"] = g => [g.Builder.Gemm(Input(g, 3, 30), Constant(g, 30, 16), Constant(g, 3, 1))],
        ["operands that are both spread"] = g => [g.Builder.Add(Input(g, 3, 1), Input(g, 1, 4))],
        ["an operand that is spread in the middle"] = g => [g.Builder.Add(Input(g, 3, 4, 5), Input(g, 3, 1, 5))],
        ["a pad of reflections"] = g => [g.Builder.Pad(Input(g, 3, 4), [1, 0], [0, 1], new() { Mode = MLPaddingMode.Reflection })],
        ["a gather of columns"] = g => [g.Builder.Gather(Constant(g, 5, 6), g.Input(new int[] { 0, 4 }, 2), 1)],
        ["a gather of what is computed"] = g => [g.Builder.Gather(Input(g, 5, 6), g.Input(new int[] { 0, 4 }, 2))],
        ["a gather by numbers of 64 bits"] = g => [g.Builder.Gather(Constant(g, 5, 6), g.Input(new long[] { 0, 4 }, 2))],
        ["a mean of rows"] = g => [g.Builder.ReduceMean(Input(g, 3, 40), new() { Axes = [1] })],
        ["a mean of axes apart"] = g => [g.Builder.ReduceMean(Input(g, 3, 4, 5, 40), new() { Axes = [0, 2] })],
        ["products of a constant of many numbers"] = g => [g.Builder.Matmul(Constant(g, 3, 9), Input(g, 9, 21))],
        ["a transpose of three axes"] = g => [g.Builder.Transpose(Input(g, 2, 3, 4), [2, 1, 0])],
        ["a transpose of halves"] = g => [g.Builder.Transpose(g.Input(new Half[6], 2, 3))],
        ["rows of few elements"] = g => [g.Builder.Add(Input(g, 100, 3), Input(g, 3))],
        ["softmax of another axis than the last"] = g => [g.Builder.Softmax(Input(g, 3, 4), 0)],
    };

    public static TheoryData<string> Without => [.. without.Keys];

    public static TheoryData<string> Within => [.. within.Keys];

    [Theory]
    [MemberData(nameof(Without))]
    public void Run_without_a_session_to_the_same_results(string name)
    {
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "kernels of integers need AVX2");
        var (make, isExact) = without[name];
        foreach (var options in (OrtContextOptions[])[own, own with { ProcessorFeatures = ProcessorFeatures.Avx2, SecondCacheBytes = 1 << 20 }])
        {
            AssertSame(Results(options with { AlwaysUsesSession = true }, make, runner: null), Results(options, make, "own kernels, without a session"), isExact, name);
        }
    }

    [Theory]
    [MemberData(nameof(Within))]
    public void Run_in_a_session(string name) => Results(own, within[name], runner: null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Own_kernels_that_are_off_and_several_threads_need_a_session(bool areOff)
    {
        var options = areOff ? new OrtContextOptions { OwnKernels = false } : own with { Threads = 2 };
        Results(options, without["three layers"].Make, runner: null);
    }

    /// <summary>Layers of random sizes.</summary>
    [Fact]
    public void Random_layers_run_to_what_a_session_gives()
    {
        for (var seed = Seed; seed < Seed + 40; seed++)
        {
            var chosen = seed;
            MLOperand[] Make(TestGraph g)
            {
                var random = new Random(chosen);
                var x = Input(g, random.Next(1, 12), random.Next(1, 90));
                for (var layer = random.Next(1, 5); layer > 0; layer--)
                {
                    x = g.Builder.Gemm(x, Constant(g, x.Shape[1], random.Next(1, 90)), random.Next(2) == 0 ? Constant(g, 1) : null);
                    x = random.Next(3) switch
                    {
                        0 => g.Builder.Relu(x),
                        1 => g.Builder.Add(x, g.Builder.Clamp(x, new() { MinValue = -1, MaxValue = 1 })),
                        _ => x,
                    };
                }

                return [x, g.Builder.Softmax(x, 1)];
            }

            AssertSame(Results(own with { AlwaysUsesSession = true }, Make, runner: null), Results(own, Make, "own kernels, without a session"), isExact: false, $"seed {seed}");
        }
    }

    [Fact]
    public void A_run_allocates_nothing_and_the_first_compiles_nothing()
    {
        var g = new TestGraph(own);
        using var graph = g.Build(Network(g));
        var buffers = Buffers(graph);
        var (inputs, outputs) = (buffers[..graph.Inputs.Length], buffers[graph.Inputs.Length..]);
        ReadOnlySpan<MLBuffer> read = inputs, written = outputs;
        _ = JitInfo.GetCompiledMethodCount(currentThread: true);
        var before = JitInfo.GetCompiledMethodCount(currentThread: true);
        graph.Compute(read, written);
        Assert.Equal(before, JitInfo.GetCompiledMethodCount(currentThread: true));
        Allocations.AssertNone(() => graph.Compute(inputs, outputs));
        Array.ForEach(buffers, Free);
    }

    /// <summary>An input may lie where an output does, in whole or in part.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-8)]
    public void Memory_that_input_and_output_share_makes_no_difference(int distance)
    {
        foreach (var options in (OrtContextOptions[])[own, own with { AlwaysUsesSession = true }])
        {
            var g = new TestGraph(options);
            using var graph = g.Build(g.Builder.Gemm(g.Builder.Input("x", new(MLOperandDataType.Float32, 2, 30)), Constant(g, 30, 30), null));
            float[] x = Values(60), expected = new float[60];
            fixed (float* from = x, to = expected)
            {
                graph.Compute([new((nint)from, 240)], [new((nint)to, 240)]);
            }

            var memory = (float*)NativeMemory.Alloc(100 * sizeof(float));
            for (var run = 0; run < 3; run++)
            {
                x.CopyTo(new Span<float>(memory + 20, 60));
                graph.Compute([new((nint)(memory + 20), 240)], [new((nint)(memory + 20 + distance), 240)]);
                Assert.Equal(expected, new Span<float>(memory + 20 + distance, 60).ToArray());
            }

            NativeMemory.Free(memory);
        }
    }

    [Fact]
    public void One_memory_may_be_two_inputs()
    {
        var g = new TestGraph(own);
        var four = new MLOperandDescriptor(MLOperandDataType.Float32, 4);
        using var graph = g.Build(g.Builder.Sub(g.Builder.Mul(g.Builder.Input("a", four), g.Builder.Input("b", four)), g.Builder.Input("c", four)));
        float[] x = [1, 2, 3, 4], y = new float[4];
        fixed (float* from = x, to = y)
        {
            MLBuffer read = new((nint)from, 16), written = new((nint)to, 16);
            graph.Compute([read, read, read], [written]);
            Assert.Equal([0, 2, 6, 12], y);
            graph.Compute([read, read, written], [read]);
            Assert.Equal([1, 2, 3, 4], x);
        }
    }

    [Fact]
    public void Threads_take_turns_while_buffers_move_and_a_disposed_graph_refuses()
    {
        var g = new TestGraph(own);
        var graph = g.Build(g.Builder.Relu(g.Builder.Add(g.Builder.Input("x", new(MLOperandDataType.Float32, 70)), g.Constant(Enumerable.Repeat(1f, 70).ToArray(), 70))));
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            var buffers = Buffers(graph);
            for (var i = 0; i < 500; i++)
            {
                new Span<float>((void*)buffers[0].Address, 70).Fill(thread + i);
                graph.Compute(buffers.AsSpan(0, 1), buffers.AsSpan(1));
                Assert.True(new ReadOnlySpan<float>((void*)buffers[1].Address, 70).IndexOfAnyExcept(thread + i + 1f) < 0);
            }

            Array.ForEach(buffers, Free);
        });

        var last = Buffers(graph);
        Assert.StartsWith("input 'x' f32[70] needs 280 bytes; got 4", Assert.Throws<ArgumentException>(() => graph.Compute([last[0] with { ByteLength = 4 }], [last[1]])).Message, StringComparison.Ordinal);
        Assert.Equal("the graph has 1 outputs; got 0", Assert.Throws<ArgumentException>(() => graph.Compute([last[0]], [])).Message);
        graph.Dispose();
        graph.Dispose();
        Assert.Throws<ObjectDisposedException>(() => graph.Compute([last[0]], [last[1]]));
        Array.ForEach(last, Free);
    }

    /// <summary>Constants are the graph's own, whatever becomes of their context and whatever the collector moves.</summary>
    [Fact]
    public void Constants_outlive_the_context_and_a_collection()
    {
        var g = new TestGraph(own);
        using var graph = g.Build(g.Builder.Mul(g.Builder.Input("x", new(MLOperandDataType.Float32, 30_000)), g.Constant(Enumerable.Repeat(3f, 30_000).ToArray(), 30_000)));
        g.Context.Dispose();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        var buffers = Buffers(graph);
        new Span<float>((void*)buffers[0].Address, 30_000).Fill(2);
        graph.Compute([buffers[0]], [buffers[1]]);
        Assert.True(new ReadOnlySpan<float>((void*)buffers[1].Address, 30_000).IndexOfAnyExcept(6f) < 0);
        Array.ForEach(buffers, Free);
    }

    /// <summary>The results on the context that the options make, of data that are always the same.</summary>
    /// <param name="runner">What must run it.</param>
    private static byte[][] Results(OrtContextOptions options, Func<TestGraph, MLOperand[]> make, string? runner)
    {
        var g = new TestGraph(options);
        using var graph = g.Build(make(g));
        Assert.Equal(runner, graph.Runner);
        var results = graph.Outputs.Select(output => new byte[output.Descriptor.ByteLength]).ToArray();
        for (var run = 0; run < 2; run++)
        {
            Array.ForEach(results, result => result.AsSpan().Fill(0x55));
            g.Compute(graph, results);
        }

        return results;
    }

    private static void AssertSame(byte[][] expected, byte[][] actual, bool isExact, string name)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (isExact)
            {
                Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"{name}: output {i} differs");
                continue;
            }

            var (left, right) = (MemoryMarshal.Cast<byte, float>(expected[i]).ToArray(), MemoryMarshal.Cast<byte, float>(actual[i]).ToArray());
            var tolerance = 5e-6 * left.Max(Math.Abs);
            Assert.True(left.Zip(right).All(pair => pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= tolerance), $"{name}: output {i} differs by more than {tolerance}");
        }
    }

    private static MLBuffer[] Buffers(MLGraph graph) =>
        [.. graph.Inputs.Concat(graph.Outputs).Select(port => new MLBuffer((nint)NativeMemory.AllocZeroed((nuint)port.Descriptor.ByteLength), (nuint)port.Descriptor.ByteLength))];

    private static void Free(MLBuffer buffer) => NativeMemory.Free((void*)buffer.Address);

    /// <summary>Of floats and of bytes, one that moves nothing, and one between axes that stay and axes that move together.</summary>
    private static MLOperand[] Transposes(TestGraph g)
    {
        var bytes = new byte[3 * 5 * 21];
        new Random(Seed).NextBytes(bytes);
        return [
            g.Builder.Transpose(g.Input(bytes, 1, 3, 5, 21), [0, 2, 3, 1]),
            g.Builder.Relu(g.Builder.Transpose(Input(g, 2, 7, 5, 6), [0, 3, 1, 2])),
            g.Builder.Transpose(Input(g, 2, 3, 4), [1, 2, 0]),
            g.Builder.Transpose(Input(g, 3, 1, 4), [1, 0, 2]),
        ];
    }

    /// <summary>Of floats and of bytes, integers and halves, of no axis and of several, and one that changes nothing.</summary>
    private static MLOperand[] Pads(TestGraph g)
    {
        sbyte[] bytes = [.. Enumerable.Range(-100, 60).Select(i => (sbyte)i)];
        return [
            g.Builder.Pad(Input(g, 1, 5, 6, 24), [0, 0, 0, 0], [0, 0, 0, 4]),
            g.Builder.Relu(g.Builder.Pad(g.Builder.Relu(Input(g, 2, 3, 4, 5)), [0, 1, 2, 0], [1, 0, 2, 3], new() { Value = 0.5 })),
            g.Builder.Pad(g.Input(bytes, 5, 12), [1, 2], [0, 3], new() { Value = -3 }),
            g.Builder.Pad(g.Input(new int[] { 1, 2, 3, 4 }, 2, 2), [1, 0], [0, 1], new() { Value = 7 }),
            g.Builder.Pad(g.Input(new Half[] { (Half)1, (Half)2 }, 2), [1], [2], new() { Value = 2 }),
            g.Builder.Pad(Input(g, 3, 4), [0, 0], [0, 0]),
        ];
    }

    /// <summary>What is an output itself, what is there twice, what is part of a part, another shape of a part, and of bytes.</summary>
    private static MLOperand[] Concats(TestGraph g)
    {
        var (x, y) = (g.Builder.Relu(Input(g, 2, 3)), g.Builder.Relu(Input(g, 4, 3)));
        var (twice, sum) = (g.Builder.Concat([x, x], 0), g.Builder.Add(x, x));
        var nested = g.Builder.Concat([g.Builder.Concat([sum, y], 0), g.Builder.Reshape(y, [4, 3]), g.Builder.Reshape(sum, [2, 3])], 0);
        var bytes = new byte[60];
        new Random(Seed).NextBytes(bytes);
        return [
            x, twice, g.Builder.Identity(nested), g.Builder.Reshape(g.Builder.Add(sum, sum), [6]), g.Builder.Reshape(twice, [12]),
            g.Builder.Concat([Input(g, 5, 3), Input(g, 5, 3)], 0),
            g.Builder.Concat([g.Input(bytes, 4, 15), g.Input(bytes, 4, 15)], 1), g.Builder.Concat([g.Input(bytes, 60), g.Constant(bytes, 60)], 0), g.Builder.Concat([x], 1),
        ];
    }

    private static MLOperand[] Layers(TestGraph g)
    {
        var x = g.Builder.Relu(g.Builder.Gemm(Input(g, 1, 1), Constant(g, 16, 1), Constant(g, 16), new() { BTranspose = true }));
        x = g.Builder.Relu(g.Builder.Gemm(x, Constant(g, 16, 16), Constant(g, 16), new() { BTranspose = true }));
        return [g.Builder.Gemm(x, Constant(g, 1, 16), Constant(g, 1), new() { BTranspose = true })];
    }

    private static MLOperand[] Network(TestGraph g)
    {
        var x = g.Builder.Relu(g.Builder.Conv2d(Input(g, 1, 12, 12, 8), Constant(g, 16, 3, 3, 8), Constant(g, 16), ohwi with { Padding = new(1, 1, 1, 1) }));
        x = g.Builder.Add(x, g.Builder.Conv2d(x, Constant(g, 16, 1, 1, 16), null, ohwi));
        x = g.Builder.Reshape(g.Builder.ReduceMean(x, new() { Axes = [1, 2] }), [1, 16]);
        return [g.Builder.Softmax(g.Builder.Gemm(x, Constant(g, 16, 10), Constant(g, 10)), 1)];
    }

    private static MLOperand[] Quantized(TestGraph g)
    {
        var data = new sbyte[12 * 12 * 8];
        new Random(Seed).NextBytes(MemoryMarshal.AsBytes(data.AsSpan()));
        var input = g.Input(data, 1, 12, 12, 8);
        var first = Layer(g, input, 16);
        var sum = g.Quantize(g.Builder.Add(Real(g, first), Real(g, Layer(g, first, 16))), 0.07f, (sbyte)11);
        var mean = g.Quantize(g.Builder.AveragePool2d(g.Dequantize(sum, 0.07f, (sbyte)11), new() { Layout = MLInputOperandLayout.Nhwc, WindowDimensions = new(12, 12) }), 0.05f, (sbyte)-7);
        return [Real(g, mean), g.Builder.Relu(Real(g, sum)), mean];
    }

    private static MLOperand[] Excited(TestGraph g)
    {
        var bytes = new sbyte[6 * 7 * 24];
        new Random(Seed).NextBytes(MemoryMarshal.AsBytes(bytes.AsSpan()));
        var x = g.Input(bytes, 1, 6, 7, 24);
        var mean = g.Quantize(g.Builder.ReduceMean(Real(g, x), new() { Axes = [1, 2], KeepDimensions = true }), 0.05f, (sbyte)-7);
        var gate = g.Quantize(g.Builder.HardSigmoid(Real(g, Layer(g, mean, 24))), 0.05f, (sbyte)-7);
        var half = g.Quantize(g.Builder.Mul(Real(g, gate), Real(g, g.Constant(new sbyte[] { 3 }, 1))), 0.05f, (sbyte)-7);
        return [g.Quantize(g.Builder.Mul(Real(g, x), Real(g, half)), 0.05f, (sbyte)-7)];
    }

    private static MLOperand Layer(TestGraph g, MLOperand x, int filters)
    {
        var weights = new sbyte[filters * x.Shape[3]];
        new Random(filters).NextBytes(MemoryMarshal.AsBytes(weights.AsSpan()));
        var filter = g.Dequantize(g.Constant(weights, filters, 1, 1, x.Shape[3]), 0.01f, (sbyte)0);
        return g.Quantize(g.Builder.Conv2d(Real(g, x), filter, null, ohwi), 0.05f, (sbyte)-7);
    }

    private static MLOperand Real(TestGraph g, MLOperand x) => g.Dequantize(x, 0.05f, (sbyte)-7);

    private static MLOperand Input(TestGraph g, params int[] shape) => g.Input(Values(Count(shape)), shape);

    private static MLOperand Constant(TestGraph g, params int[] shape) => g.Constant(Values(Count(shape)), shape);

    private static int Count(int[] shape) => shape.Aggregate(1, (x, y) => x * y);

    private static float[] Values(int count)
    {
        var random = new Random(Seed + count);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}

using System.Runtime.InteropServices;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Single operations, as a framework calls them: what they compute, and what a call costs.</summary>
public sealed class OperationCacheTests : IDisposable
{
    private static readonly MLOperation<MLConv2dOptions> conv2d = new((builder, x, options) => builder.Conv2d(x[0], x[1], null, options));
    private static readonly MLOperation<ValueTuple> matmul = new((builder, x, _) => builder.Matmul(x[0], x[1]));
    private static readonly MLOperation<MLSplitAttributes> split = new((builder, x, options) => builder.Split(x[0], options.Sizes.AsSpan(), options.Axis));
    private static readonly MLOperation<int> concat = new((builder, x, axis) => builder.Concat(x, axis));

    private readonly OrtContext context;
    private readonly MLOperationCache cache;

    public OperationCacheTests()
    {
        Native.Library();
        context = new(new() { Devices = ["cpu"] });
        cache = new(context);
    }

    public void Dispose()
    {
        cache.Dispose();
        context.Dispose();
    }

    /// <summary>A filter of the caller's, and one that own kernels may pack: the same sums.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_convolution_computes(bool constantFilter)
    {
        using var image = Tensor([1, 3, 3, 1], 1, 2, 3, 4, 5, 6, 7, 8, 9);
        using var filter = constantFilter ? context.CreateConstantTensor<float>(F32(1, 2, 2, 1), [1, 0, 0, 10]) : Tensor([1, 2, 2, 1], 1, 0, 0, 10);
        using var result = Tensor([1, 3, 3, 1]);
        var options = new MLConv2dOptions { Padding = new(0, 1, 0, 1), InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };

        cache.Compute(conv2d, options, [image, filter], [result]);

        Assert.Equal([51, 62, 3, 84, 95, 6, 7, 8, 9], context.ReadTensor<float>(result));
    }

    [Fact]
    public void Operations_over_tensors_and_over_memory_compute()
    {
        using var a = Tensor([2, 2], 1, 2, 3, 4);
        using var squared = Tensor([2, 2]);
        cache.Compute(matmul, default, [a, a], [squared]);
        Assert.Equal([7, 10, 15, 22], context.ReadTensor<float>(squared));

        using var left = Tensor([2, 1]);
        using var right = Tensor([2, 1]);
        cache.Compute(split, new(1, [1, 1]), [squared], [left, right]);
        Assert.Equal([7, 15], context.ReadTensor<float>(left));
        Assert.Equal([10, 22], context.ReadTensor<float>(right));

        var (memory, product) = (GC.AllocateArray<float>(4, pinned: true), GC.AllocateArray<float>(4, pinned: true));
        memory.AsSpan().Fill(2);
        cache.Compute(matmul, default, [F32(2, 2), F32(2, 2)], [Buffer(memory), Buffer(memory)], [Buffer(product)]);
        Assert.Equal([8, 8, 8, 8], product);
        Assert.Equal((2, 1), (cache.Misses, cache.Hits));
    }

    [Fact]
    public void More_operands_than_have_room_on_the_stack_compute()
    {
        MLTensor[] parts = [.. Enumerable.Range(0, 40).Select(i => Tensor([1], i))];
        using var joined = Tensor([40]);
        cache.Compute(concat, 0, parts, [joined]);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (float)i), context.ReadTensor<float>(joined));
    }

    [Fact]
    public void A_call_that_finds_its_graph_allocates_nothing()
    {
        using var image = Tensor([1, 8, 8, 4]);
        using var filter = context.CreateConstantTensor<float>(F32(4, 3, 3, 4), new float[4 * 3 * 3 * 4]);
        using var result = Tensor([1, 6, 6, 4]);
        using var a = Tensor([2, 2], 1, 2, 3, 4);
        using var left = Tensor([2, 1]);
        using var right = Tensor([2, 1]);
        using var other = Tensor([2, 2]);
        var (memory, product) = (GC.AllocateArray<float>(4, pinned: true), GC.AllocateArray<float>(4, pinned: true));
        var options = new MLConv2dOptions { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };
        var parts = new MLSplitAttributes(1, [1, 1]);
        var descriptor = F32(2, 2);
        void Calls()
        {
            cache.Compute(conv2d, options, [image, filter], [result]);
            cache.Compute(matmul, default, [a, a], [other]);
            cache.Compute(split, parts, [other], [left, right]);
            cache.Compute(matmul, default, [descriptor, descriptor], [Buffer(memory), Buffer(memory)], [Buffer(product)]);
            _ = cache.Outputs(split, parts, other);
        }

        for (var i = 0; i < 50; i++)
        {
            Calls();
        }

        Allocations.AssertNone(Calls);
        Assert.Equal(3, cache.Misses);
    }

    /// <summary>More operations than the cache keeps: graphs are evicted while others compute them.</summary>
    [Fact]
    public void Threads_share_a_cache_that_is_too_small()
    {
        using var small = new MLOperationCache(context, capacity: 2);
        var problems = Enumerable.Range(1, 4).AsParallel().WithDegreeOfParallelism(4).Select(seed => Record.Exception(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 150; i++)
            {
                var n = random.Next(1, 5);
                using var a = Tensor([n, 1], [.. Enumerable.Repeat(3f, n)]);
                using var b = Tensor([1, 1], seed);
                using var y = Tensor([n, 1]);
                small.Compute(matmul, default, [a, b], [y]);
                Assert.Equal(Enumerable.Repeat(3f * seed, n), context.ReadTensor<float>(y));
            }
        })).ToList();

        Assert.All(problems, Assert.Null);
        Assert.Equal((2, 600), (small.Count, small.Hits + small.Misses));
    }

    [Fact]
    public void A_cache_that_is_disposed_while_threads_use_it_lets_their_calls_end()
    {
        for (var round = 0; round < 20; round++)
        {
            var shared = new MLOperationCache(context);
            using var started = new CountdownEvent(2);
            var problems = new Exception?[2];
            void Square()
            {
                using var a = Tensor([2, 2], 1, 2, 3, 4);
                using var y = Tensor([2, 2]);
                started.Signal();
                while (true)
                {
                    shared.Compute(matmul, default, [a, a], [y]);
                    Assert.Equal([7, 10, 15, 22], context.ReadTensor<float>(y));
                }
            }

            var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => problems[i] = Record.Exception((Action)Square))).ToList();
            threads.ForEach(thread => thread.Start());
            started.Wait(TestContext.Current.CancellationToken);
            Thread.Sleep(round % 3);
            shared.Dispose();
            threads.ForEach(thread => thread.Join());
            Assert.All(problems, problem => Assert.IsType<ObjectDisposedException>(problem));
        }
    }

    private static MLOperandDescriptor F32(params ReadOnlySpan<int> shape) => new(MLOperandDataType.Float32, shape);

    private static MLBuffer Buffer(float[] pinned) => new(Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0), (nuint)(pinned.Length * sizeof(float)));

    private MLTensor Tensor(int[] shape, params float[] values)
    {
        var tensor = context.CreateTensor(F32(shape), readable: true, writable: true);
        values.CopyTo(tensor.Data<float>());
        return tensor;
    }
}

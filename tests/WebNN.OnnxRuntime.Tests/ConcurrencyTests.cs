using System.Diagnostics;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Graphs, tensors and contexts that are disposed while other threads use them.</summary>
public sealed class ConcurrencyTests
{
    private const int Workers = 3;
    private static readonly MLOperandDescriptor four = new(MLOperandDataType.Float32, 4);
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(20);

    [Fact]
    public void Graphs_and_tensors_are_disposed_while_other_threads_dispatch_them()
    {
        Native.Library();
        using var context = new OrtContext();
        var current = Make(context);
        var rightResults = 0;
        Race(400, done =>
        {
            while (!done())
            {
                var work = Volatile.Read(ref current);
                try
                {
                    work.Dispatch();
                    Assert.Equal([2, 4, 6, 8], context.ReadTensor<float>(work.Output));
                    Interlocked.Increment(ref rightResults);
                }
                catch (Exception e) when (e is ObjectDisposedException || IsDestroyedTensor(e))
                {
                    Thread.Yield();
                }
            }
        }, () =>
        {
            Interlocked.Exchange(ref current, Make(context)).Dispose();
            GC.Collect(0);
        });
        current.Dispose();

        Assert.True(rightResults > 0);
    }

    [Fact]
    public void Threads_take_turns_at_one_graph()
    {
        Native.Library();
        using var context = new OrtContext();
        using var shared = Make(context);
        Race(2000, done =>
        {
            using var output = context.CreateTensor(four, readable: true);
            while (!done())
            {
                shared.Dispatch(output);
                Assert.Equal([2, 4, 6, 8], context.ReadTensor<float>(output));
            }
        }, () => shared.Dispatch());
    }

    [Fact]
    public void Contexts_are_disposed_while_other_threads_build_in_them_and_what_was_built_lives_on()
    {
        Native.Library();
        var current = new OrtContext();
        Race(200, done =>
        {
            while (!done())
            {
                var context = Volatile.Read(ref current);
                try
                {
                    using var work = Make(context);
                    work.Dispatch();
                    Assert.Equal([2, 4, 6, 8], context.ReadTensor<float>(work.Output));
                }
                catch (InvalidOperationException)
                {
                    Thread.Yield();
                }
            }
        }, () => Interlocked.Exchange(ref current, new OrtContext()).Dispose());
        current.Dispose();
    }

    [Fact]
    public void A_disposed_context_compiles_nothing_more()
    {
        Native.Library();
        var context = new OrtContext();
        context.Dispose();

        Assert.Throws<InvalidOperationException>(() => Make(context));
    }

    private static bool IsDestroyedTensor(Exception error) => error is ArgumentException && error.Message == "tensor f32[4] is destroyed";

    private static void Race(int cycles, Action<Func<bool>> work, Action cycle)
    {
        var isDone = false;
        var problems = new List<Exception>();
        var threads = Enumerable.Range(0, Workers).Select(_ => new Thread(() =>
        {
            if (Record.Exception(() => work(() => Volatile.Read(ref isDone))) is { } problem)
            {
                lock (problems)
                {
                    problems.Add(problem);
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < cycles && watch.Elapsed < longest; i++)
        {
            cycle();
        }

        Volatile.Write(ref isDone, true);
        threads.ForEach(thread => thread.Join());
        Assert.Empty(problems);
    }

    private static Work Make(OrtContext context)
    {
        var builder = new MLGraphBuilder(context);
        var input = builder.Input("x", four);
        var graph = builder.Build(new MLNamedOperand("y", builder.Add(input, input)));
        var work = new Work(context, graph, context.CreateTensor(four, writable: true), context.CreateTensor(four, readable: true));
        context.WriteTensor<float>(work.Input, [1, 2, 3, 4]);
        work.Dispatch();
        return work;
    }

    private sealed record Work(OrtContext Context, MLGraph Graph, MLTensor Input, MLTensor Output) : IDisposable
    {
        public void Dispatch(MLTensor? output = null) => Context.Dispatch(
            Graph, new Dictionary<string, MLTensor> { ["x"] = Input }, new Dictionary<string, MLTensor> { ["y"] = output ?? Output });

        public void Dispose()
        {
            Input.Dispose();
            Output.Dispose();
            Graph.Dispose();
        }
    }
}

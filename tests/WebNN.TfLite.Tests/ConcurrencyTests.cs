using System.Diagnostics;
using WebNN.OnnxRuntime;
using WebNN.TfLite.Abi;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Tests;

/// <summary>Several threads at one interpreter, model or delegate, and what they do while another disposes it.</summary>
public sealed class ConcurrencyTests
{
    private const int Workers = 3;
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("TFLite", 4000)]
    [InlineData("XNNPACK", 2000)]
    [InlineData("WebNN", 400)]
    public void Interpreters_are_disposed_while_other_threads_invoke_them(string runner, int cycles)
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var delegates = Delegate(runner);
        var current = Make(model, delegates);
        var rightResults = 0;
        Race(cycles, done =>
        {
            for (var result = new float[4]; !done();)
            {
                try
                {
                    var interpreter = Volatile.Read(ref current);
                    interpreter.Invoke();
                    interpreter.Outputs[0].CopyTo(result.AsSpan());
                    Assert.Equal([3, 6, 9, 12], result);
                    Assert.Equal(16, interpreter.Outputs[0].ByteLength);
                    Interlocked.Increment(ref rightResults);
                }
                catch (ObjectDisposedException)
                {
                    Thread.Yield();
                }
            }
        }, () => Interlocked.Exchange(ref current, Make(model, delegates)).Dispose());
        current.Dispose();

        Assert.True(rightResults > 0);
    }

    [Fact]
    public void Threads_take_turns_at_one_interpreter_that_another_resizes()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model);
        var rightResults = 0;
        Race(2000, done =>
        {
            for (var random = new Random(5); !done();)
            {
                try
                {
                    interpreter.Inputs[0].CopyFrom<float>(new float[interpreter.Inputs[0].ByteLength / sizeof(float)]);
                    interpreter.Invoke();
                    Assert.InRange(interpreter.Outputs[0].Shape[1], 1, 64);
                    Interlocked.Increment(ref rightResults);
                }
                catch (Exception e) when (e is InvalidOperationException or ArgumentException)
                {
                    // Between a resize and its allocation, or the length was that of before.
                    Assert.IsNotType<ObjectDisposedException>(e);
                    Thread.SpinWait(random.Next(100));
                }
            }
        }, () =>
        {
            interpreter.ResizeInput(0, [1, 1 + (Environment.TickCount % 64)]);
            interpreter.AllocateTensors();
        });

        Assert.True(rightResults > 0);
    }

    [Fact]
    public void A_model_and_a_delegate_are_disposed_while_interpreters_are_made_of_them()
    {
        TestModels.RequireWebNN().Dispose();
        var current = new Pair(TestModels.Load(TestModels.Triple()), new WebNNDelegate());
        Race(200, done =>
        {
            while (!done())
            {
                var (model, webnn) = Volatile.Read(ref current);
                try
                {
                    using var interpreter = Make(model, webnn);
                    interpreter.Invoke();
                    Assert.Equal([3, 6, 9, 12], interpreter.Outputs[0].Data<float>().ToArray());
                }
                catch (ObjectDisposedException)
                {
                    Thread.Yield();
                }
            }
        }, () =>
        {
            var (model, webnn) = Interlocked.Exchange(ref current, new(TestModels.Load(TestModels.Triple()), new WebNNDelegate()));
            model.Dispose();
            webnn.Dispose();
        });
        current.Model.Dispose();
        current.WebNN.Dispose();
    }

    [Fact]
    public void A_listener_of_the_log_cannot_run_the_interpreter_that_is_at_work()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        Interpreter? interpreter = null;
        Exception? refused = null;
        interpreter = new(model, new() { Log = _ => refused = Record.Exception(() => interpreter?.Invoke()) });
        using var disposed = interpreter;
        interpreter.ResizeInput(0, [1, 3]);

        Assert.Throws<TfLiteException>(interpreter.AllocateTensors);

        Assert.Equal("the interpreter is at work: what listens to its log cannot run or change it", Assert.IsType<InvalidOperationException>(refused).Message);
    }

    [Fact]
    public void A_listener_of_the_log_may_dispose_the_interpreter_that_is_at_work()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        Interpreter? interpreter = null;
        interpreter = new(model, new() { Log = _ => interpreter?.Dispose() });
        interpreter.ResizeInput(0, [1, 3]);

        Assert.Throws<TfLiteException>(interpreter.AllocateTensors);

        Assert.Throws<ObjectDisposedException>(interpreter.Invoke);
        Assert.Equal([1, 4], interpreter.Outputs[0].Shape);
    }

    [Fact]
    public void A_delegate_knows_whether_an_interpreter_has_a_kernel_of_it()
    {
        TestModels.RequireWebNN().Dispose();
        using var model = TestModels.Load(TestModels.Triple());
        var border = new DelegateBorder(new GraphDelegate(new OrtContext(), new()));
        using var own = new OwnDelegate(border);
        Assert.False(border.IsInUse);

        using (Make(model, own))
        {
            Assert.True(border.IsInUse);
        }

        Assert.False(border.IsInUse);
    }

    /// <summary>Runs the workers beside <paramref name="cycle"/>, that often or as long as there is time, and throws what one of them threw.</summary>
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

    private static Interpreter Make(TfLiteModel model, ITfLiteDelegate? addition)
    {
        var interpreter = new Interpreter(model, new() { Delegates = addition is null ? [] : [addition] });
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        return interpreter;
    }

    private static ITfLiteDelegate? Delegate(string runner) => runner switch
    {
        "XNNPACK" => new XnnpackDelegate(),
        "WebNN" => TestModels.RequireWebNN(),
        _ => null,
    };

    private sealed record Pair(TfLiteModel Model, WebNNDelegate WebNN);
}

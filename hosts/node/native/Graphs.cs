using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using WebNN.Node.Interop;

namespace WebNN.Node;

/// <summary>What an MLGraph of JavaScript's holds: the graph and the constants that it reads.</summary>
internal sealed class Graph(Context context, MLGraph compiled, Constants constants) : IWrapped
{
    /// <summary>What it takes to wake a thread and to be waken by it: a run that takes less is better done at once.</summary>
    private static readonly TimeSpan wakening = TimeSpan.FromMicroseconds(20);

    private bool isReleased;
    private volatile bool isShort;

    public Context Context => context;

    /// <summary>Whether its last dispatched run took less than giving it to the timeline's thread does.</summary>
    public bool IsShort => isShort;

    public MLGraph Compiled => compiled;

    /// <summary>Inputs and outputs.</summary>
    public int PortCount { get; } = compiled.Inputs.Length + compiled.Outputs.Length;

    public MLGraphPort Port(int index) => index < compiled.Inputs.Length ? compiled.Inputs[index] : compiled.Outputs[index - compiled.Inputs.Length];

    /// <summary>Runs over memory in the order of the ports, inputs first.</summary>
    public void Compute(ReadOnlySpan<MLBuffer> buffers)
    {
        var inputs = compiled.Inputs.Length;
        compiled.Compute(buffers[..inputs], buffers[inputs..]);
    }

    /// <summary>The same, and how long it takes is remembered.</summary>
    public void ComputeTimed(ReadOnlySpan<MLBuffer> buffers)
    {
        var start = Stopwatch.GetTimestamp();
        Compute(buffers);
        isShort = Stopwatch.GetElapsedTime(start) < wakening;
    }

    public void Release(nint env)
    {
        if (isReleased)
        {
            return;
        }

        isReleased = true;
        constants.Forget(env);
        context.Timeline.AddRelease(env, () =>
        {
            compiled.Dispose();
            constants.Free();
        });
    }
}

/// <summary>The functions of MLGraph, and MLContext's dispatch.</summary>
internal static class Graphs
{
    /// <summary>Ports whose buffers need no memory of their own.</summary>
    private const int FewPorts = 32;

    /// <summary>(graph): JSON with its inputs and outputs, in its own order.</summary>
    public static nint Describe(Arguments call)
    {
        var graph = call.Object<Graph>(0).Compiled;
        return Values.Of(call.Env, Json.Text(json =>
        {
            WritePorts(json, "inputs", graph.Inputs);
            WritePorts(json, "outputs", graph.Outputs);
        }));
    }

    /// <summary>(graph, tensor for each port...)</summary>
    public static nint Dispatch(Arguments call)
    {
        var graph = Checked(call);
        var timeline = graph.Context.Timeline;
        var tensors = new Tensor[graph.PortCount];
        for (var i = 0; i < tensors.Length; i++)
        {
            tensors[i] = call.Object<Tensor>(i + 1);
        }

        var work = new DispatchWork(graph, tensors);
        if (graph.IsShort && timeline.IsIdle)
        {
            timeline.Perform(work);
        }
        else
        {
            timeline.Add(call.Env, work);
        }

        return 0;
    }

    /// <summary>(graph, tensor or Uint8Array for each port...): waits for what is under way, then runs here.</summary>
    public static nint ComputeSync(Arguments call)
    {
        var graph = Checked(call);
        graph.Context.Timeline.Drain();
        Span<MLBuffer> buffers = graph.PortCount <= FewPorts ? stackalloc MLBuffer[FewPorts] : new MLBuffer[graph.PortCount];
        buffers = buffers[..graph.PortCount];
        for (var i = 0; i < buffers.Length; i++)
        {
            buffers[i] = Buffer(call, i + 1, graph.Port(i), isInput: i < graph.Compiled.Inputs.Length);
        }

        graph.Compute(buffers);
        for (var i = graph.Compiled.Inputs.Length; i < buffers.Length; i++)
        {
            if (Values.IsExternal(call.Env, call.Value(i + 1)))
            {
                call.Object<Tensor>(i + 1).Written();
            }
        }

        return 0;
    }

    private static Graph Checked(Arguments call)
    {
        var graph = call.Object<Graph>(0);
        return call.Count == graph.PortCount + 1
            ? graph
            : throw new ArgumentException($"the graph has {graph.PortCount} inputs and outputs; got {call.Count - 1}");
    }

    private static unsafe MLBuffer Buffer(Arguments call, int index, MLGraphPort port, bool isInput)
    {
        if (Values.IsExternal(call.Env, call.Value(index)))
        {
            var tensor = call.Object<Tensor>(index);
            if (isInput)
            {
                tensor.RequireContent();
            }

            return tensor.Bytes.Buffer;
        }

        var bytes = call.Bytes(index);
        fixed (byte* start = bytes)
        {
            // Memory of JavaScript's buffers does not move.
            return (nint)start % port.Descriptor.DataType.ByteSize() == 0
                ? new((nint)start, (nuint)bytes.Length)
                : throw new ArgumentException($"'{port.Name}' starts between elements (expected a multiple of {port.Descriptor.DataType.ByteSize()} bytes)");
        }
    }

    private static void WritePorts(Utf8JsonWriter json, string role, ImmutableArray<MLGraphPort> ports)
    {
        json.WriteStartArray(role);
        foreach (var port in ports)
        {
            json.WriteStartObject();
            json.WriteString("name", port.Name);
            json.WriteString("dataType", port.Descriptor.DataType.SpecificationName());
            json.WriteStartArray("shape");
            foreach (var dimension in port.Descriptor.Shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private sealed class DispatchWork(Graph graph, Tensor[] tensors) : Work
    {
        public override void Execute()
        {
            Exception? problem = null;
            try
            {
                Run();
            }
            catch (Exception e)
            {
                // A dispatch has no result: whoever reads an output hears of it.
                problem = e;
            }

            foreach (var output in tensors.AsSpan(graph.Compiled.Inputs.Length))
            {
                output.Written(problem);
            }
        }

        private void Run()
        {
            Span<MLBuffer> buffers = tensors.Length <= FewPorts ? stackalloc MLBuffer[FewPorts] : new MLBuffer[tensors.Length];
            for (var i = 0; i < tensors.Length; i++)
            {
                if (i < graph.Compiled.Inputs.Length)
                {
                    tensors[i].RequireContent();
                }

                buffers[i] = tensors[i].Bytes.Buffer;
            }

            graph.ComputeTimed(buffers[..tensors.Length]);
        }
    }
}

using System.Runtime.InteropServices;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;
using WebNN.OnnxRuntime.Tests.Agreement;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>Builds and runs small graphs on one context, with arrays in and arrays out.</summary>
internal sealed class TestGraph
{
    private readonly List<(string Name, byte[] Data)> feeds = [];

    public TestGraph(OrtContextOptions? options = null)
    {
        Native.Library();
        Context = new OrtContext(options ?? new() { Devices = ["cpu"] });
        Builder = new(Context);
    }

    public OrtContext Context { get; }

    public MLGraphBuilder Builder { get; }

    public static MLOperandDataType TypeOf<T>() => Type.GetTypeCode(typeof(T)) switch
    {
        TypeCode.Single => MLOperandDataType.Float32,
        TypeCode.Int32 => MLOperandDataType.Int32,
        TypeCode.UInt32 => MLOperandDataType.Uint32,
        TypeCode.Int64 => MLOperandDataType.Int64,
        TypeCode.UInt64 => MLOperandDataType.Uint64,
        TypeCode.SByte => MLOperandDataType.Int8,
        TypeCode.Byte => MLOperandDataType.Uint8,
        _ => typeof(T) == typeof(Half) ? MLOperandDataType.Float16 : throw new ArgumentException($"{typeof(T)} is not a WebNN type"),
    };

    /// <summary>A graph input that is fed <paramref name="data"/>.</summary>
    public MLOperand Input<T>(T[] data, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var name = $"x{feeds.Count}";
        feeds.Add((name, MemoryMarshal.AsBytes<T>(data).ToArray()));
        return Builder.Input(name, new(TypeOf<T>(), shape));
    }

    public MLOperand Constant<T>(T[] data, params ReadOnlySpan<int> shape)
        where T : unmanaged => Builder.Constant(new MLOperandDescriptor(TypeOf<T>(), shape), (ReadOnlyMemory<byte>)MemoryMarshal.AsBytes<T>(data).ToArray());

    /// <summary>dequantizeLinear with one scale and zero point.</summary>
    public MLOperand Dequantize<T>(MLOperand x, float scale, T zeroPoint)
        where T : unmanaged => Builder.DequantizeLinear(x, Single(x, scale), Single(x, zeroPoint));

    /// <summary>quantizeLinear with one scale and zero point.</summary>
    public MLOperand Quantize<T>(MLOperand x, float scale, T zeroPoint)
        where T : unmanaged => Builder.QuantizeLinear(x, Single(x, scale), Single(x, zeroPoint));

    /// <summary>The ONNX graph that computes the operand.</summary>
    public OnnxGraph Lower(params MLOperand[] outputs) => GraphLowering.Lower(Builder.Define(Named(outputs)));

    public MLGraph Build(params MLOperand[] outputs) => Builder.Build(Named(outputs));

    /// <summary>Compiles the graph that computes the operand, runs it once, and returns the operand's elements.</summary>
    public T[] Run<T>(MLOperand output)
        where T : unmanaged => Run<T>([output])[0];

    /// <summary>Compiles the graph that computes the operands, runs it once, and returns the elements of each.</summary>
    public T[][] Run<T>(MLOperand[] outputs)
        where T : unmanaged
    {
        using var graph = Build(outputs);
        var results = Array.ConvertAll(outputs, output => new T[output.Descriptor.ElementCount]);
        Compute(graph, results);
        return results;
    }

    /// <summary>Runs the graph on the inputs' data.</summary>
    public void Compute<T>(MLGraph graph, params T[][] results)
        where T : unmanaged
    {
        var read = graph.Inputs.Select(port => feeds.First(feed => feed.Name == port.Name)).ToList();
        var handles = read.Select(feed => GCHandle.Alloc(feed.Data, GCHandleType.Pinned)).ToArray();
        var targets = Array.ConvertAll(results, result => GCHandle.Alloc(result, GCHandleType.Pinned));
        try
        {
            var inputs = read.Select((feed, i) => new MLBuffer(handles[i].AddrOfPinnedObject(), (nuint)feed.Data.Length)).ToArray();
            var outputs = results.Select((result, i) => new MLBuffer(targets[i].AddrOfPinnedObject(), (nuint)MemoryMarshal.AsBytes<T>(result).Length)).ToArray();
            graph.Compute(inputs, outputs);
        }
        finally
        {
            foreach (var handle in handles.Concat(targets))
            {
                handle.Free();
            }
        }
    }

    /// <summary>Holds what a float operand comes to against its definition and those of what it is made of.</summary>
    public void AssertAgrees(MLOperand output)
    {
        var definition = Builder.Define(Named([output]));
        var values = definition.Inputs.ToDictionary(input => input.Operand, input => feeds.First(feed => feed.Name == input.Name).Data);
        values.Add(output, output.DataType is MLOperandDataType.Float16 ? MemoryMarshal.AsBytes<Half>(Run<Half>(output)).ToArray() : MemoryMarshal.AsBytes<float>(Run<float>(output)).ToArray());
        Assert.Null(NodeAgreement.Violation(definition, values));
    }

    private MLOperand Single<T>(MLOperand x, T value)
        where T : unmanaged => Constant([value], [.. Enumerable.Repeat(1, x.Rank)]);

    private static MLNamedOperand[] Named(MLOperand[] outputs) => [.. outputs.Select((operand, i) => new MLNamedOperand($"y{i}", operand))];
}

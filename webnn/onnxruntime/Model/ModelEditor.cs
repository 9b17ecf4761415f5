using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Kernels;
using NativeGraph = WebNN.Interop.OnnxRuntime.OrtGraph;

namespace WebNN.OnnxRuntime.Model;

/// <summary>
/// Hands an <see cref="OnnxGraph"/> to ONNX Runtime's Model Editor API. Names, shapes and attributes live in an arena that is freed with
/// the editor; constants of 128 bytes and more stay where they are and are read in place, smaller ones are copied.
/// </summary>
internal sealed unsafe class ModelEditor(OrtLibrary library) : IDisposable
{
    /// <summary>Below this ONNX Runtime refuses to use a constant in place.</summary>
    private const int SmallestInPlace = 128;

    private readonly NativeArena arena = new();

    /// <summary>Creates the session. Constants used in place are pinned in <paramref name="memory"/>, which has to outlive it.</summary>
    /// <exception cref="OrtException">ONNX Runtime refused the graph.</exception>
    public OrtSessionHandle CreateSession(OnnxGraph source, OrtSessionOptionsHandle options, PinnedMemory memory)
    {
        using var graph = CreateGraph();
        SetPorts(graph, source);
        AddConstants(graph, source.Constants, memory);
        foreach (var node in source.Nodes)
        {
            AddNode(graph, node);
        }

        // CreateSessionFromModel, which would do all at once, does not know the options' own operators.
        var session = EmptyModel.CreateSession(library, options);
        try
        {
            // The model refers to all constants, and what it refers to is not released.
            using (var model = CreateModel(graph))
            {
                library.Check(library.Editor.ApplyModelToModelEditorSession(session.Pointer, model.Pointer));
            }

            library.Check(library.Editor.FinalizeModelEditorSession(session.Pointer, options.Pointer, null));
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Dispose() => arena.Dispose();

    private OrtGraphHandle CreateGraph()
    {
        NativeGraph* graph;
        library.Check(library.Editor.CreateGraph(&graph));
        return new(library, graph);
    }

    private OrtModelHandle CreateModel(OrtGraphHandle graph)
    {
        var versions = OperatorSets.Versions.AsSpan();
        OrtModel* model;
        library.Check(library.Editor.CreateModel(arena.Texts(OperatorSets.Domains), arena.Copy(versions), (nuint)versions.Length, &model));
        var handle = new OrtModelHandle(library, model);
        library.Check(library.Editor.AddGraphToModel(model, graph.Take()));
        return handle;
    }

    private void SetPorts(OrtGraphHandle graph, OnnxGraph source)
    {
        var inputs = Infos(source.Inputs);
        library.Check(library.Editor.SetGraphInputs(graph.Pointer, inputs, (nuint)source.Inputs.Count));
        var outputs = Infos(source.Outputs);
        library.Check(library.Editor.SetGraphOutputs(graph.Pointer, outputs, (nuint)source.Outputs.Count));
    }

    private OrtValueInfo** Infos(IReadOnlyList<OnnxValue> values)
    {
        var infos = (OrtValueInfo**)arena.Pointers(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            infos[i] = Info(values[i]);
        }

        return infos;
    }

    private OrtValueInfo* Info(OnnxValue value)
    {
        OrtTensorTypeAndShapeInfo* tensor;
        library.Check(library.Api.CreateTensorTypeAndShapeInfo(&tensor));
        using var tensorHandle = new OrtTensorInfoHandle(library, tensor);
        library.Check(library.Api.SetTensorElementType(tensor, value.Type));
        library.Check(library.Api.SetDimensions(tensor, arena.Dimensions(value.Shape), (nuint)value.Rank));
        OrtTypeInfo* type;
        library.Check(library.Editor.CreateTensorTypeInfo(tensor, &type));
        using var typeHandle = new OrtTypeInfoHandle(library, type);
        OrtValueInfo* info;
        library.Check(library.Editor.CreateValueInfo(arena.Text(value.Name), type, &info));
        return info;
    }

    private void AddConstants(OrtGraphHandle graph, IReadOnlyList<OnnxValue> constants, PinnedMemory memory)
    {
        using var memoryInfo = CpuMemory(library);
        foreach (var constant in constants)
        {
            var bytes = constant.Data!.Bytes;
            var inPlace = bytes.Length >= SmallestInPlace;
            var address = inPlace ? memory.Pin(bytes) : arena.Copy(bytes.Span);
            var shape = arena.Dimensions(constant.Shape);
            var (rank, length) = ((nuint)constant.Rank, (nuint)bytes.Length);
            OrtValue* value;
            library.Check(inPlace
                ? library.Api.CreateTensorWithDataAndDeleterAsOrtValue(memory.Allocator, address, length, shape, rank, constant.Type, &value)
                : library.Api.CreateTensorWithDataAsOrtValue(memoryInfo.Pointer, address, length, shape, rank, constant.Type, &value));
            library.Check(library.Editor.AddInitializerToGraph(graph.Pointer, arena.Text(constant.Name), value, inPlace ? (byte)1 : (byte)0));
        }
    }

    private void AddNode(OrtGraphHandle graph, OnnxNode source)
    {
        var attributes = (OrtOpAttr**)arena.Pointers(source.Attributes.Length);
        for (var i = 0; i < source.Attributes.Length; i++)
        {
            attributes[i] = Attribute(source.Attributes[i]);
        }

        OrtNode* node;
        library.Check(library.Editor.CreateNode(
            arena.Text(source.Operator),
            arena.Text(source.Domain),
            arena.Text(source.Name),
            arena.Texts(source.Inputs),
            (nuint)source.Inputs.Length,
            arena.Texts(source.Outputs),
            (nuint)source.Outputs.Length,
            attributes,
            (nuint)source.Attributes.Length,
            &node));
        library.Check(library.Editor.AddNodeToGraph(graph.Pointer, node));
    }

    private OrtOpAttr* Attribute(OnnxAttribute source)
    {
        var (data, length) = source.Type switch
        {
            OrtAttributeType.Int or OrtAttributeType.Ints => ((nint)arena.Copy(source.Integers.AsSpan()), source.Integers.Length),
            OrtAttributeType.Float or OrtAttributeType.Floats => ((nint)arena.Copy(source.Floats.AsSpan()), source.Floats.Length),
            OrtAttributeType.Strings => ((nint)arena.Texts(source.Texts), source.Texts.Length),
            _ => ((nint)arena.Text(source.Texts[0]), System.Text.Encoding.UTF8.GetByteCount(source.Texts[0])),
        };
        OrtOpAttr* attribute;
        library.Check(library.Api.CreateOpAttr(arena.Text(source.Name), (void*)data, length, source.Type, &attribute));
        return attribute;
    }

    /// <summary>Describes memory that is not ONNX Runtime's own.</summary>
    public static OrtMemoryInfoHandle CpuMemory(OrtLibrary library)
    {
        OrtMemoryInfo* info;
        library.Check(library.Api.CreateCpuMemoryInfo(OrtAllocatorType.Device, OrtMemoryType.Default, &info));
        return new(library, info);
    }
}

/// <summary>The versions of the operator sets that the lowerings are written for.</summary>
internal static class OperatorSets
{
    public const int Onnx = 21;

    public const int Microsoft = 1;

    /// <summary>Our own.</summary>
    public const int Window = 1;

    public static readonly ImmutableArray<string> Domains = ["", OnnxGraph.Microsoft, WindowOperator.Domain];

    /// <summary>Of each domain.</summary>
    public static readonly ImmutableArray<int> Versions = [Onnx, Microsoft, Window];
}

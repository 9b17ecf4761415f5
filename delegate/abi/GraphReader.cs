using System.Collections.Immutable;
using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>The graph behind a TfLiteContext, read once: pointers in, records out. Valid only inside the delegate's Prepare.</summary>
internal sealed unsafe class GraphReader : IDelegateHost
{
    private readonly TfLiteContext* context;
    private readonly CustomOperators operators;
    private readonly Dictionary<int, TensorInfo> tensors = [];

    /// <param name="operators">Where the translations of custom operators are.</param>
    /// <param name="runtime">Null where nothing is known of it.</param>
    public GraphReader(TfLiteContext* context, CustomOperators operators, HostRuntime? runtime = null)
    {
        this.context = context;
        this.operators = operators;
        Runtime = runtime ?? HostRuntime.Unknown;
        Nodes = [.. ReadPlan(context).Select(ReadNode)];
    }

    public ImmutableArray<NodeInfo> Nodes { get; }

    public HostRuntime Runtime { get; }

    /// <summary>The delegates that have nodes of the graph.</summary>
    public HashSet<nint> Claimants { get; } = [];

    public bool IsUnprepared => true;

    public ImmutableArray<PartitionInfo> Partition(ImmutableArray<int> nodes)
    {
        using var wanted = new TfLiteIntArrayHandle(nodes.AsSpan());
        TfLiteDelegateParams* partitions;
        int count;
        Check(context->PreviewDelegatePartitioning(context, wanted.Pointer, &partitions, &count), "PreviewDelegatePartitioning");
        var result = ImmutableArray.CreateBuilder<PartitionInfo>(count);
        for (var i = 0; i < count; i++)
        {
            result.Add(new PartitionInfo(
                [.. TfLiteIntArray.Elements(partitions[i].NodesToReplace)],
                [.. TfLiteIntArray.Elements(partitions[i].InputTensors)],
                [.. TfLiteIntArray.Elements(partitions[i].OutputTensors)]));
        }

        return result.MoveToImmutable();
    }

    /// <summary>A copy: the runtime overwrites the array it answers in its next call.</summary>
    private static int[] ReadPlan(TfLiteContext* context)
    {
        TfLiteIntArray* plan;
        Check(context->GetExecutionPlan(context, &plan), "GetExecutionPlan");
        return TfLiteIntArray.Elements(plan).ToArray();
    }

    private NodeInfo ReadNode(int index)
    {
        TfLiteNode* node;
        TfLiteRegistration* registration;
        Check(context->GetNodeAndRegistration(context, index, &node, &registration), "GetNodeAndRegistration");
        Claimants.Add((nint)node->Delegate);
        var code = (BuiltinOperator)registration->BuiltinCode;
        var version = registration->Version;
        var data = node->BuiltinData;
        return new NodeInfo(
            index,
            code,
            version,
            data is null || code == BuiltinOperator.Custom ? null : OperatorParams.Read(code, new BuiltinData(data), version),
            [.. ReadTensors(TfLiteIntArray.Elements(node->Inputs))],
            [.. ReadOutputs(index, TfLiteIntArray.Elements(node->Outputs))],
            code == BuiltinOperator.Custom ? Utf8StringMarshaller.ConvertToManaged(registration->CustomName) : null)
        {
            Intermediates = code is BuiltinOperator.Lstm or BuiltinOperator.UnidirectionalSequenceLstm ? [.. ReadTensors(TfLiteIntArray.Elements(node->Intermediates))] : [],
            CustomOptions = code == BuiltinOperator.Custom ? [.. new ReadOnlySpan<byte>(node->CustomInitialData, node->CustomInitialDataSize)] : [],
            CustomOperators = operators,
        };
    }

    private TensorInfo?[] ReadTensors(ReadOnlySpan<int> indices)
    {
        var result = new TensorInfo?[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            // A negative index is an optional tensor that is absent.
            result[i] = indices[i] < 0 ? null : ReadTensor(indices[i]);
        }

        return result;
    }

    private TensorInfo[] ReadOutputs(int node, ReadOnlySpan<int> indices)
    {
        var result = new TensorInfo[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            if (indices[i] < 0)
            {
                throw new InvalidOperationException($"node {node} has an absent output");
            }

            result[i] = ReadTensor(indices[i]);
            if (context->Tensors[indices[i]] is { AllocationType: TfLiteAllocationType.MmapRo, Bytes: > 0 } constant && constant.Data is not null)
            {
                throw new InvalidOperationException($"node {node} writes tensor '{result[i].Name}', which is a constant");
            }
        }

        return result;
    }

    private TensorInfo ReadTensor(int index)
    {
        if (!tensors.TryGetValue(index, out var tensor))
        {
            tensor = TensorReader.Read(context, index);
            tensors.Add(index, tensor);
        }

        return tensor;
    }

    private static void Check(TfLiteStatus status, string call)
    {
        if (status != TfLiteStatus.Ok)
        {
            throw new InvalidOperationException($"TFLite's {call} answered {status}");
        }
    }
}

using System.Globalization;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Inputs;

/// <summary>In which numbers a model computes.</summary>
internal enum Numerics
{
    Float,

    /// <summary>Activations are integers.</summary>
    Quantized,

    /// <summary>Activations are floats, weights integers: TFLite rounds the activations to 8 bits while it runs.</summary>
    DynamicRange,
}

/// <summary>A tensor whose scale is the size of a quantization step.</summary>
internal sealed record StepSource(string Tensor, double Scale)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"scale {Scale:G4} of the quantized tensor '{Tensor}' before it");
}

/// <summary>What a model's graph says about sensible inputs and about the exactness to expect, read from the file alone.</summary>
internal sealed class ModelProfile
{
    /// <summary>TFLite's own post-processing of detectors: boxes, classes, scores and count.</summary>
    public const string DetectionPostProcess = "TFLite_Detection_PostProcess";

    private readonly FlatBufferModel model;
    private readonly ModelSubgraph graph;
    private readonly ModelOperator[] nodes;
    private readonly Dictionary<int, ModelOperator> producers = [];

    /// <param name="subgraph">Which of the model's graphs.</param>
    public ModelProfile(FlatBufferModel model, int subgraph = 0)
    {
        this.model = model;
        graph = model.Subgraphs[subgraph];
        nodes = [.. graph.Operators];
        foreach (var node in nodes)
        {
            foreach (var output in node.Outputs)
            {
                producers[output] = node;
            }
        }

        Numerics = FindNumerics();
        Uses = new(model, graph);
        Metadata = model.FindMetadata(TaskMetadata.BufferName) is { } bytes ? TaskMetadata.Read(bytes) : TaskMetadata.None;
    }

    public Numerics Numerics { get; }

    public TaskMetadata Metadata { get; }

    /// <summary>What reads the inputs.</summary>
    public InputUses Uses { get; }

    public int NodeCount => nodes.Length;

    public bool HasDetections => CustomOperators.Contains(DetectionPostProcess);

    public IEnumerable<string> CustomOperators =>
        model.OperatorCodes.Where(code => code.BuiltinCode == BuiltinOperator.Custom).Select(code => code.Name);

    public ModelTensor Input(int ordinal) => graph.Tensors[graph.Inputs[ordinal]];

    public string NodeName(int node) => model.CodeOf(nodes[node]).Name;

    /// <summary>The tensors that a node reads and that are neither constant nor kept between runs, each once.</summary>
    public int[] NodeInputs(int node)
    {
        int[] inputs = [.. nodes[node].Inputs];
        return [.. inputs.Where(tensor => tensor >= 0 && !IsConstant(tensor) && !graph.Tensors[tensor].IsVariable).Distinct()];
    }

    public int[] NodeOutputs(int node) => [.. nodes[node].Outputs];

    public int[] GraphInputs => [.. graph.Inputs];

    public int[] GraphOutputs => [.. graph.Outputs];

    /// <summary>Whether an output comes from <see cref="DetectionPostProcess"/>, whose order jumps where scores are nearly equal.</summary>
    public bool IsDetection(int outputOrdinal) =>
        producers.TryGetValue(graph.Outputs[outputOrdinal], out var node) && model.CodeOf(node).Name == DetectionPostProcess;

    /// <summary>The real values that a float input's first QUANTIZE can represent; null where the input is not quantized at once.</summary>
    public (double Minimum, double Maximum)? QuantizedRange(int inputOrdinal)
    {
        var input = graph.Inputs[inputOrdinal];
        foreach (var node in Consumers(input))
        {
            if (model.CodeOf(node).BuiltinCode == BuiltinOperator.Quantize
                && node.Outputs is [var quantized]
                && graph.Tensors[quantized] is var output
                && output.Quantization is { Scales: [var scale], ZeroPoints: [var zero] })
            {
                var (least, most) = IntegerRange(output.Type);
                return ((least - zero) * (double)scale, (most - zero) * (double)scale);
            }
        }

        return null;
    }

    /// <summary>
    /// The quantized tensor that an output's values come from: the nearest one upstream, whatever lies between. Null for an output
    /// that no quantized tensor leads to.
    /// </summary>
    public StepSource? StepOf(int outputOrdinal)
    {
        var queue = new Queue<int>([graph.Outputs[outputOrdinal]]);
        var seen = new HashSet<int>(queue);
        while (queue.TryDequeue(out var index))
        {
            var tensor = graph.Tensors[index];
            if (IsQuantizedActivation(index))
            {
                return new(tensor.Name, tensor.Quantization!.Value.Scales[0]);
            }

            foreach (var input in producers.TryGetValue(index, out var producer) ? producer.Inputs : [])
            {
                if (input >= 0 && seen.Add(input))
                {
                    queue.Enqueue(input);
                }
            }
        }

        return null;
    }

    public static (long Minimum, long Maximum) IntegerRange(TensorType type) => type switch
    {
        TensorType.UInt8 => (byte.MinValue, byte.MaxValue),
        TensorType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        TensorType.Int16 => (short.MinValue, short.MaxValue),
        TensorType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        TensorType.Bool => (0, 1),
        _ => (int.MinValue, int.MaxValue),
    };

    private Numerics FindNumerics()
    {
        if (Enumerable.Range(0, graph.Tensors.Count).Any(IsQuantizedActivation))
        {
            return Numerics.Quantized;
        }

        return nodes.Any(HasHybridWeights) ? Numerics.DynamicRange : Numerics.Float;
    }

    private bool HasHybridWeights(ModelOperator node)
    {
        var inputs = node.Inputs;
        var isWeighted = model.CodeOf(node).BuiltinCode is BuiltinOperator.Conv2D or BuiltinOperator.DepthwiseConv2D
            or BuiltinOperator.FullyConnected or BuiltinOperator.Lstm or BuiltinOperator.UnidirectionalSequenceLstm
            or BuiltinOperator.Svdf or BuiltinOperator.Rnn or BuiltinOperator.UnidirectionalSequenceRnn;
        return isWeighted && inputs.Length > 1 && inputs[0] >= 0 && inputs[1] >= 0
            && graph.Tensors[inputs[0]].Type == TensorType.Float32
            && graph.Tensors[inputs[1]].Type is TensorType.Int8 or TensorType.UInt8;
    }

    private bool IsQuantizedActivation(int index)
    {
        var tensor = graph.Tensors[index];
        return tensor.Type is TensorType.Int8 or TensorType.UInt8 or TensorType.Int16
            && tensor.Quantization is { Scales: [> 0] }
            && !IsConstant(index)
            && (producers.ContainsKey(index) || graph.Inputs.Contains(index));
    }

    private bool IsConstant(int index) => index >= 0 && !model.DataOf(graph.Tensors[index]).IsEmpty;

    private IEnumerable<ModelOperator> Consumers(int tensor) => nodes.Where(node => node.Inputs.Contains(tensor));
}

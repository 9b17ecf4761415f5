using WebNN.FlatBuffers;

namespace WebNN.Samples.Tests;

/// <summary>The network of samples/lenet as a .tflite model.</summary>
internal static class LeNetModel
{
    /// <param name="weights">The sample's file: the layers' filters and biases, one after the other.</param>
    public static byte[] Create(ReadOnlyMemory<byte> weights)
    {
        var writer = new ModelWriter("lenet");
        int Tensor(string name, params int[] shape) => writer.AddTensor(name, TensorType.Float32, shape);
        int Next(params int[] shape)
        {
            var bytes = weights[..(shape.Aggregate(sizeof(float), (all, dimension) => all * dimension))];
            weights = weights[bytes.Length..];
            return writer.AddTensor("", TensorType.Float32, shape, data: bytes);
        }

        int[] tensors =
        [
            Tensor("image", 1, 16, 16, 1), Tensor("first", 1, 16, 16, 6), Tensor("pooled first", 1, 8, 8, 6), Tensor("second", 1, 4, 4, 12),
            Tensor("pooled second", 1, 2, 2, 12), Tensor("hidden", 1, 32), Tensor("logits", 1, 10), Tensor("scores", 1, 10),
        ];
        var pool = new Pool2DOptions(Padding.Valid, 2, 2, 2, 2);
        writer.AddOperator(
            BuiltinOperator.Conv2D, [tensors[0], Next(6, 5, 5, 1), Next(6)], [tensors[1]], new Conv2DOptions(Padding.Same, 1, 1, Activation.Relu));
        writer.AddOperator(BuiltinOperator.MaxPool2D, [tensors[1]], [tensors[2]], pool);
        writer.AddOperator(
            BuiltinOperator.Conv2D, [tensors[2], Next(12, 5, 5, 6), Next(12)], [tensors[3]], new Conv2DOptions(Padding.Valid, 1, 1, Activation.Relu));
        writer.AddOperator(BuiltinOperator.MaxPool2D, [tensors[3]], [tensors[4]], pool);
        writer.AddOperator(BuiltinOperator.FullyConnected, [tensors[4], Next(32, 48), Next(32)], [tensors[5]], new FullyConnectedOptions(Activation.Relu));
        writer.AddOperator(BuiltinOperator.FullyConnected, [tensors[5], Next(10, 32), Next(10)], [tensors[6]], new FullyConnectedOptions());
        writer.AddOperator(BuiltinOperator.Softmax, [tensors[6]], [tensors[7]], new SoftmaxOptions());
        writer.SetInputs([tensors[0]]);
        writer.SetOutputs([tensors[7]]);
        return writer.ToArray();
    }
}

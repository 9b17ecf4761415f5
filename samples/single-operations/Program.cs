// Single operations, as a framework calls them: no graph of the model is known, each call is an operator over tensors. The cache compiles an operation
// when it is first called with these options and shapes, and finds it again from then on (https://github.com/webmachinelearning/webnn/issues/156).
using WebNN;
using WebNN.OnnxRuntime;

// What the framework knows of its operators: declared once, for all shapes.
var conv2d = new MLOperation<MLConv2dOptions>((builder, x, options) => builder.Conv2d(x[0], x[1], null, options));
var matmul = new MLOperation<ValueTuple>((builder, x, _) => builder.Matmul(x[0], x[1]));

using var context = new OrtContext(new() { Devices = ["cpu"] });
using var cache = new MLOperationCache(context, capacity: 64);

// Weights that stay are a constant tensor: they are compiled in, and laid out as the kernels like them.
using var edges = context.CreateConstantTensor<float>(new(MLOperandDataType.Float32, 1, 3, 3, 1), [-1, 0, 1, -2, 0, 2, -1, 0, 1]);
var options = new MLConv2dOptions { InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi };
using var image = Tensor([1, 4, 6, 1], [.. Enumerable.Range(0, 24).Select(i => i % 6 < 3 ? 0f : 1f)]);
using var found = Tensor(cache.Outputs(conv2d, options, image, edges)[0].Shape.AsSpan());
cache.Compute(conv2d, options, [image, edges], [found]);
Console.WriteLine($"conv2d {found.Descriptor}: {string.Join(" ", context.ReadTensor<float>(found))}");

using var a = Tensor([2, 2], 1, 1, 1, 0);
using var b = Tensor([2, 2], 1, 0, 0, 1);
using var product = Tensor([2, 2]);
for (var i = 1; i <= 10; i++)
{
    // The first call compiles; the others take their graph from the cache, and allocate nothing.
    cache.Compute(matmul, default, [a, b], [product]);
    context.WriteTensor<float>(b, context.ReadTensor<float>(product));
}

Console.WriteLine($"matmul, ten times: {string.Join(" ", context.ReadTensor<float>(product))}");
Console.WriteLine($"{cache.Misses} compiled, {cache.Hits} found");

MLTensor Tensor(ReadOnlySpan<int> shape, params float[] values)
{
    var tensor = context.CreateTensor(new(MLOperandDataType.Float32, shape), readable: true, writable: true);
    values.CopyTo(tensor.Data<float>());
    return tensor;
}

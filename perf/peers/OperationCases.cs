using WebNN.FlatBuffers;

namespace WebNN.Peers;

/// <summary>The operations that are measured: those of image networks and encoders, in sizes that occur there.</summary>
internal static class OperationCases
{
    private static readonly MLOperation<MLConv2dOptions> conv2d = new((builder, x, options) => builder.Conv2d(x[0], x[1], x[2], options));
    private static readonly MLOperation<MLGemmOptions> gemm = new((builder, x, options) => builder.Gemm(x[0], x[1], x[2], options));
    private static readonly MLOperation<ValueTuple> matmul = new((builder, x, _) => builder.Matmul(x[0], x[1]));
    private static readonly MLOperation<MLPool2dOptions> averagePool2d = new((builder, x, options) => builder.AveragePool2d(x[0], options));
    private static readonly MLOperation<MLPool2dOptions> maxPool2d = new((builder, x, options) => builder.MaxPool2d(x[0], options));
    private static readonly MLOperation<MLReduceOptions> reduceMean = new((builder, x, options) => builder.ReduceMean(x[0], options));
    private static readonly MLOperation<MLTransposeAttributes> transpose = new((builder, x, options) => builder.Transpose(x[0], options.Permutation.AsSpan()));
    private static readonly MLOperation<int> softmax = new((builder, x, axis) => builder.Softmax(x[0], axis));
    private static readonly MLOperation<ValueTuple> add = new((builder, x, _) => builder.Add(x[0], x[1]));
    private static readonly MLOperation<ValueTuple> sigmoid = new((builder, x, _) => builder.Sigmoid(x[0]));

    public static IReadOnlyList<OperationCase> All { get; } =
    [
        Conv2d(side: 224, inputs: 3, outputs: 32, window: 3, stride: 2), Conv2d(56, 64, 64, 3, 1), Conv2d(14, 256, 256, 3, 1), Conv2d(28, 192, 64, 1, 1),
        Conv2d(7, 320, 1280, 1, 1),
        Depthwise(side: 112, channels: 32, stride: 1), Depthwise(56, 144, 2), Depthwise(14, 512, 1),
        Matmul(64), Matmul(256), Matmul(512),
        FullyConnected(rows: 1, inputs: 1024, outputs: 1000), FullyConnected(128, 256, 1024),
        MaxPool(side: 112, channels: 64), AveragePool(7, 1280),
        Mean(side: 14, channels: 512), Transpose(56, 64), Softmax(rows: 128, columns: 1000), Add(56, 256), Sigmoid(56, 64),
    ];

    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static OperationCase Find(string name) => All.FirstOrDefault(each => each.Name == name)
        ?? throw new ArgumentException($"there is no operation '{name}'; there are {string.Join(", ", All.Select(each => each.Name))}", nameof(name));

    private static OperationCase Conv2d(int side, int inputs, int outputs, int window, int stride)
    {
        var options = Windows(window, stride) with { FilterLayout = MLConv2dFilterOperandLayout.Ohwi };
        return new(
            $"conv2d-{side}x{side}x{inputs}-{window}x{window}{(stride > 1 ? $"s{stride}" : "")}-{outputs}", [[1, side, side, inputs]],
            [[outputs, window, window, inputs], [outputs]], [1, side / stride, side / stride, outputs], BuiltinOperator.Conv2D,
            new Conv2DOptions(Padding.Same, stride, stride), (cache, x, y) => cache.Compute(conv2d, options, x, [y]));
    }

    private static OperationCase Depthwise(int side, int channels, int stride)
    {
        var options = Windows(3, stride) with { FilterLayout = MLConv2dFilterOperandLayout.Ihwo, Groups = channels };
        return new(
            $"depthwise-{side}x{side}x{channels}-3x3{(stride > 1 ? $"s{stride}" : "")}", [[1, side, side, channels]], [[1, 3, 3, channels], [channels]],
            [1, side / stride, side / stride, channels], BuiltinOperator.DepthwiseConv2D, new DepthwiseConv2DOptions(Padding.Same, stride, stride),
            (cache, x, y) => cache.Compute(conv2d, options, x, [y]));
    }

    private static OperationCase Matmul(int size) => new(
        $"matmul-{size}x{size}x{size}", [[size, size], [size, size]], [], [size, size], BuiltinOperator.BatchMatmul, new BatchMatMulOptions(),
        (cache, x, y) => cache.Compute(matmul, default, x, [y]));

    private static OperationCase FullyConnected(int rows, int inputs, int outputs)
    {
        var options = new MLGemmOptions { BTranspose = true };
        return new(
            $"fullyConnected-{rows}x{inputs}-{outputs}", [[rows, inputs]], [[outputs, inputs], [outputs]], [rows, outputs], BuiltinOperator.FullyConnected,
            new FullyConnectedOptions(), (cache, x, y) => cache.Compute(gemm, options, x, [y]));
    }

    private static OperationCase MaxPool(int side, int channels)
    {
        var options = new MLPool2dOptions { WindowDimensions = new(2, 2), Strides = new(2, 2), Layout = MLInputOperandLayout.Nhwc };
        return new(
            $"maxPool2d-{side}x{side}x{channels}-2x2s2", [[1, side, side, channels]], [], [1, side / 2, side / 2, channels], BuiltinOperator.MaxPool2D,
            new Pool2DOptions(Padding.Valid, 2, 2, 2, 2), (cache, x, y) => cache.Compute(maxPool2d, options, x, [y]));
    }

    private static OperationCase AveragePool(int side, int channels)
    {
        var options = new MLPool2dOptions { WindowDimensions = new(side, side), Layout = MLInputOperandLayout.Nhwc };
        return new(
            $"averagePool2d-{side}x{side}x{channels}", [[1, side, side, channels]], [], [1, 1, 1, channels], BuiltinOperator.AveragePool2D,
            new Pool2DOptions(Padding.Valid, 1, 1, side, side), (cache, x, y) => cache.Compute(averagePool2d, options, x, [y]));
    }

    private static OperationCase Mean(int side, int channels)
    {
        var options = new MLReduceOptions { Axes = [1, 2] };
        return new(
            $"reduceMean-{side}x{side}x{channels}", [[1, side, side, channels]], [], [1, channels], BuiltinOperator.Mean, new ReducerOptions(KeepDims: false),
            (cache, x, y) => cache.Compute(reduceMean, options, x, [y])) { Indices = [1, 2] };
    }

    private static OperationCase Transpose(int side, int channels)
    {
        var options = new MLTransposeAttributes([0, 3, 1, 2]);
        return new(
            $"transpose-{side}x{side}x{channels}", [[1, side, side, channels]], [], [1, channels, side, side], BuiltinOperator.Transpose, null,
            (cache, x, y) => cache.Compute(transpose, options, x, [y])) { Indices = [0, 3, 1, 2] };
    }

    private static OperationCase Softmax(int rows, int columns) => new(
        $"softmax-{rows}x{columns}", [[rows, columns]], [], [rows, columns], BuiltinOperator.Softmax, new SoftmaxOptions(),
        (cache, x, y) => cache.Compute(softmax, 1, x, [y]));

    private static OperationCase Add(int side, int channels) => new(
        $"add-{side}x{side}x{channels}", [[1, side, side, channels], [1, side, side, channels]], [], [1, side, side, channels], BuiltinOperator.Add,
        new AddOptions(), (cache, x, y) => cache.Compute(add, default, x, [y]));

    private static OperationCase Sigmoid(int side, int channels) => new(
        $"sigmoid-{side}x{side}x{channels}", [[1, side, side, channels]], [], [1, side, side, channels], BuiltinOperator.Logistic, null,
        (cache, x, y) => cache.Compute(sigmoid, default, x, [y]));

    /// <summary>TFLite's padding SAME: what is odd goes below and to the right.</summary>
    private static MLConv2dOptions Windows(int window, int stride)
    {
        var border = window - stride;
        var (before, after) = border <= 0 ? (0, 0) : (border / 2, border - (border / 2));
        return new() { Padding = new(before, after, before, after), Strides = new(stride, stride), InputLayout = MLInputOperandLayout.Nhwc };
    }
}

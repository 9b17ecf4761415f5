using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>RESIZE_BILINEAR, RESIZE_NEAREST_NEIGHBOR. WebNN's resample2d has TFLite's half-pixel centres and neither of its other grids.</summary>
internal static class Resizing
{
    /// <summary>A matrix of weights of 64 MiB, for 4096 rows to 4096.</summary>
    private const long MaxWeights = 1 << 24;

    public static readonly OperatorRow[] Rows =
    [
        OperatorRow.Of<TfLiteResizeParams>(BuiltinOperator.ResizeBilinear, maxVersion: 4, ResizeBilinear).WithInt16(),
        OperatorRow.Of<TfLiteResizeParams>(BuiltinOperator.ResizeNearestNeighbor, maxVersion: 4, ResizeNearestNeighbor).WithInt16(),
    ];

    private static MLOperand ResizeBilinear(OperatorContext op, TfLiteResizeParams p)
    {
        var input = op.Input(0, rank: 4);
        var (height, width) = Sizes(op, p);
        // TFLite resizes int8 and int16 with scales rounded to 1/1024 of a pixel, a difference that adds up over a row: those weights are our own.
        var fixedPoint = op.InputTensor(0).Type is TfLiteType.Int8 or TfLiteType.Int16;
        if (p.HalfPixelCenters && !(fixedPoint && (Rounds(input.Shape[1], height) || Rounds(input.Shape[2], width))))
        {
            return op.Builder.Resample2d(
                input, new() { Mode = MLInterpolationMode.Linear, Sizes = (height, width), Axes = (1, 2) }, op.Label);
        }

        var rows = Interpolation.Weights(input.Shape[1], height, p, fixedPoint);
        var columns = Interpolation.Weights(input.Shape[2], width, p, fixedPoint);
        return Interpolate(op, input, rows, columns, height, width);
    }

    private static bool Rounds(int from, int to) => 1024 * from % to != 0;

    /// <summary>Columns first, while there are few rows; then all rows in one product.</summary>
    private static MLOperand Interpolate(OperatorContext op, MLOperand image, float[] rows, float[] columns, int height, int width)
    {
        var (batch, fromHeight, fromWidth, channels) = (image.Shape[0], image.Shape[1], image.Shape[2], image.Shape[3]);
        if (width != fromWidth)
        {
            var lines = op.Reshape(image, batch * fromHeight, fromWidth, channels);
            image = op.Builder.Matmul(op.Constant(columns, 1, width, fromWidth), lines, op.Label);
        }

        if (height != fromHeight)
        {
            var planes = op.Reshape(image, batch, fromHeight, width * channels);
            image = op.Builder.Matmul(op.Constant(rows, 1, height, fromHeight), planes, op.Label);
        }

        return op.Reshape(image, batch, height, width, channels);
    }

    /// <summary>A choice of rows, then of columns, of the stored elements: exact in every grid and type.</summary>
    private static MLOperand ResizeNearestNeighbor(OperatorContext op, TfLiteResizeParams p)
    {
        var image = op.Stored(0);
        op.Require(image.Rank == 4, $"input 0 is {image.Descriptor}; expected rank 4");
        var (height, width) = Sizes(op, p);
        var rows = Interpolation.Nearest(image.Shape[1], height, p);
        var columns = Interpolation.Nearest(image.Shape[2], width, p);
        image = height == image.Shape[1] ? image : op.Builder.Gather(image, op.Constant(rows, height), 1, op.Label);
        return width == image.Shape[2] ? image : op.Builder.Gather(image, op.Constant(columns, width), 2, op.Label);
    }

    private static (int Height, int Width) Sizes(OperatorContext op, TfLiteResizeParams p)
    {
        op.Require(!(p.AlignCorners && p.HalfPixelCenters), "aligned corners and half-pixel centres exclude each other");
        var sizes = op.Integers(1);
        op.Require(sizes.Length == 2 && sizes[0] > 0 && sizes[1] > 0, $"sizes [{string.Join(',', sizes)}]");
        var (input, output) = (op.InputTensor(0).Shape, op.OutputTensor().Shape);
        op.Require(output.Length == 4 && output[1] == sizes[0] && output[2] == sizes[1], $"sizes [{string.Join(',', sizes)}] of an output [{string.Join(',', output)}]");
        op.Require(
            (long)input[1] * sizes[0] <= MaxWeights && (long)input[2] * sizes[1] <= MaxWeights,
            $"an image of {input[1]} x {input[2]} to {sizes[0]} x {sizes[1]}: too large for a matrix of weights");
        return (sizes[0], sizes[1]);
    }
}

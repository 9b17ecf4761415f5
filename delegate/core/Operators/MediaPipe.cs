using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation.Operators;

/// <summary>
/// Convolution2DTransposeBias, MaxPoolingWithArgmax2D, MaxUnpooling2D: what MediaPipe's segmentation models have beside TFLite's own
/// operators (https://github.com/google-ai-edge/mediapipe, mediapipe/util/tflite/operations). Their options are TFLite's structs, as bytes.
/// </summary>
internal static class MediaPipe
{
    /// <summary>A window of more positions would be written out as too many operators.</summary>
    private const int MostPositions = 64;

    /// <summary>The kernels add it to a position, which is an integer otherwise.</summary>
    private const float PositionOffset = 0.1f;

    public static readonly FrozenDictionary<string, OperatorRow> Rows = new Dictionary<string, OperatorRow>(StringComparer.Ordinal)
    {
        ["Convolution2DTransposeBias"] = OperatorRow.OfCustom(TransposeConvBias),
        ["MaxPoolingWithArgmax2D"] = OperatorRow.OfCustom(MaxPoolWithArgmax),
        ["MaxUnpooling2D"] = OperatorRow.OfCustom(MaxUnpool),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>As TRANSPOSE_CONV, but its output follows from input and filter: "same" takes away what reaches beyond the last stride.</summary>
    private static ImmutableArray<MLOperand> TransposeConvBias(OperatorContext op)
    {
        var (padding, strides, _, _) = Options(op, count: 3);
        var input = op.Input(0, rank: 4);
        var filter = op.Filter(1, rank: 4, outputs: 0);
        op.Require(input.Shape[3] == filter.Shape[3], $"{input.Shape[3]} channels; filters of {filter.Shape[3]}");
        var isSame = padding == TfLitePadding.Same;
        var height = isSame ? Math.Max(0, filter.Shape[1] - ((input.Shape[1] - 1) % strides.Height) - 1) : 0;
        var width = isSame ? Math.Max(0, filter.Shape[2] - ((input.Shape[2] - 1) % strides.Width) - 1) : 0;
        return
        [
            op.Builder.ConvTranspose2d(input, filter, op.Bias(2, 0, 1, filter.Shape[0]), new()
            {
                Padding = new(height / 2, height - (height / 2), width / 2, width - (width / 2)),
                Strides = strides,
                InputLayout = MLInputOperandLayout.Nhwc,
                FilterLayout = MLConvTranspose2dFilterOperandLayout.Ohwi,
            }, op.Label),
        ];
    }

    /// <summary>The largest value of each window, and its position there: the first of equal ones, in rows; 0 where none is above the lowest float.</summary>
    private static ImmutableArray<MLOperand> MaxPoolWithArgmax(OperatorContext op)
    {
        var (padding, strides, window, activation) = Options(op, count: 6);
        var input = op.Input(0, rank: 4);
        op.Require(input.DataType == MLOperandDataType.Float32, $"input 0 is {input.Descriptor}; expected floats");
        var around = Window.Padding(op, padding, Window.Image(input), window, strides, new(1, 1));
        var lowest = op.Builder.Constant(MLOperandDataType.Float32, float.MinValue);
        var image = around == default ? input : op.Builder.Pad(input, [0, around.Top, around.Left, 0], [0, around.Bottom, around.Right, 0], new() { Value = float.MinValue }, op.Label);
        var (rows, columns) = ((image.Shape[1] - window.Height) / strides.Height + 1, (image.Shape[2] - window.Width) / strides.Width + 1);
        var (largest, position) = (lowest, op.Builder.Constant(MLOperandDataType.Float32, PositionOffset));
        for (var place = 0; place < window.Height * window.Width; place++)
        {
            var value = op.Builder.Slice(
                image,
                [0, place / window.Width, place % window.Width, 0],
                [image.Shape[0], ((rows - 1) * strides.Height) + 1, ((columns - 1) * strides.Width) + 1, image.Shape[3]],
                [1, strides.Height, strides.Width, 1],
                op.Label);
            var isLarger = op.Builder.Greater(value, largest, op.Label);
            position = op.Builder.Where(isLarger, op.Builder.Constant(MLOperandDataType.Float32, place + PositionOffset), position, op.Label);
            largest = op.Builder.Where(isLarger, value, largest, op.Label);
        }

        return [op.Activate(largest, activation), position];
    }

    /// <summary>Puts each value at its position in a window, zeros around it. Only windows that lie side by side.</summary>
    private static ImmutableArray<MLOperand> MaxUnpool(OperatorContext op)
    {
        var (_, strides, window, _) = Options(op, count: 6);
        op.Require(strides == window, $"windows of {window} every {strides}");
        var (values, positions) = (op.Input(0, rank: 4), op.Input(1, rank: 4));
        op.Require(values.Shape.AsSpan().SequenceEqual(positions.Shape.AsSpan()), $"{values.Descriptor}, and positions {positions.Descriptor}");
        var (n, height, width, channels) = (values.Shape[0], values.Shape[1], values.Shape[2], values.Shape[3]);
        var places = op.Builder.Cast(positions, MLOperandDataType.Int32, op.Label);
        var zero = op.Builder.Constant(values.DataType, 0);
        var rows = new List<MLOperand>();
        for (var y = 0; y < window.Height; y++)
        {
            var row = new List<MLOperand>();
            for (var x = 0; x < window.Width; x++)
            {
                var isHere = op.Builder.Equal(places, op.Builder.Constant(MLOperandDataType.Int32, (y * window.Width) + x), op.Label);
                row.Add(op.Builder.Reshape(op.Builder.Where(isHere, values, zero, op.Label), [n, height, 1, width, 1, channels], op.Label));
            }

            rows.Add(op.Builder.Concat([.. row], axis: 4, op.Label));
        }

        return [op.Builder.Reshape(op.Builder.Concat([.. rows], axis: 2, op.Label), [n, height * window.Height, width * window.Width, channels], op.Label)];
    }

    /// <summary>TfLiteTransposeConvParams are three integers: padding, stride's width and height. TfLitePoolParams begin so, and go on with the window and the activation.</summary>
    private static (TfLitePadding Padding, Size2D Strides, Size2D Window, TfLiteFusedActivation Activation) Options(OperatorContext op, int count)
    {
        var bytes = op.CustomOptions.AsSpan();
        op.Require(bytes.Length >= count * sizeof(int), $"options of {bytes.Length} bytes; expected {count * sizeof(int)} or more");
        var fields = new int[6];
        for (var i = 0; i < count; i++)
        {
            fields[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        }

        var (strides, window) = (new Size2D(fields[2], fields[1]), new Size2D(fields[4], fields[3]));
        op.Require((TfLitePadding)fields[0] is TfLitePadding.Same or TfLitePadding.Valid, $"padding {fields[0]}");
        op.Require(strides is { Height: > 0, Width: > 0 }, $"strides {strides}");
        op.Require(count == 3 || window is { Height: > 0 and <= MostPositions, Width: > 0 and <= MostPositions } && window.Height * window.Width <= MostPositions, $"a window of {window}");
        return ((TfLitePadding)fields[0], strides, window, (TfLiteFusedActivation)fields[5]);
    }
}

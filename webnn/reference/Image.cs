namespace WebNN.Reference;

/// <summary>A tensor of four axes as batches of images, whatever its layout.</summary>
internal sealed class Image
{
    private readonly Tensor tensor;
    private readonly int[] strides;
    private readonly (int Channels, int Height, int Width) axes;

    private Image(Tensor tensor, (int Channels, int Height, int Width) axes)
    {
        (this.tensor, this.axes) = (tensor, axes);
        strides = Positions.Strides(tensor.Shape);
    }

    public int Batches => tensor.Shape[0];

    public int Channels => tensor.Shape[axes.Channels];

    public int Height => tensor.Shape[axes.Height];

    public int Width => tensor.Shape[axes.Width];

    public int ChannelStride => strides[axes.Channels];

    public double[] Reals => tensor.Reals;

    public static Image Of(Tensor tensor, MLInputOperandLayout layout) => new(tensor, layout is MLInputOperandLayout.Nhwc ? (3, 1, 2) : (1, 2, 3));

    public int Position(int batch, int channel, int row, int column) =>
        (batch * strides[0]) + (channel * strides[axes.Channels]) + (row * strides[axes.Height]) + (column * strides[axes.Width]);

    /// <summary>Gives every element a value by its place: batch, channel, row, column.</summary>
    public void Fill(Func<int, int, int, int, double> value) => ForEach((batch, channel, row, column) =>
        tensor.Reals[Position(batch, channel, row, column)] = value(batch, channel, row, column));

    public void ForEach(Action<int, int, int, int> action)
    {
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var row = 0; row < Height; row++)
            {
                for (var column = 0; column < Width; column++)
                {
                    for (var channel = 0; channel < Channels; channel++)
                    {
                        action(batch, channel, row, column);
                    }
                }
            }
        }
    }
}

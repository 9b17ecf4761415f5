namespace WebNN.Samples.LeNet;

/// <summary>5 by 5 windows over a square image, and a relu.</summary>
internal sealed record Convolution(int Side, int Inputs, int Outputs, int Border)
{
    private const int Window = 5;

    private int Results => Side + (2 * Border) - Window + 1;

    public float[] Run(float[] image, float[] filter, float[] bias)
    {
        var sums = new float[Results * Results * Outputs];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = bias[i % Outputs];
        }

        Each((pixel, weight, sum) => sums[sum] += image[pixel] * filter[weight]);
        return Array.ConvertAll(sums, sum => Math.Max(sum, 0));
    }

    /// <summary>Adds to the gradients of the filter and the bias; returns that of the image.</summary>
    public float[] Back(float[] image, float[] gradient, float[] filter, float[] filterGradient, float[] biasGradient)
    {
        var result = new float[image.Length];
        for (var i = 0; i < gradient.Length; i++)
        {
            biasGradient[i % Outputs] += gradient[i];
        }

        Each((pixel, weight, sum) =>
        {
            filterGradient[weight] += gradient[sum] * image[pixel];
            result[pixel] += gradient[sum] * filter[weight];
        });
        return result;
    }

    /// <summary>Every product of the convolution: where its pixel, its weight and its sum are.</summary>
    private void Each(Action<int, int, int> product)
    {
        for (var sum = 0; sum < Results * Results * Outputs; sum++)
        {
            var (y, x, output) = (sum / Outputs / Results, sum / Outputs % Results, sum % Outputs);
            for (var place = 0; place < Window * Window; place++)
            {
                var (row, column) = (y + (place / Window) - Border, x + (place % Window) - Border);
                if (row >= 0 && row < Side && column >= 0 && column < Side)
                {
                    for (var input = 0; input < Inputs; input++)
                    {
                        product((((row * Side) + column) * Inputs) + input, (((output * Window * Window) + place) * Inputs) + input, sum);
                    }
                }
            }
        }
    }
}

/// <summary>The largest of every 2 by 2 pixels.</summary>
internal static class Pool
{
    /// <returns>The largest, and where they were.</returns>
    public static (float[] Largest, int[] Picked) Run(float[] image, int side, int channels)
    {
        var picked = new int[side * side / 4 * channels];
        for (var i = 0; i < picked.Length; i++)
        {
            var (y, x, channel) = (i / channels / (side / 2), i / channels % (side / 2), i % channels);
            var corner = (((2 * y * side) + (2 * x)) * channels) + channel;
            picked[i] = new[] { corner, corner + channels, corner + (side * channels), corner + ((side + 1) * channels) }.MaxBy(place => image[place]);
        }

        return (Array.ConvertAll(picked, place => image[place]), picked);
    }

    public static float[] Back(float[] gradient, int[] picked, int length)
    {
        var result = new float[length];
        for (var i = 0; i < picked.Length; i++)
        {
            result[picked[i]] = gradient[i];
        }

        return result;
    }
}

/// <summary>A matrix, of outputs by inputs, times a vector, and a bias.</summary>
internal static class Product
{
    public static float[] Run(float[] x, float[] matrix, float[] bias) =>
        [.. bias.Select((sum, row) => sum + x.Select((each, column) => each * matrix[(row * x.Length) + column]).Sum())];

    /// <inheritdoc cref="Convolution.Back"/>
    public static float[] Back(float[] x, float[] gradient, float[] matrix, float[] matrixGradient, float[] biasGradient)
    {
        var result = new float[x.Length];
        for (var row = 0; row < gradient.Length; row++)
        {
            biasGradient[row] += gradient[row];
            for (var column = 0; column < x.Length; column++)
            {
                matrixGradient[(row * x.Length) + column] += gradient[row] * x[column];
                result[column] += gradient[row] * matrix[(row * x.Length) + column];
            }
        }

        return result;
    }
}

namespace WebNN.Samples.LeNet;

/// <summary>
/// The network of samples/lenet and its gradients, for one picture at a time. Images are rows of pixels of channels; a filter is output channels of
/// rows of columns of input channels.
/// </summary>
internal sealed class Network
{
    private readonly Convolution first = new(Side: 16, Inputs: 1, Outputs: 6, Border: 2);
    private readonly Convolution second = new(Side: 8, Inputs: 6, Outputs: 12, Border: 0);

    public Network(Random random)
    {
        (int Inputs, int Outputs)[] layers = [(25, 6), (150, 12), (48, 32), (32, 10)];
        Weights = [.. layers.SelectMany(layer => new[] { Drawn(random, layer.Inputs, layer.Outputs), new float[layer.Outputs] })];
        Gradients = [.. Weights.Select(weights => new float[weights.Length])];
    }

    /// <summary>Filter and bias of both convolutions, matrix and bias of both products.</summary>
    public float[][] Weights { get; }

    public float[][] Gradients { get; }

    public int Read(float[] image)
    {
        var logits = Run(image).Logits;
        return Array.IndexOf(logits, logits.Max());
    }

    /// <summary>Adds to the gradients of the cross entropy.</summary>
    public void Learn(float[] image, int digit, float share)
    {
        var run = Run(image);
        var largest = run.Logits.Max();
        var exponentials = Array.ConvertAll(run.Logits, logit => MathF.Exp(logit - largest));
        var sum = exponentials.Sum();
        float[] logits = [.. exponentials.Select((each, i) => share * ((each / sum) - (i == digit ? 1 : 0)))];

        var hidden = Product.Back(run.Hidden, logits, Weights[6], Gradients[6], Gradients[7]);
        var pooled = Product.Back(run.Pooled2, Rectified(hidden, run.Hidden), Weights[4], Gradients[4], Gradients[5]);
        var inner = second.Back(run.Pooled1, Rectified(Pool.Back(pooled, run.Picked2, run.Sums2.Length), run.Sums2), Weights[2], Gradients[2], Gradients[3]);
        first.Back(image, Rectified(Pool.Back(inner, run.Picked1, run.Sums1.Length), run.Sums1), Weights[0], Gradients[0], Gradients[1]);
    }

    private Values Run(float[] image)
    {
        var sums1 = first.Run(image, Weights[0], Weights[1]);
        var (pooled1, picked1) = Pool.Run(sums1, 16, 6);
        var sums2 = second.Run(pooled1, Weights[2], Weights[3]);
        var (pooled2, picked2) = Pool.Run(sums2, 4, 12);
        var hidden = Array.ConvertAll(Product.Run(pooled2, Weights[4], Weights[5]), sum => Math.Max(sum, 0));
        return new(sums1, pooled1, picked1, sums2, pooled2, picked2, hidden, Product.Run(hidden, Weights[6], Weights[7]));
    }

    /// <summary>Past a relu, whose results are given.</summary>
    private static float[] Rectified(float[] gradient, float[] results) => [.. gradient.Zip(results, (each, result) => result > 0 ? each : 0)];

    private static float[] Drawn(Random random, int inputs, int outputs)
    {
        var limit = MathF.Sqrt(6f / inputs);
        return [.. Enumerable.Range(0, inputs * outputs).Select(_ => limit * ((2 * random.NextSingle()) - 1))];
    }

    /// <summary>What every layer made of a picture.</summary>
    private sealed record Values(
        float[] Sums1, float[] Pooled1, int[] Picked1, float[] Sums2, float[] Pooled2, int[] Picked2, float[] Hidden, float[] Logits);
}

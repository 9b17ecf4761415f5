namespace WebNN.Samples.LeNet;

/// <summary>Moves weights against their gradients, by the Adam rule (Kingma and Ba, 2014).</summary>
internal sealed class Adam(float[][] weights)
{
    private readonly float[][] means = [.. weights.Select(each => new float[each.Length])];
    private readonly float[][] squares = [.. weights.Select(each => new float[each.Length])];

    /// <summary>One step; the gradients are zero afterwards.</summary>
    public void Step(float[][] gradients, int number, float rate)
    {
        var (first, second) = (1 - MathF.Pow(0.9f, number), 1 - MathF.Pow(0.999f, number));
        for (var layer = 0; layer < weights.Length; layer++)
        {
            for (var i = 0; i < weights[layer].Length; i++)
            {
                var gradient = gradients[layer][i];
                means[layer][i] += 0.1f * (gradient - means[layer][i]);
                squares[layer][i] += 0.001f * ((gradient * gradient) - squares[layer][i]);
                weights[layer][i] -= rate * (means[layer][i] / first) / (MathF.Sqrt(squares[layer][i] / second) + 1e-8f);
                gradients[layer][i] = 0;
            }
        }
    }
}

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>A kernel's place in a graph that runs without a session: what it reads and writes, by the names of values.</summary>
/// <param name="Filter">What is packed for it; null for nothing.</param>
/// <param name="Sum">The second operand, or what is added; null for nothing.</param>
internal sealed record KernelStep(WindowDescription Kernel, string Input, string? Filter, string? Sum, string Output)
{
    /// <summary>The values that it reads.</summary>
    public IEnumerable<string> Reads => new[] { Input, Filter, Sum }.OfType<string>();
}

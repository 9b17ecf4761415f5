namespace WebNN.Kernels;

/// <summary>A kernel's making, in a form that crosses the border of a library.</summary>
internal unsafe struct KernelDescription
{
    private const int MostStages = 2;

    private int operation;
    private int shares;
    private int width;
    private int cacheFloats;
    private int together;
    private fixed long shapes[MostStages * WindowShape.Fields];
    private fixed float ranges[MostStages * 2];
    private fixed int slopes[MostStages];

    public KernelDescription(WindowOperation operation, WindowStage stage, WindowStage expansion, KernelTarget target, int shares)
    {
        (this.operation, this.shares, width, cacheFloats, together) = ((int)operation, shares, (int)target.Width, target.CacheFloats, target.Together);
        Write(0, stage);
        Write(1, expansion);
    }

    /// <exception cref="ArgumentException">It describes no kernel.</exception>
    public WindowKernel Create() => WindowKernels.Create((WindowOperation)operation, Read(0), Read(1), KernelTarget.FromIntegers([width, cacheFloats, together]), shares);

    private void Write(int index, WindowStage stage)
    {
        for (var field = 0; field < WindowShape.Fields; field++)
        {
            shapes[(index * WindowShape.Fields) + field] = stage.Shape.ToIntegers()[field];
        }

        (ranges[index * 2], ranges[(index * 2) + 1], slopes[index]) = (stage.Range.Low, stage.Range.High, stage.Range.HasSlopes ? 1 : 0);
    }

    private WindowStage Read(int index)
    {
        fixed (long* fields = shapes)
        {
            var shape = WindowShape.FromIntegers(new(fields + (index * WindowShape.Fields), WindowShape.Fields));
            return new(shape, new(ranges[index * 2], ranges[(index * 2) + 1], slopes[index] != 0));
        }
    }
}

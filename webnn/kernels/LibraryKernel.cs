namespace WebNN.Kernels;

/// <summary>A kernel of <see cref="KernelLibrary"/>.</summary>
internal sealed unsafe class LibraryKernel : WindowKernel
{
    private void* kernel;

    /// <exception cref="ArgumentException">The library refuses the description.</exception>
    public LibraryKernel(WindowOperation operation, WindowStage stage, WindowStage expansion, KernelTarget target, int shares)
        : base(stage.Shape, stage.Range, shares)
    {
        var description = new KernelDescription(operation, stage, expansion, target, shares);
        kernel = KernelLibrary.Create(&description);
        if (kernel is null)
        {
            throw new ArgumentException("the library of kernels refused the kernel", nameof(operation));
        }
    }

    /// <summary>Nothing for a single share: the library does it with the run, in one call.</summary>
    public override void Prepare(in WindowBuffers buffers)
    {
        if (Shares == 1)
        {
            return;
        }

        fixed (WindowBuffers* pointer = &buffers)
        {
            KernelLibrary.Prepare(kernel, pointer);
        }
    }

    public override void Run(in WindowBuffers buffers, int share)
    {
        fixed (WindowBuffers* pointer = &buffers)
        {
            KernelLibrary.Run(kernel, pointer, share);
        }
    }

    private protected override void Release()
    {
        if (kernel is not null)
        {
            KernelLibrary.Destroy(kernel);
            kernel = null;
        }
    }
}

using System.Runtime.InteropServices;

namespace WebNN.Kernels.Library;

/// <summary>What <see cref="KernelLibrary"/> calls. Nothing throws into the caller.</summary>
internal static unsafe class KernelExports
{
    [UnmanagedCallersOnly(EntryPoint = KernelLibrary.VersionFunction)]
    public static int Version() => KernelLibrary.Version;

    /// <summary>A kernel, or null where the description is none.</summary>
    [UnmanagedCallersOnly(EntryPoint = KernelLibrary.CreateFunction)]
    public static void* Create(KernelDescription* description)
    {
        try
        {
            return (void*)GCHandle.ToIntPtr(GCHandle.Alloc(description->Create()));
        }
        catch (Exception)
        {
            return null;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = KernelLibrary.PrepareFunction)]
    public static void Prepare(void* kernel, WindowBuffers* buffers) => Kernel(kernel).Prepare(*buffers);

    /// <summary>A kernel of one share is prepared in the same call.</summary>
    [UnmanagedCallersOnly(EntryPoint = KernelLibrary.RunFunction)]
    public static void Run(void* kernel, WindowBuffers* buffers, int share)
    {
        var target = Kernel(kernel);
        if (target.Shares == 1)
        {
            target.Prepare(*buffers);
        }

        target.Run(*buffers, share);
    }

    [UnmanagedCallersOnly(EntryPoint = KernelLibrary.DestroyFunction)]
    public static void Destroy(void* kernel)
    {
        Kernel(kernel).Dispose();
        GCHandle.FromIntPtr((nint)kernel).Free();
    }

    private static WindowKernel Kernel(void* kernel) => (WindowKernel)GCHandle.FromIntPtr((nint)kernel).Target!;
}

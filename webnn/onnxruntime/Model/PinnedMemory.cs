using System.Buffers;
using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Model;

/// <summary>
/// Memory that a session reads in place, held still until the session has no more use for it: ONNX Runtime lets go of constants that its
/// kernels have copied into their own layout while the session is made.
/// </summary>
internal sealed unsafe class PinnedMemory : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<nint, (MemoryHandle Handle, int Uses)> pinned = [];
    private readonly OrtMemoryInfoHandle memoryInfo;
    private readonly Releaser* releaser;
    private GCHandle self;

    public PinnedMemory(OrtLibrary library)
    {
        memoryInfo = ModelEditor.CpuMemory(library);
        self = GCHandle.Alloc(this);
        releaser = (Releaser*)NativeMemory.Alloc((nuint)sizeof(Releaser));
        *releaser = new()
        {
            Allocator = new() { Version = OrtApi.ApiVersion, Alloc = &Refuse, Free = &Release, Info = &MemoryInfo },
            Owner = GCHandle.ToIntPtr(self),
        };
    }

    /// <summary>What gives a pinned address back.</summary>
    public OrtAllocator* Allocator => &releaser->Allocator;

    /// <summary>The bytes' address, until the allocator has freed it as often as it was pinned.</summary>
    public void* Pin(ReadOnlyMemory<byte> bytes)
    {
        var handle = bytes.Pin();
        var address = (nint)handle.Pointer;
        lock (gate)
        {
            if (pinned.TryGetValue(address, out var known))
            {
                handle.Dispose();
                handle = known.Handle;
            }

            pinned[address] = (handle, known.Uses + 1);
        }

        return (void*)address;
    }

    /// <summary>The session is gone.</summary>
    public void Dispose()
    {
        if (!self.IsAllocated)
        {
            return;
        }

        foreach (var (handle, _) in pinned.Values)
        {
            handle.Dispose();
        }

        pinned.Clear();
        self.Free();
        NativeMemory.Free(releaser);
        memoryInfo.Dispose();
    }

    [UnmanagedCallersOnly]
    private static void* Refuse(OrtAllocator* allocator, nuint size) => null;

    [UnmanagedCallersOnly]
    private static void Release(OrtAllocator* allocator, void* address) => Owner(allocator).Unpin((nint)address);

    [UnmanagedCallersOnly]
    private static OrtMemoryInfo* MemoryInfo(OrtAllocator* allocator) => Owner(allocator).memoryInfo.Pointer;

    private static PinnedMemory Owner(OrtAllocator* allocator) => (PinnedMemory)GCHandle.FromIntPtr(((Releaser*)allocator)->Owner).Target!;

    private void Unpin(nint address)
    {
        lock (gate)
        {
            var (handle, uses) = pinned[address];
            if (uses > 1)
            {
                pinned[address] = (handle, uses - 1);
                return;
            }

            pinned.Remove(address);
            handle.Dispose();
        }
    }

    /// <summary>What ONNX Runtime sees, and what is behind it for us.</summary>
    private struct Releaser
    {
        public OrtAllocator Allocator;
        public nint Owner;
    }
}

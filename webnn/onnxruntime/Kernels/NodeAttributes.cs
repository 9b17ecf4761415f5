using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>The attributes of the node that a kernel is made for.</summary>
internal sealed unsafe class NodeAttributes(OrtApi api, OrtKernelInfo* info) : IDisposable
{
    private const int MostElements = 64;

    private readonly NativeArena arena = new();

    /// <exception cref="OrtException">The node has no such list.</exception>
    public long[] Integers(string name)
    {
        var elements = stackalloc long[MostElements];
        nuint count = MostElements;
        Check(name, api.KernelInfoGetIntegers(info, arena.Text(name), elements, &count));
        return new ReadOnlySpan<long>(elements, (int)count).ToArray();
    }

    /// <exception cref="OrtException">The node has no such list.</exception>
    public float[] Floats(string name)
    {
        var elements = stackalloc float[MostElements];
        nuint count = MostElements;
        Check(name, api.KernelInfoGetFloats(info, arena.Text(name), elements, &count));
        return new ReadOnlySpan<float>(elements, (int)count).ToArray();
    }

    public void Dispose() => arena.Dispose();

    private void Check(string name, OrtStatus* status)
    {
        if (status is not null)
        {
            var error = new OrtException(name, api.GetErrorCode(status), OrtLibrary.Text(api.GetErrorMessage(status)));
            api.ReleaseStatus(status);
            throw error;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Node.Interop;

namespace WebNN.Node;

/// <summary>What belongs to one environment of Node.js: the main thread's, or a worker's. None sees another's objects.</summary>
internal sealed unsafe class AddonEnvironment
{
    /// <summary>A reference to the function that makes errors; 0 before lib/native.js gave it.</summary>
    public nint MakeError { get; private set; }

    /// <summary>Where the addon is, and its kernels; ONNX Runtime is looked for from there.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>The environment's own; null before it has one.</summary>
    public static AddonEnvironment? Of(nint env)
    {
        void* data;
        return NodeApi.GetInstanceData(env, &data) == Status.Ok && data != null ? (AddonEnvironment?)GCHandle.FromIntPtr((nint)data).Target : null;
    }

    /// <summary>Gives a new environment its state, until it ends.</summary>
    public static void Attach(nint env)
    {
        var handle = GCHandle.Alloc(new AddonEnvironment());
        NodeApi.Check(NodeApi.SetInstanceData(env, (void*)GCHandle.ToIntPtr(handle), &Detach, null));
    }

    /// <summary>(makeError, folder)</summary>
    public static nint Initialize(Arguments call)
    {
        nint reference;
        NodeApi.Check(NodeApi.CreateReference(call.Env, call.Value(0), 1, &reference));
        var environment = Of(call.Env) ?? throw new InvalidOperationException("the environment has no state");
        (environment.MakeError, environment.Folder) = (reference, call.String(1));
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Detach(nint env, void* data, void* hint) => GCHandle.FromIntPtr((nint)data).Free();
}

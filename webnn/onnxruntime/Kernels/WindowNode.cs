using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>A node of a session that <see cref="WindowOperator"/> runs. A session runs its nodes one at a time, and its graph one run at a time.</summary>
internal sealed unsafe class WindowNode
{
    private readonly OrtApi api;
    private readonly WindowKernel kernel;
    private readonly long[] dimensions;
    private readonly GCHandle self;

    private WindowNode(OrtApi api, WindowKernel kernel, long[] dimensions)
    {
        (this.api, this.kernel, this.dimensions) = (api, kernel, dimensions);
        self = GCHandle.Alloc(this);
    }

    [UnmanagedCallersOnly]
    public static OrtStatus* Create(OrtCustomOp* operatorInstance, void** table, OrtKernelInfo* info, void** node)
    {
        var api = new OrtApi(table);
        try
        {
            using var attributes = new NodeAttributes(api, info);
            var description = WindowDescription.Of(name => attributes.Integers(name), name => attributes.Floats(name));
            var kernel = description.Create(WindowOperator.Threads(operatorInstance));
            *node = (void*)GCHandle.ToIntPtr(new WindowNode(api, kernel, attributes.Integers(WindowOperator.OutputAttribute)).self);
            return null;
        }
        catch (Exception e)
        {
            return Failure(api, e);
        }
    }

    [UnmanagedCallersOnly]
    public static OrtStatus* Compute(void* node, OrtKernelContext* context)
    {
        var target = (WindowNode)GCHandle.FromIntPtr((nint)node).Target!;
        try
        {
            return target.Run(context);
        }
        catch (Exception e)
        {
            return Failure(target.api, e);
        }
    }

    [UnmanagedCallersOnly]
    public static void Destroy(void* node)
    {
        var handle = GCHandle.FromIntPtr((nint)node);
        ((WindowNode)handle.Target!).kernel.Dispose();
        handle.Free();
    }

    private OrtStatus* Run(OrtKernelContext* context)
    {
        void* input = null, filter = null, sum = null, result = null;
        OrtValue* output = null;
        var status = Input(context, 0, &input);
        status = status is not null ? status : Input(context, 1, &filter);
        status = status is not null ? status : Input(context, 2, &sum);
        fixed (long* shape = dimensions)
        {
            status = status is not null ? status : api.KernelContextGetOutput(context, 0, shape, (nuint)dimensions.Length, &output);
        }

        status = status is not null ? status : api.GetTensorMutableData(output, &result);
        if (status is not null)
        {
            return status;
        }

        var buffers = new WindowBuffers((nint)input, (nint)filter, (nint)sum, (nint)result);
        kernel.Prepare(buffers);
        if (kernel.Shares == 1)
        {
            kernel.Run(buffers, 0);
            return null;
        }

        var call = new Call { Node = GCHandle.ToIntPtr(self), Buffers = buffers };
        return api.KernelContextParallelFor(context, &RunShare, (nuint)kernel.Shares, 0, &call);
    }

    /// <summary>An input's elements; null where it is absent.</summary>
    private OrtStatus* Input(OrtKernelContext* context, nuint index, void** data)
    {
        OrtValue* value;
        *data = null;
        var status = api.KernelContextGetInput(context, index, &value);
        return status is not null || value is null ? status : api.GetTensorMutableData(value, data);
    }

    /// <summary>Kernels do not throw: they get what <see cref="Create"/> has checked.</summary>
    [UnmanagedCallersOnly]
    private static void RunShare(void* call, nuint share)
    {
        ref var target = ref *(Call*)call;
        ((WindowNode)GCHandle.FromIntPtr(target.Node).Target!).kernel.Run(target.Buffers, (int)share);
    }

    private static OrtStatus* Failure(OrtApi api, Exception exception)
    {
        using var arena = new Model.NativeArena();
        return api.CreateStatus(OrtErrorCode.Fail, arena.Text($"{WindowOperator.Name}: {exception.Message}"));
    }

    private struct Call
    {
        public nint Node;
        public WindowBuffers Buffers;
    }
}

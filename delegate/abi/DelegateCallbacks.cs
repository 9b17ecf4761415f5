using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Abi;

/// <summary>
/// The functions that TFLite calls, and the only place where every exception is caught: none may unwind through TFLite's frames. They find
/// their object through a GCHandle and have no other logic.
/// </summary>
internal static unsafe class DelegateCallbacks
{
    private static ReadOnlySpan<byte> KernelName => "WebNN\0"u8;

    /// <summary>Fills the struct that TFLite gets.</summary>
    public static void Fill(TfLiteDelegate* target, GCHandle border)
    {
        *target = default;
        target->Data = (void*)GCHandle.ToIntPtr(border);
        target->Prepare = &PrepareDelegate;
        target->Flags = TfLiteDelegateFlags.AllowDynamicTensors;
    }

    /// <summary>A kernel's registration: what is not set here stays zero, for runtimes that know more fields.</summary>
    public static TfLiteRegistration Registration() => new()
    {
        Init = &InitKernel,
        Free = &FreeKernel,
        Prepare = &PrepareKernel,
        Invoke = &InvokeKernel,
        BuiltinCode = (int)BuiltinOperator.Delegate,
        CustomName = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(KernelName)),
        Version = 1,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static TfLiteStatus PrepareDelegate(TfLiteContext* context, TfLiteDelegate* self)
    {
        try
        {
            var border = Target<DelegateBorder>(self->Data);
            border.Enter();
            try
            {
                return border.Prepare(context, self);
            }
            finally
            {
                border.Leave();
            }
        }
        catch (Exception e)
        {
            return Report(context, "prepare", e, TfLiteStatus.DelegateError);
        }
    }

    /// <summary>Null where it fails: then the kernel's prepare answers the error, which every runtime understands.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* InitKernel(TfLiteContext* context, byte* buffer, nuint length)
    {
        try
        {
            var parameters = (TfLiteDelegateParams*)buffer;
            var border = Target<DelegateBorder>(parameters->Delegate->Data);
            var (recipe, compiled) = border.Take(context, TfLiteIntArray.Elements(parameters->NodesToReplace));
            var kernel = new DelegateKernel(recipe, compiled, border);
            return (void*)GCHandle.ToIntPtr(GCHandle.Alloc(kernel));
        }
        catch (Exception e)
        {
            Report(context, "init", e, TfLiteStatus.DelegateError);
            return null;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void FreeKernel(TfLiteContext* context, void* userData)
    {
        try
        {
            if (userData is not null)
            {
                var handle = GCHandle.FromIntPtr((nint)userData);
                ((DelegateKernel)handle.Target!).Dispose();
                handle.Free();
            }
        }
        catch (Exception e)
        {
            Report(context, "free", e, TfLiteStatus.DelegateError);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static TfLiteStatus PrepareKernel(TfLiteContext* context, TfLiteNode* node)
    {
        try
        {
            Target<DelegateKernel>(node->UserData).Prepare(context);
            return TfLiteStatus.Ok;
        }
        catch (Exception e)
        {
            // TFLite 2.2 takes any other status for success.
            return Report(context, "prepare", e, TfLiteStatus.Error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static TfLiteStatus InvokeKernel(TfLiteContext* context, TfLiteNode* node)
    {
        try
        {
            Target<DelegateKernel>(node->UserData).Invoke(context);
            return TfLiteStatus.Ok;
        }
        catch (Exception e)
        {
            return Report(context, "invoke", e, TfLiteStatus.Error);
        }
    }

    private static T Target<T>(void* data)
        where T : class =>
        data is null ? throw new InvalidOperationException("its init failed") : (T)GCHandle.FromIntPtr((nint)data).Target!;

    private static TfLiteStatus Report(TfLiteContext* context, string call, Exception e, TfLiteStatus status)
    {
        try
        {
            HostLog.Report(context, $"{call}: {e.Message}");
        }
        catch (Exception)
        {
            // Out of memory while saying so: the status has to do.
        }

        return status;
    }
}

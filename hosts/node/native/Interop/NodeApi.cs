using System.Runtime.InteropServices;

namespace WebNN.Node.Interop;

/// <summary>
/// The functions of Node-API that are used here (https://nodejs.org/api/n-api.html), version 8. The program that loads the addon has them, so
/// they are looked up there: that links on every platform. Values and environments are pointers.
/// </summary>
internal static unsafe class NodeApi
{
    /// <summary>The version of Node-API that the addon asks for: Node.js 18.12 and newer have it.</summary>
    public const int Version = 8;

    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, delegate* unmanaged[Cdecl]<nint, nint, nint>, void*, nint*, Status> CreateFunction;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, byte*, nint, Status> SetNamedProperty;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nuint*, nint*, nint*, void**, Status> GetCallbackInfo;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, Status> Throw;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nuint, nint*, nint*, Status> CallFunction;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, double*, Status> GetDouble;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, byte*, Status> GetBoolean;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nuint*, Status> GetString;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, int*, Status> TypeOf;
    public static readonly delegate* unmanaged[Cdecl]<nint, double, nint*, Status> CreateDouble;
    public static readonly delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint*, Status> CreateString;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint*, Status> GetUndefined;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint*, Status> GetGlobal;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, int*, nuint*, void**, nint*, nuint*, Status> GetTypedArray;
    public static readonly delegate* unmanaged[Cdecl]<nint, nuint, void**, nint*, Status> CreateArrayBuffer;
    public static readonly delegate* unmanaged[Cdecl]<nint, void*, nuint, delegate* unmanaged[Cdecl]<nint, void*, void*, void>, void*, nint*, Status> CreateExternalArrayBuffer;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, Status> DetachArrayBuffer;
    public static readonly delegate* unmanaged[Cdecl]<nint, void*, delegate* unmanaged[Cdecl]<nint, void*, void*, void>, void*, nint*, Status> CreateExternal;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, void**, Status> GetExternal;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint*, nint*, Status> CreatePromise;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, Status> ResolveDeferred;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, Status> RejectDeferred;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, uint, nint*, Status> CreateReference;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint*, Status> GetReference;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, Status> DeleteReference;
    public static readonly delegate* unmanaged[Cdecl]<nint, long, long*, Status> AdjustExternalMemory;
    public static readonly delegate* unmanaged[Cdecl]<nint, void*, delegate* unmanaged[Cdecl]<nint, void*, void*, void>, void*, Status> SetInstanceData;
    public static readonly delegate* unmanaged[Cdecl]<nint, void**, Status> GetInstanceData;
    public static readonly delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, void>, void*, Status> AddCleanupHook;
    public static readonly delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, void>, void*, Status> RemoveCleanupHook;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nuint, nuint, void*, delegate* unmanaged[Cdecl]<nint, void*, void*, void>, void*, delegate* unmanaged[Cdecl]<nint, nint, void*, void*, void>, nint*, Status> CreateThreadsafeFunction;
    public static readonly delegate* unmanaged[Cdecl]<nint, void*, int, Status> CallThreadsafeFunction;
    public static readonly delegate* unmanaged[Cdecl]<nint, int, Status> ReleaseThreadsafeFunction;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, Status> ReferenceThreadsafeFunction;
    public static readonly delegate* unmanaged[Cdecl]<nint, nint, Status> UnreferenceThreadsafeFunction;

    static NodeApi()
    {
        var program = NativeLibrary.GetMainProgramHandle();
        CreateFunction = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, delegate* unmanaged[Cdecl]<nint, nint, nint>, void*, nint*, Status>)Find(program, "napi_create_function");
        SetNamedProperty = (delegate* unmanaged[Cdecl]<nint, nint, byte*, nint, Status>)Find(program, "napi_set_named_property");
        GetCallbackInfo = (delegate* unmanaged[Cdecl]<nint, nint, nuint*, nint*, nint*, void**, Status>)Find(program, "napi_get_cb_info");
        Throw = (delegate* unmanaged[Cdecl]<nint, nint, Status>)Find(program, "napi_throw");
        CallFunction = (delegate* unmanaged[Cdecl]<nint, nint, nint, nuint, nint*, nint*, Status>)Find(program, "napi_call_function");
        GetDouble = (delegate* unmanaged[Cdecl]<nint, nint, double*, Status>)Find(program, "napi_get_value_double");
        GetBoolean = (delegate* unmanaged[Cdecl]<nint, nint, byte*, Status>)Find(program, "napi_get_value_bool");
        GetString = (delegate* unmanaged[Cdecl]<nint, nint, byte*, nuint, nuint*, Status>)Find(program, "napi_get_value_string_utf8");
        TypeOf = (delegate* unmanaged[Cdecl]<nint, nint, int*, Status>)Find(program, "napi_typeof");
        CreateDouble = (delegate* unmanaged[Cdecl]<nint, double, nint*, Status>)Find(program, "napi_create_double");
        CreateString = (delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint*, Status>)Find(program, "napi_create_string_utf8");
        GetUndefined = (delegate* unmanaged[Cdecl]<nint, nint*, Status>)Find(program, "napi_get_undefined");
        GetGlobal = (delegate* unmanaged[Cdecl]<nint, nint*, Status>)Find(program, "napi_get_global");
        GetTypedArray = (delegate* unmanaged[Cdecl]<nint, nint, int*, nuint*, void**, nint*, nuint*, Status>)Find(program, "napi_get_typedarray_info");
        CreateArrayBuffer = (delegate* unmanaged[Cdecl]<nint, nuint, void**, nint*, Status>)Find(program, "napi_create_arraybuffer");
        CreateExternalArrayBuffer = (delegate* unmanaged[Cdecl]<nint, void*, nuint, delegate* unmanaged[Cdecl]<nint, void*, void*, void>, void*, nint*, Status>)Find(program, "napi_create_external_arraybuffer");
        DetachArrayBuffer = (delegate* unmanaged[Cdecl]<nint, nint, Status>)Find(program, "napi_detach_arraybuffer");
        CreateExternal = (delegate* unmanaged[Cdecl]<nint, void*, delegate* unmanaged[Cdecl]<nint, void*, void*, void>, void*, nint*, Status>)Find(program, "napi_create_external");
        GetExternal = (delegate* unmanaged[Cdecl]<nint, nint, void**, Status>)Find(program, "napi_get_value_external");
        CreatePromise = (delegate* unmanaged[Cdecl]<nint, nint*, nint*, Status>)Find(program, "napi_create_promise");
        ResolveDeferred = (delegate* unmanaged[Cdecl]<nint, nint, nint, Status>)Find(program, "napi_resolve_deferred");
        RejectDeferred = (delegate* unmanaged[Cdecl]<nint, nint, nint, Status>)Find(program, "napi_reject_deferred");
        CreateReference = (delegate* unmanaged[Cdecl]<nint, nint, uint, nint*, Status>)Find(program, "napi_create_reference");
        GetReference = (delegate* unmanaged[Cdecl]<nint, nint, nint*, Status>)Find(program, "napi_get_reference_value");
        DeleteReference = (delegate* unmanaged[Cdecl]<nint, nint, Status>)Find(program, "napi_delete_reference");
        AdjustExternalMemory = (delegate* unmanaged[Cdecl]<nint, long, long*, Status>)Find(program, "napi_adjust_external_memory");
        SetInstanceData = (delegate* unmanaged[Cdecl]<nint, void*, delegate* unmanaged[Cdecl]<nint, void*, void*, void>, void*, Status>)Find(program, "napi_set_instance_data");
        GetInstanceData = (delegate* unmanaged[Cdecl]<nint, void**, Status>)Find(program, "napi_get_instance_data");
        AddCleanupHook = (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, void>, void*, Status>)Find(program, "napi_add_env_cleanup_hook");
        RemoveCleanupHook = (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, void>, void*, Status>)Find(program, "napi_remove_env_cleanup_hook");
        CreateThreadsafeFunction = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nuint, nuint, void*, delegate* unmanaged[Cdecl]<nint, void*, void*, void>, void*, delegate* unmanaged[Cdecl]<nint, nint, void*, void*, void>, nint*, Status>)Find(program, "napi_create_threadsafe_function");
        CallThreadsafeFunction = (delegate* unmanaged[Cdecl]<nint, void*, int, Status>)Find(program, "napi_call_threadsafe_function");
        ReleaseThreadsafeFunction = (delegate* unmanaged[Cdecl]<nint, int, Status>)Find(program, "napi_release_threadsafe_function");
        ReferenceThreadsafeFunction = (delegate* unmanaged[Cdecl]<nint, nint, Status>)Find(program, "napi_ref_threadsafe_function");
        UnreferenceThreadsafeFunction = (delegate* unmanaged[Cdecl]<nint, nint, Status>)Find(program, "napi_unref_threadsafe_function");
    }

    /// <summary>A call of Node-API that failed: a pending exception of JavaScript's, or a misuse.</summary>
    public static void Check(Status status)
    {
        if (status != Status.Ok)
        {
            throw new NodeApiException(status);
        }
    }

    private static nint Find(nint program, string name) => NativeLibrary.GetExport(program, name);
}

/// <summary>napi_status; those that are told apart here.</summary>
internal enum Status
{
    Ok = 0,
    PendingException = 10,
}

/// <summary>napi_valuetype; those that are told apart here.</summary>
internal enum ValueType
{
    Undefined = 0,
    External = 8,
}

/// <summary>A call of Node-API failed.</summary>
internal sealed class NodeApiException(Status status) : Exception($"Node-API: status {status:D}")
{
    public Status Status { get; } = status;
}

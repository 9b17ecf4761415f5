using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace WebNN.Node.Interop;

/// <summary>JavaScript's values to C#'s and back. Each throws <see cref="NodeApiException"/> for a value of another kind.</summary>
internal static unsafe class Values
{
    public static double Double(nint env, nint value)
    {
        double result;
        NodeApi.Check(NodeApi.GetDouble(env, value, &result));
        return result;
    }

    public static bool Boolean(nint env, nint value)
    {
        byte result;
        NodeApi.Check(NodeApi.GetBoolean(env, value, &result));
        return result != 0;
    }

    public static string String(nint env, nint value)
    {
        nuint length;
        NodeApi.Check(NodeApi.GetString(env, value, null, 0, &length));
        if (length == 0)
        {
            return "";
        }

        // Node-API ends the text with a zero.
        var bytes = new byte[(int)length + 1];
        fixed (byte* start = bytes)
        {
            NodeApi.Check(NodeApi.GetString(env, value, start, length + 1, &length));
        }

        return Encoding.UTF8.GetString(bytes, 0, (int)length);
    }

    public static bool IsUndefined(nint env, nint value) => TypeOf(env, value) == ValueType.Undefined;

    public static bool IsExternal(nint env, nint value) => TypeOf(env, value) == ValueType.External;

    /// <summary>The bytes of a Uint8Array, in place: valid until JavaScript runs again.</summary>
    public static Span<byte> Bytes(nint env, nint value) => Elements<byte>(env, value);

    /// <summary>The numbers of a Float64Array, in place: valid until JavaScript runs again.</summary>
    public static Span<double> Doubles(nint env, nint value) => Elements<double>(env, value);

    /// <summary>The object behind an external that <see cref="Wrap"/> made.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public static T Unwrap<T>(nint env, nint value) where T : class
    {
        void* data;
        NodeApi.Check(NodeApi.GetExternal(env, value, &data));
        return GCHandle.FromIntPtr((nint)data).Target as T ?? throw new ArgumentException($"the external is no {typeof(T).Name}");
    }

    /// <summary>An external that keeps an object until JavaScript's collector, or the end of the environment, finalizes it.</summary>
    public static nint Wrap(nint env, IWrapped target)
    {
        nint value;
        var handle = GCHandle.Alloc(target);
        var status = NodeApi.CreateExternal(env, (void*)GCHandle.ToIntPtr(handle), &Finalize, null, &value);
        if (status != Status.Ok)
        {
            handle.Free();
            throw new NodeApiException(status);
        }

        return value;
    }

    /// <summary>Releases what a finalizer has the handle of.</summary>
    public static void Finish(nint env, nint wrapped)
    {
        try
        {
            var handle = GCHandle.FromIntPtr(wrapped);
            var target = (IWrapped)handle.Target!;
            handle.Free();
            target.Release(env);
        }
        catch (Exception e)
        {
            // Nobody waits for a finalizer: what it could not free stays until the process ends.
            Console.Error.WriteLine($"webnn-node: a finalizer failed: {e.Message}");
        }
    }

    public static nint Of(nint env, double value)
    {
        nint result;
        NodeApi.Check(NodeApi.CreateDouble(env, value, &result));
        return result;
    }

    public static nint Of(nint env, string value)
    {
        nint result;
        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = bytes)
        {
            NodeApi.Check(NodeApi.CreateString(env, start, (nuint)bytes.Length, &result));
        }

        return result;
    }

    public static nint Undefined(nint env)
    {
        nint result;
        NodeApi.Check(NodeApi.GetUndefined(env, &result));
        return result;
    }

    /// <summary>A new ArrayBuffer with a copy of the bytes.</summary>
    public static nint ArrayBuffer(nint env, ReadOnlySpan<byte> bytes)
    {
        nint result;
        void* data;
        NodeApi.Check(NodeApi.CreateArrayBuffer(env, (nuint)bytes.Length, &data, &result));
        bytes.CopyTo(new Span<byte>(data, bytes.Length));
        return result;
    }

    private static ValueType TypeOf(nint env, nint value)
    {
        int type;
        NodeApi.Check(NodeApi.TypeOf(env, value, &type));
        return (ValueType)type;
    }

    private static Span<T> Elements<T>(nint env, nint value) where T : unmanaged
    {
        nuint length;
        void* data;
        NodeApi.Check(NodeApi.GetTypedArray(env, value, null, &length, &data, null, null));
        return length <= int.MaxValue ? new(data, (int)length) : throw new ArgumentException($"a buffer of {length} elements is too large (expected at most {int.MaxValue})");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Finalize(nint env, void* data, void* hint) => Finish(env, (nint)data);
}

/// <summary>What an external of JavaScript's holds.</summary>
internal interface IWrapped
{
    /// <summary>JavaScript has no more use for it; also called where it was released before.</summary>
    void Release(nint env);
}

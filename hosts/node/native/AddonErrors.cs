using WebNN.Interop.Natives;
using WebNN.Node.Interop;

namespace WebNN.Node;

/// <summary>Exceptions as errors of JavaScript's, made by the function that lib/native.js gave: a TypeError, or a DOMException.</summary>
internal static unsafe class AddonErrors
{
    public const string TypeError = "TypeError";
    private const string InvalidState = "InvalidStateError";
    public const string Operation = "OperationError";
    private const string NotSupported = "NotSupportedError";

    /// <summary>The name of the error while a graph is built or run: what the backend refuses there is a failed operation.</summary>
    public static string NameWhenRunning(Exception e) => e switch
    {
        ArgumentException => TypeError,
        InvalidOperationException => InvalidState,
        _ => Operation,
    };

    /// <summary>The name of the error while arguments are checked: what the backend refuses there is a wrong argument.</summary>
    public static string NameWhenChecking(Exception e) => e is UnsupportedException ? TypeError : NameWhenRunning(e);

    /// <summary>The name of the error while a context is made: without a library, or without a device.</summary>
    public static string NameWhenStarting(Exception e) => e is UnsupportedException or NativeLibraryException ? NotSupported : NameWhenRunning(e);

    /// <summary>Throws in JavaScript what a function of ours threw. An exception of JavaScript's own that is pending stays.</summary>
    public static void Throw(nint env, Exception e)
    {
        if (e is NodeApiException { Status: Status.PendingException })
        {
            return;
        }

        var error = Create(env, e is NodeApiException ? TypeError : NameWhenChecking(e), e.Message);
        if (error != 0)
        {
            _ = NodeApi.Throw(env, error);
        }
    }

    /// <summary>An error; 0 where JavaScript cannot make one, because the environment ends.</summary>
    public static nint Create(nint env, string name, string message)
    {
        nint makeError, global, error;
        if (AddonEnvironment.Of(env) is not { MakeError: not 0 } environment
            || NodeApi.GetReference(env, environment.MakeError, &makeError) != Status.Ok
            || NodeApi.GetGlobal(env, &global) != Status.Ok)
        {
            return 0;
        }

        var arguments = stackalloc nint[2];
        (arguments[0], arguments[1]) = (Values.Of(env, name), Values.Of(env, message));
        return NodeApi.CallFunction(env, global, makeError, 2, arguments, &error) == Status.Ok ? error : 0;
    }
}

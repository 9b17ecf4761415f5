namespace WebNN;

/// <summary>
/// Something that WebNN, or this backend, cannot express: the message says what, and where. No device of those asked for is one; from a builder
/// it comes as the <see cref="Exception.InnerException"/> of an <see cref="ArgumentException"/>, or of an <see cref="MLOperationException"/> where
/// the graph did not compile.
/// </summary>
public sealed class UnsupportedException(string message, Exception? inner = null) : NotSupportedException(message, inner);

/// <summary>A valid graph that did not compile, or whose computation failed (WebNN: an <c>OperationError</c>).</summary>
public sealed class MLOperationException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Which of the specification's errors an exception of this library is. What the specification rejects a promise with is thrown here by the call
/// itself.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>TypeError</c></term><description><see cref="ArgumentException"/>: arguments break a rule, or lie outside <see cref="MLContext.OpSupportLimits"/></description></item>
/// <item><term><c>InvalidStateError</c></term><description><see cref="InvalidOperationException"/> and its <see cref="ObjectDisposedException"/>: the builder has built, the context is lost, the graph is destroyed</description></item>
/// <item><term><c>OperationError</c></term><description><see cref="MLOperationException"/>: a valid graph does not compile or compute</description></item>
/// <item><term><c>NotSupportedError</c></term><description><see cref="NotSupportedException"/> and its <see cref="UnsupportedException"/>: no such context</description></item>
/// </list>
/// </remarks>
public static class MLError
{
    /// <summary>The specification's name of the error; <c>UnknownError</c> for what it does not know, such as memory that is used up.</summary>
    public static string NameOf(Exception exception) => exception switch
    {
        ArgumentException => "TypeError",
        InvalidOperationException => "InvalidStateError",
        MLOperationException => "OperationError",
        NotSupportedException => "NotSupportedError",
        _ => "UnknownError",
    };
}

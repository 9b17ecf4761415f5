namespace WebNN.Wasi.Abi;

/// <summary>wasi-nn's <c>nn_errno</c>.</summary>
internal enum Errno
{
    Success = 0,
    InvalidArgument = 1,
    InvalidEncoding = 2,
    MissingMemory = 3,
    Busy = 4,
    RuntimeError = 5,
    UnsupportedOperation = 6,
    TooLarge = 7,
    NotFound = 8,
}

internal static class ErrnoNames
{
    /// <summary>The specification's name.</summary>
    public static string Name(this Errno errno) => errno switch
    {
        Errno.Success => "success",
        Errno.InvalidArgument => "invalid_argument",
        Errno.InvalidEncoding => "invalid_encoding",
        Errno.MissingMemory => "missing_memory",
        Errno.Busy => "busy",
        Errno.RuntimeError => "runtime_error",
        Errno.UnsupportedOperation => "unsupported_operation",
        Errno.TooLarge => "too_large",
        Errno.NotFound => "not_found",
        _ => throw new ArgumentOutOfRangeException(nameof(errno)),
    };
}

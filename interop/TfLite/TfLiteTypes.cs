namespace WebNN.Interop.TfLite;

/// <summary>TfLiteType, by value. A newer runtime may send values that are not listed: treat them as unsupported.</summary>
public enum TfLiteType
{
    NoType = 0,
    Float32 = 1,
    Int32 = 2,
    UInt8 = 3,
    Int64 = 4,
    String = 5,
    Bool = 6,
    Int16 = 7,
    Complex64 = 8,
    Int8 = 9,
    Float16 = 10,
    Float64 = 11,
    Complex128 = 12,
    UInt64 = 13,
    Resource = 14,
    Variant = 15,
    UInt32 = 16,
    UInt16 = 17,
    Int4 = 18,
}

/// <summary>TfLiteStatus, by value.</summary>
public enum TfLiteStatus
{
    Ok = 0,
    Error = 1,
    DelegateError = 2,
    ApplicationError = 3,
    DelegateDataNotFound = 4,
    DelegateDataWriteError = 5,
    DelegateDataReadError = 6,
    UnresolvedOps = 7,
    Cancelled = 8,
}

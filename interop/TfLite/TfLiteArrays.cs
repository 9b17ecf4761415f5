using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WebNN.Interop.TfLite;

/// <summary>TfLiteIntArray: a count, then that many ints right behind it. Only ever used through a pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteIntArray
{
    public int Size;

    /// <summary>The elements of <paramref name="array"/>; empty for null.</summary>
    public static ReadOnlySpan<int> Elements(TfLiteIntArray* array) =>
        array is null || array->Size <= 0 ? [] : new ReadOnlySpan<int>((int*)array + 1, array->Size);

    /// <summary>A new array, for a call that takes it over: TFLite frees it with C's free.</summary>
    public static TfLiteIntArray* Allocate(ReadOnlySpan<int> elements)
    {
        var array = (TfLiteIntArray*)NativeMemory.Alloc(ByteLength(elements.Length));
        array->Size = elements.Length;
        elements.CopyTo(new Span<int>((int*)array + 1, elements.Length));
        return array;
    }

    /// <summary>Bytes of an array with <paramref name="count"/> elements.</summary>
    public static nuint ByteLength(int count) => (nuint)sizeof(int) * ((nuint)count + 1);
}

/// <summary>TfLiteFloatArray: a count, then that many floats right behind it. Only ever used through a pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteFloatArray
{
    public int Size;

    /// <summary>The elements of <paramref name="array"/>; empty for null.</summary>
    public static ReadOnlySpan<float> Elements(TfLiteFloatArray* array) =>
        array is null || array->Size <= 0 ? [] : new ReadOnlySpan<float>((float*)((int*)array + 1), array->Size);
}

/// <summary>An int array of ours for a call that does not take ownership of it.</summary>
public sealed unsafe class TfLiteIntArrayHandle : SafeHandle
{
    public TfLiteIntArrayHandle(ReadOnlySpan<int> elements)
        : base(0, ownsHandle: true) => SetHandle((nint)TfLiteIntArray.Allocate(elements));

    public override bool IsInvalid => handle == 0;

    /// <summary>Valid until this handle is disposed.</summary>
    public TfLiteIntArray* Pointer
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (TfLiteIntArray*)handle;
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WebNN;

/// <summary>How many tensors of one call have room on the stack; nearly all calls have fewer.</summary>
internal static class Few
{
    public const int Count = 16;
}

/// <summary>Room for them.</summary>
[InlineArray(Few.Count)]
internal struct Few<T>
{
    private T first;

    /// <summary>So many elements: in here where there is room, in an array of their own where there is not.</summary>
    [UnscopedRef]
    public Span<T> Take(int count) => count <= Few.Count ? this[..count] : new T[count];
}

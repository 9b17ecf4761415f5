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
}

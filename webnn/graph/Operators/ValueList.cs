using System.Collections.Immutable;

namespace WebNN;

/// <summary>
/// What stands behind a list of an options record: the record's equality is that of its fields, and an immutable array would be equal to itself
/// alone. Null is a list, too: the default.
/// </summary>
internal readonly struct ValueList<T>(ImmutableArray<T>? items) : IEquatable<ValueList<T>>
    where T : unmanaged
{
    public ImmutableArray<T>? Items { get; } = items;

    /// <summary>Of a list that is never null.</summary>
    public ImmutableArray<T> Required => Items ?? [];

    private bool IsList => Items is { IsDefault: false };

    private ReadOnlySpan<T> Span => IsList ? Items!.Value.AsSpan() : [];

    public bool Equals(ValueList<T> other) => IsList == other.IsList && Span.SequenceEqual(other.Span, EqualityComparer<T>.Default);

    public override bool Equals(object? obj) => obj is ValueList<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Span)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}

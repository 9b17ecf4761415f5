using System.Collections.Immutable;

namespace WebNN.TfLite.Delegation;

/// <summary>What was made for the shapes of some tensors, as long as few other shapes were asked for since: the one used longest ago goes first.</summary>
public sealed class RecentlyUsed<T>
    where T : class, IDisposable
{
    /// <summary>How many are kept: each has weights of its own.</summary>
    public const int Kept = 8;

    private readonly List<(ImmutableArray<ImmutableArray<int>> Shapes, T Item)> items = [];

    /// <summary>What was made for these shapes, which is used now; null where there is none.</summary>
    public T? Use(ImmutableArray<ImmutableArray<int>> shapes)
    {
        var known = items.FindIndex(item => item.Shapes.Zip(shapes).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.AsSpan())));
        if (known < 0)
        {
            return null;
        }

        var found = items[known];
        items.RemoveAt(known);
        items.Add(found);
        return found.Item;
    }

    /// <summary>Owns it from now on.</summary>
    public void Add(ImmutableArray<ImmutableArray<int>> shapes, T item)
    {
        if (items.Count == Kept)
        {
            items[0].Item.Dispose();
            items.RemoveAt(0);
        }

        items.Add((shapes, item));
    }

    /// <summary>Disposes of all that is kept.</summary>
    public void Clear()
    {
        items.ForEach(item => item.Item.Dispose());
        items.Clear();
    }
}

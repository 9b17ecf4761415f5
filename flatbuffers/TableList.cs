using System.Collections;

namespace WebNN.FlatBuffers;

/// <summary>A typed view of one table.</summary>
public interface ITableView<TSelf>
    where TSelf : struct, ITableView<TSelf>
{
    /// <summary>The view of <paramref name="table"/>.</summary>
    static abstract TSelf Over(FlatTable table);

    /// <summary>The fields as the file has them.</summary>
    FlatTable Table { get; }
}

/// <summary>A vector of tables, as a list of views; nothing is read before it is asked for.</summary>
public readonly struct TableList<T>(FlatTable owner, int field) : IReadOnlyList<T>
    where T : struct, ITableView<T>
{
    public int Count { get; } = owner.TableCount(field);

    public T this[int index] => T.Over(owner.TableAt(field, index));

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

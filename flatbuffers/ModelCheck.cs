namespace WebNN.FlatBuffers;

/// <summary>What checks of a model share: the place where they stand, and how they say what is wrong there.</summary>
internal abstract class ModelCheck(FieldPath path)
{
    protected FieldPath Path { get; } = path;

    protected void Each<T>(string name, TableList<T> list, Action<T> check)
        where T : struct, ITableView<T>
    {
        Path.Push(name);
        for (var i = 0; i < list.Count; i++)
        {
            Path.Push(i);
            check(list[i]);
            Path.Pop();
        }

        Path.Pop();
    }

    protected void Fail(FlatTable table, int field, string name, string problem)
    {
        Path.Push(name);
        throw new InvalidModelException(problem, table.Locate(field), Path.ToString());
    }

    /// <summary>The same for one entry of a vector of integers.</summary>
    protected void FailAt(FlatTable table, int field, string name, int index, string problem)
    {
        Path.Push(name);
        Path.Push(index);
        throw new InvalidModelException(problem, table.Locate(field, vector: true) + (sizeof(int) * index), Path.ToString());
    }
}

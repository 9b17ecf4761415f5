using System.Globalization;
using System.Text;

namespace WebNN.FlatBuffers;

/// <summary>
/// Where in the schema a walk stands: <c>subgraphs[0].tensors[4].name</c>. Costs a push and a pop a step; text is made only when asked for.
/// </summary>
internal sealed class FieldPath
{
    private readonly List<(string? Name, int Index)> steps = [];

    public void Push(string name) => steps.Add((name, 0));

    public void Push(int index) => steps.Add((null, index));

    public void Pop() => steps.RemoveAt(steps.Count - 1);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in steps)
        {
            if (name is null) text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else if (text.Length == 0) text.Append(name);
            else text.Append('.').Append(name);
        }

        return text.ToString();
    }
}

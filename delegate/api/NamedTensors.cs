using System.Collections.Immutable;

namespace WebNN.TfLite;

/// <summary>Finds inputs and outputs by name.</summary>
internal static class NamedTensors
{
    /// <param name="named">The signature's names, which come first.</param>
    /// <exception cref="ArgumentException">There is no such tensor; the message lists those there are.</exception>
    public static TensorView Find(string model, ImmutableArray<TensorView> views, ImmutableArray<SignatureTensor> named, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        named = named.RemoveAll(tensor => tensor.Position < 0);
        var position = named.FirstOrDefault(tensor => tensor.Name == name)?.Position ?? views.FirstOrDefault(view => view.Name == name)?.Index;
        return position is >= 0
            ? views[position.Value]
            : throw new ArgumentException(
                $"'{model}' has no '{name}'; it has {string.Join(", ", named.Select(tensor => tensor.Name).Concat(views.Select(view => view.Name)).Distinct())}",
                nameof(name));
    }
}

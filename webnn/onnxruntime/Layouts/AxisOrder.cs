using System.Collections.Immutable;
using WebNN.OnnxRuntime.Lowering;

namespace WebNN.OnnxRuntime.Layouts;

/// <summary>The second axis of a tensor, which has an image's channels, moved behind the others, and back.</summary>
internal static class AxisOrder
{
    /// <summary>Tensors with fewer axes have nothing that lies between the channels' two places.</summary>
    public const int FewestAxes = 3;

    /// <summary>The permutation that moves the channels last: 0, 2, 3, 1.</summary>
    public static ImmutableArray<int> Last(int rank) => [0, .. Enumerable.Range(2, rank - 2), 1];

    /// <summary>The permutation that moves them back: 0, 3, 1, 2.</summary>
    public static ImmutableArray<int> First(int rank) => [0, rank - 1, .. Enumerable.Range(1, rank - 2)];

    /// <summary>Where an axis stands once the channels are last.</summary>
    public static int Moved(int axis, int rank) => axis switch
    {
        0 => 0,
        1 => rank - 1,
        _ => axis - 1,
    };

    /// <summary>One value per axis, in the order in which the channels are last.</summary>
    public static ImmutableArray<int> Moved(ImmutableArray<int> perAxis) => HostConstants.Transpose(perAxis, Last(perAxis.Length).AsSpan());

    /// <summary>The permutation that stands for two, one after the other.</summary>
    public static ImmutableArray<int> Then(ImmutableArray<int> before, ImmutableArray<int> after) => HostConstants.Transpose(before, after.AsSpan());

    public static bool IsIdentity(ImmutableArray<int> permutation) => permutation.SequenceEqual(Enumerable.Range(0, permutation.Length));

    /// <summary>Whether a permutation moves nothing but axes of size 1: the elements stay as they lie.</summary>
    public static bool KeepsElements(ImmutableArray<int> shape, ImmutableArray<int> permutation)
    {
        var moved = permutation.Where(axis => shape[axis] > 1).ToArray();
        return moved.SequenceEqual(moved.Order());
    }
}

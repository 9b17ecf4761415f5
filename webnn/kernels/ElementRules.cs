using System.Runtime.CompilerServices;

namespace WebNN.Kernels;

/// <summary>What becomes of an element, or of one of each operand.</summary>
internal interface IElementRule
{
    static abstract TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct;
}

/// <summary>The element itself, of which a range is left.</summary>
internal readonly struct Same : IElementRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct => left;
}

internal readonly struct Sum : IElementRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct => TLanes.Add(left, right);
}

internal readonly struct Difference : IElementRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct => TLanes.Subtract(left, right);
}

internal readonly struct Product : IElementRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct => TLanes.Multiply(left, right);
}

internal readonly struct Quotient : IElementRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct => TLanes.Divide(left, right);
}

internal readonly struct Larger : IElementRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct => TLanes.Larger(left, right);
}

internal readonly struct Smaller : IElementRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct => TLanes.Smaller(left, right);
}

/// <summary><c>1 / (1 + exp(-x))</c>.</summary>
internal readonly struct Sigmoid : IElementRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct =>
        TLanes.Divide(TLanes.Broadcast(1), TLanes.Add(TLanes.Broadcast(1), Exponential<TLanes, TVector>.Of(TLanes.Subtract(default, left))));
}

/// <summary><c>x * max(0, min(1, x / 6 + 1/2))</c>.</summary>
internal readonly struct HardSwish : IElementRule
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TLanes, TVector>(TVector left, TVector right)
        where TLanes : ILanes<TVector>
        where TVector : struct
    {
        var gate = TLanes.MultiplyAdd(left, TLanes.Broadcast(1f / 6), TLanes.Broadcast(0.5f));
        return TLanes.Multiply(left, Outlet<TLanes, TVector>.Limit(gate, default, TLanes.Broadcast(1)));
    }
}

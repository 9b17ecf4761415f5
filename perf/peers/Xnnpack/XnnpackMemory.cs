using System.Runtime.InteropServices;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>The tensors of a plan, and what operators work in, which they share.</summary>
internal sealed class XnnpackMemory(BufferPlan plan)
{
    private const int Alignment = 64;

    private readonly byte[] tensors = GC.AllocateArray<byte>(plan.Size + Alignment, pinned: true);
    private byte[] workspace = [];

    private int Start => Padding(tensors);

    public nint AddressOf(TensorInfo tensor) => Marshal.UnsafeAddrOfPinnedArrayElement(tensors, Start + plan.OffsetOf(tensor));

    public Memory<byte> Of(TensorInfo tensor) => tensors.AsMemory(Start + plan.OffsetOf(tensor), Elements.Bytes(tensor));

    /// <summary>Room for all operators, before any is set up.</summary>
    public void Reserve(int bytes) => workspace = GC.AllocateArray<byte>(bytes + Alignment, pinned: true);

    public nint Workspace => Marshal.UnsafeAddrOfPinnedArrayElement(workspace, Padding(workspace));

    private static int Padding(byte[] array) => (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (Alignment - 1));
}

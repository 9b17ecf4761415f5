using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>
/// A partition's variables. Their values stay TFLite's: a run reads them there, writes the next ones beside, and puts these in their place
/// when it is over. What the host does to them between runs, resetting above all, is so what the next run begins with.
/// </summary>
internal sealed unsafe class VariableMemory
{
    private readonly ImmutableArray<(int Tensor, byte[] Next)> entries;

    /// <param name="outputs">The buffers of the graph's outputs, of which those of variables are given memory here.</param>
    public VariableMemory(CompiledPartition partition, MLBuffer[] outputs)
    {
        entries = [.. partition.States.Select(variable => (variable.Index, GC.AllocateArray<byte>(checked((int)variable.ByteLength), pinned: true)))];
        for (var i = 0; i < entries.Length; i++)
        {
            // Pinned arrays stay in place.
            var next = entries[i].Next;
            outputs[partition.Outputs.Length + i] = new((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(next)), (nuint)next.Length);
        }
    }

    /// <summary>Gives every variable its next value. Allocates nothing.</summary>
    public void Keep(TfLiteTensor* tensors)
    {
        foreach (var (tensor, next) in entries)
        {
            next.CopyTo(new Span<byte>(tensors[tensor].Data, checked((int)tensors[tensor].Bytes)));
        }
    }
}

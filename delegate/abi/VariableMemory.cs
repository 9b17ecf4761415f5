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
    private readonly ImmutableArray<Entry> entries;

    public VariableMemory(CompiledPartition partition)
    {
        entries =
        [
            .. partition.States.Select((variable, i) => new Entry(
                variable.Index,
                variable.Type == TfLiteType.Int16,
                partition.Inputs.IndexOf(variable.Index),
                partition.Outputs.Length + i,
                (int)partition.Graph.Outputs[partition.Outputs.Length + i].Descriptor.ByteLength)),
        ];
    }

    /// <summary>Allocates nothing.</summary>
    public void Bind(TfLiteTensor* tensors, MLBuffer[] inputs, MLBuffer[] outputs)
    {
        foreach (var entry in entries)
        {
            outputs[entry.Output] = entry.Next;
            if (entry.IsWide && entry.Input >= 0)
            {
                var stored = new ReadOnlySpan<short>(tensors[entry.Tensor].Data, entry.Elements);
                var floats = entry.Floats(entry.Current);
                for (var i = 0; i < floats.Length; i++)
                {
                    floats[i] = stored[i];
                }

                inputs[entry.Input] = entry.Current;
            }
        }
    }

    /// <summary>Gives every variable its next value. Allocates nothing.</summary>
    public void Keep(TfLiteTensor* tensors)
    {
        foreach (var entry in entries)
        {
            if (!entry.IsWide)
            {
                Buffer.MemoryCopy((void*)entry.Next.Address, tensors[entry.Tensor].Data, tensors[entry.Tensor].Bytes, entry.Next.ByteLength);
                continue;
            }

            var stored = new Span<short>(tensors[entry.Tensor].Data, entry.Elements);
            var floats = entry.Floats(entry.Next);
            for (var i = 0; i < floats.Length; i++)
            {
                stored[i] = (short)Math.Clamp(floats[i], short.MinValue, short.MaxValue);
            }
        }
    }

    /// <param name="isWide">The tensor is int16, the ports are float32.</param>
    private sealed class Entry(int tensor, bool isWide, int input, int output, int byteLength)
    {
        private readonly byte[] next = GC.AllocateArray<byte>(byteLength, pinned: true);
        private readonly byte[] current = GC.AllocateArray<byte>(isWide ? byteLength : 0, pinned: true);

        public int Tensor => tensor;

        public bool IsWide => isWide;

        public int Input => input;

        public int Output => output;

        public int Elements => byteLength / sizeof(float);

        public MLBuffer Next => Buffer(next);

        public MLBuffer Current => Buffer(current);

        public Span<float> Floats(MLBuffer buffer) => new((void*)buffer.Address, Elements);

        /// <summary>Pinned arrays stay in place.</summary>
        private static MLBuffer Buffer(byte[] bytes) => new((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(bytes)), (nuint)bytes.Length);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WebNN.TfLite.Delegation;

namespace WebNN.Peers.Xnnpack;

/// <summary>TRANSPOSE of the last two axes, in blocks that stay in the first cache.</summary>
internal sealed record TransposeStep(string Label, TensorInfo Input, TensorInfo Output) : ManagedStep(Label, Input, Output)
{
    private const int Block = 16;

    public override void Run(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (Elements.Size(Input) == sizeof(int))
        {
            Transpose(MemoryMarshal.Cast<byte, int>(input), MemoryMarshal.Cast<byte, int>(output));
        }
        else
        {
            Transpose(input, output);
        }
    }

    private void Transpose<T>(ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged
    {
        var (rows, columns) = (Input.Shape[^2], Input.Shape[^1]);
        var matrix = rows * columns;
        for (var start = 0; start < input.Length; start += matrix)
        {
            for (var row = 0; row < rows; row += Block)
            {
                for (var column = 0; column < columns; column += Block)
                {
                    TransposeBlock(input.Slice(start, matrix), output.Slice(start, matrix), row, column);
                }
            }
        }
    }

    private void TransposeBlock<T>(ReadOnlySpan<T> input, Span<T> output, int row, int column)
        where T : unmanaged
    {
        var (rows, columns) = (Input.Shape[^2], Input.Shape[^1]);
        var (height, width) = (Math.Min(Block, rows - row), Math.Min(Block, columns - column));
        ref var from = ref MemoryMarshal.GetReference(input);
        for (var c = column; c < column + width; c++)
        {
            var to = output.Slice((c * rows) + row, height);
            ref var next = ref Unsafe.Add(ref from, (nuint)((row * columns) + c));
            for (var r = 0; r < to.Length; r++)
            {
                to[r] = next;
                next = ref Unsafe.Add(ref next, (nuint)columns);
            }
        }
    }
}

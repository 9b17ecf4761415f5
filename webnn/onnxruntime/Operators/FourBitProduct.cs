using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Lowering;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Operators;

/// <summary>
/// Products of floats with constant weights that are integers of 4 bits with a scale for each block of the terms that are added up: WebNN has
/// them as dequantizeLinear of 8-bit constants, com.microsoft's MatMulNBits packs two into a byte. It computes in float32
/// (accuracy_level 1), as the weights written out would; they take an eighth of the memory.
/// </summary>
internal static class FourBitProduct
{
    /// <summary>What a weight of 0 is where there are no zero points.</summary>
    private const int DefaultZeroPoint = 8;

    private const int LargestCode = 15;

    /// <summary>The terms that share a scale, the most that the kernel knows first.</summary>
    private static readonly int[] blockSizes = [256, 128, 64, 32, 16];

    /// <summary>The product with the rows of <paramref name="a"/>; null where the weights are others.</summary>
    /// <param name="weights">The operand of rank 2 that <paramref name="a"/> is multiplied with.</param>
    /// <param name="outputsFirst">Whether a row of it belongs to an output, or to a term.</param>
    public static OnnxValue? Lower(OperatorContext op, OnnxValue a, MLOperand weights, bool outputsFirst)
    {
        if (a.Type is not OrtElementType.Float || Weights.Of(op, weights, outputsFirst) is not { } found)
        {
            return null;
        }

        var (outputs, blocks, size) = (found.Outputs, found.Terms / found.BlockSize, found.BlockSize);
        return op.Lowering.EmitIn(
            OnnxGraph.Microsoft,
            "MatMulNBits",
            [
                a,
                op.Graph.Constant(OrtElementType.UInt8, [outputs, blocks, size / 2], new HostData(() => found.Pack())),
                op.Graph.Constant(OrtElementType.Float, [outputs * blocks], found.BlockScales()),
                op.Graph.Constant(OrtElementType.UInt8, [outputs * ((blocks + 1) / 2)], found.PackZeroPoints()),
            ],
            OrtElementType.Float,
            [.. a.Shape[..^1], outputs],
            OnnxAttribute.Int("K", found.Terms),
            OnnxAttribute.Int("N", outputs),
            OnnxAttribute.Int("bits", 4),
            OnnxAttribute.Int("block_size", size),
            OnnxAttribute.Int("accuracy_level", 1));
    }

    /// <summary>Weights as the kernel counts them: an output's terms after one another, in blocks of <paramref name="BlockSize"/>.</summary>
    /// <param name="Codes">The 8-bit constant, in its own order; <paramref name="ByTerms"/> where a row of it is a term.</param>
    /// <param name="Offset">From a code as the kernel has it to the constant's integer.</param>
    /// <param name="Scales">In the order of the constant, one for each of <paramref name="Blocks"/> blocks of each output, or of all outputs.</param>
    private sealed record Weights(
        HostData Codes, bool ByTerms, int Outputs, int Terms, int BlockSize, int Blocks, int Offset, float[] Scales, int[] ZeroPoints, bool Shared)
    {
        public static Weights? Of(OperatorContext op, MLOperand operand, bool outputsFirst)
        {
            if (operand.Producer is { Operator: "transpose" } transpose && operand.Rank == 2)
            {
                outputsFirst ^= ((MLTransposeAttributes)transpose.Options!).Permutation is [1, 0];
                operand = transpose.Input(0);
            }

            // While a single operator is probed its weights are not looked at.
            if (operand is not { Rank: 2, Producer: { Operator: "dequantizeLinear" } node } || !op.Lowering.Covers(node))
            {
                return null;
            }

            var (integers, scale, zeroPoint) = (node.Input(0), node.Input(1), node.Input(2));
            var (outputAxis, termAxis) = outputsFirst ? (0, 1) : (1, 0);
            var (terms, blocks) = (integers.Shape[termAxis], scale.Shape[termAxis]);
            var size = Array.Find(blockSizes, size => terms / blocks % size == 0);
            if (blocks == 1 || size == 0
                || scale.Shape[outputAxis] is var scaled && scaled != 1 && scaled != integers.Shape[outputAxis]
                || scale.DataType is not MLOperandDataType.Float32
                || integers.DataType is not (MLOperandDataType.Int8 or MLOperandDataType.Uint8)
                || !HostConstant.TryResolveParameter(integers, out var codes)
                || !HostConstant.TryResolveParameter(scale, out var scales)
                || !HostConstant.TryResolveParameter(zeroPoint, out var zeroPoints))
            {
                return null;
            }

            var offset = integers.DataType is MLOperandDataType.Int8 ? DefaultZeroPoint : 0;
            return HasFourBits(codes.Bytes.Span, offset) && HasFourBits(zeroPoints.Bytes.Span, offset)
                ? new(
                    codes, !outputsFirst, integers.Shape[outputAxis], terms, size, blocks, offset, MemoryMarshal.Cast<byte, float>(scales.Bytes.Span).ToArray(),
                    Array.ConvertAll(zeroPoints.Bytes.ToArray(), value => Code(value, offset)), scaled == 1)
                : null;
        }

        /// <summary>Two codes a byte, the first in its low bits.</summary>
        public byte[] Pack()
        {
            var packed = new byte[Outputs * Terms / 2];
            var bytes = Codes.Bytes.Span;
            for (var i = 0; i < packed.Length; i++)
            {
                var (output, term) = Math.DivRem(2 * i, Terms);
                packed[i] = (byte)(Code(bytes[At(output, term)], Offset) | (Code(bytes[At(output, term + 1)], Offset) << 4));
            }

            return packed;
        }

        public float[] BlockScales() => [.. EachBlock().Select(block => Scales[block])];

        /// <summary>Two zero points a byte, each output's from a byte of their own.</summary>
        public byte[] PackZeroPoints()
        {
            var (blocks, packed) = (Terms / BlockSize, new byte[Outputs * (((Terms / BlockSize) + 1) / 2)]);
            var index = 0;
            foreach (var block in EachBlock())
            {
                var (output, place) = Math.DivRem(index++, blocks);
                packed[(output * ((blocks + 1) / 2)) + (place / 2)] |= (byte)(ZeroPoints[block] << (place % 2 * 4));
            }

            return packed;
        }

        /// <summary>Where the parameters of the kernel's blocks are, output by output: a block of the constant may be several of them.</summary>
        private IEnumerable<int> EachBlock() =>
            from output in Enumerable.Range(0, Outputs)
            from block in Enumerable.Range(0, Terms / BlockSize)
            let own = block * Blocks / (Terms / BlockSize)
            select ByTerms ? (own * (Shared ? 1 : Outputs)) + (Shared ? 0 : output) : ((Shared ? 0 : output) * Blocks) + own;

        private int At(int output, int term) => ByTerms ? (term * Outputs) + output : (output * Terms) + term;

        private static int Code(byte stored, int offset) => offset == 0 ? stored : (sbyte)stored + offset;

        private static bool HasFourBits(ReadOnlySpan<byte> bytes, int offset)
        {
            foreach (var stored in bytes)
            {
                if (Code(stored, offset) is < 0 or > LargestCode)
                {
                    return false;
                }
            }

            return true;
        }
    }
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Lowering;

/// <summary>Operands whose value is known while compiling: constants, and what a few operators make of them.</summary>
internal static class HostConstant
{
    /// <summary>How many operators are looked through: the stack ends before a long model does, and each of its operators looks.</summary>
    public const int LongestChain = 64;

    /// <summary>The operand's bytes, in its own type; computed only when <see cref="HostData.Bytes"/> is read.</summary>
    public static bool TryResolve(MLOperand operand, [NotNullWhen(true)] out HostData? data) => TryResolve(operand, LongestChain, out data);

    private static bool TryResolve(MLOperand operand, int chain, [NotNullWhen(true)] out HostData? data)
    {
        data = null;
        if (operand.ConstantData is { } bytes)
        {
            data = new HostData(bytes);
        }
        else if (chain > 0 && operand.Producer is { } node)
        {
            chain--;
            data = node.Operator switch
            {
                "reshape" or "identity" => TryResolve(node.Input(0), chain, out var source) ? source : null,
                "cast" when node.Input(0).DataType is MLOperandDataType.Float16 && operand.DataType is MLOperandDataType.Float32 =>
                    TryResolve(node.Input(0), chain, out var half) ? new HostData(() => HostConstants.HalfToSingle(half.Bytes.Span)) : null,
                "transpose" => TryResolve(node.Input(0), chain, out var source) ? Transposed(source, node) : null,
                "dequantizeLinear" => Dequantized(node, chain),
                _ => null,
            };
        }

        return data is not null;
    }

    private static HostData Transposed(HostData source, MLNode node)
    {
        var (input, permutation) = (node.Input(0), ((MLTransposeAttributes)node.Options!).Permutation);
        return new(() => HostConstants.Transpose(source.Bytes, input.Shape, permutation.AsSpan(), input.DataType.ByteSize()));
    }

    private static HostData? Dequantized(MLNode node, int chain)
    {
        var input = node.Input(0);
        return TryResolve(input, chain, out var source) && QuantizationParameters.Of(node) is { } parameters
            ? new HostData(() => Dequantize(source.Bytes.Span, input.Descriptor, parameters))
            : null;
    }

    private static byte[] Dequantize(ReadOnlySpan<byte> bytes, MLOperandDescriptor descriptor, QuantizationParameters parameters)
    {
        var result = GC.AllocateUninitializedArray<byte>(checked((int)descriptor.ElementCount * sizeof(float)));
        var reals = MemoryMarshal.Cast<byte, float>(result.AsSpan());
        var inner = parameters.PerTensor ? reals.Length : InnerSize(descriptor.Shape, parameters.Axis);
        for (var i = 0; i < reals.Length; i++)
        {
            var channel = i / inner % parameters.Scales.Length;
            long integer = descriptor.DataType switch
            {
                MLOperandDataType.Int8 => (sbyte)bytes[i],
                MLOperandDataType.Uint8 => bytes[i],
                MLOperandDataType.Uint32 => MemoryMarshal.Read<uint>(bytes[(i * 4)..]),
                _ => MemoryMarshal.Read<int>(bytes[(i * 4)..]),
            };
            reals[i] = (integer - (long)parameters.ZeroPoints[channel]) * parameters.Scales[channel];
        }

        return result;
    }

    private static int InnerSize(ImmutableArray<int> shape, int axis)
    {
        var size = 1;
        for (var i = axis + 1; i < shape.Length; i++)
        {
            size *= shape[i];
        }

        return size;
    }
}

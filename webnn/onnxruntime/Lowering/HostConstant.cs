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

    /// <summary>What an expand or a cast makes of a constant is computed here up to this many elements: scales, zero points, bounds. More is weights.</summary>
    private const int FewElements = 1 << 16;

    /// <summary>The operand's bytes, in its own type; computed only when <see cref="HostData.Bytes"/> is read.</summary>
    public static bool TryResolve(MLOperand operand, [NotNullWhen(true)] out HostData? data) => TryResolve(operand, LongestChain, dequantizes: true, out data);

    /// <summary>A constant that was moved, repeated or cast, but not dequantized: a scale or a zero point.</summary>
    public static bool TryResolveParameter(MLOperand operand, [NotNullWhen(true)] out HostData? data) =>
        TryResolve(operand, LongestChain, dequantizes: false, out data);

    private static bool TryResolve(MLOperand operand, int chain, bool dequantizes, [NotNullWhen(true)] out HostData? data)
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
                "reshape" or "identity" => TryResolve(node.Input(0), chain, dequantizes, out var source) ? source : null,
                "transpose" => TryResolve(node.Input(0), chain, dequantizes, out var source) ? Transposed(source, node) : null,
                "cast" when IsFolded(node) => TryResolve(node.Input(0), chain, dequantizes, out var source) ? Cast(source, node) : null,
                "expand" when operand.Descriptor.ElementCount <= FewElements =>
                    TryResolve(node.Input(0), chain, dequantizes, out var source) ? Expanded(source, node) : null,
                "dequantizeLinear" when dequantizes => Dequantized(node, chain),
                _ => null,
            };
        }

        return data is not null;
    }

    /// <summary>Halves become floats whatever their number. What a float becomes as an integer is ONNX Runtime's to say.</summary>
    private static bool IsFolded(MLNode cast)
    {
        var (from, to) = (cast.Input(0).DataType, cast.Output.DataType);
        return (from, to) is (MLOperandDataType.Float16, MLOperandDataType.Float32)
            || (cast.Output.Descriptor.ElementCount <= FewElements && (to.IsFloat() || !from.IsFloat()));
    }

    private static HostData Cast(HostData source, MLNode node)
    {
        var (from, to) = (node.Input(0).DataType, node.Output.DataType);
        return (from, to) is (MLOperandDataType.Float16, MLOperandDataType.Float32)
            ? new(() => HostConstants.HalfToSingle(source.Bytes.Span))
            : new(() => ConstantCast.Of(source.Bytes.Span, from, to));
    }

    private static HostData Expanded(HostData source, MLNode node)
    {
        var (input, output) = (node.Input(0), node.Output);
        return new(() => HostConstants.Expand(source.Bytes.Span, input.Shape, output.Shape, input.DataType.ByteSize()));
    }

    private static HostData Transposed(HostData source, MLNode node)
    {
        var (input, permutation) = (node.Input(0), ((MLTransposeAttributes)node.Options!).Permutation);
        return HostConstants.Transposed(source, input.Shape, permutation, input.DataType.ByteSize());
    }

    private static HostData? Dequantized(MLNode node, int chain)
    {
        var input = node.Input(0);
        return TryResolve(input, chain, dequantizes: true, out var source) && QuantizationParameters.Of(node) is { } parameters
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
            reals[i] = (integer - parameters.ZeroPoints[channel]) * parameters.Scales[channel];
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

using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>
/// What an operator's translation sees of its node: operands, constants, the builder. <see cref="Input(int)"/> gives real numbers,
/// whatever the tensor stores; <see cref="Stored(int)"/> gives the tensor's own elements. A float result of a quantized output is
/// quantized after the translation.
/// </summary>
internal sealed class OperatorContext(NodeInfo node, GraphTranslator graph)
{
    /// <summary>True where the node computes on quantized bytes: its constants then stay integers too, for the backend to fuse.</summary>
    private readonly bool quantized =
        node.Outputs.Any(output => output.IsQuantizedByte()) || node.Inputs.Any(input => input is { Data: null } && input.IsQuantizedByte());

    public MLGraphBuilder Builder => graph.Builder;

    /// <summary>Quoted in every message about this node.</summary>
    public string Label { get; } = node.Label;

    /// <summary>The bytes that only a custom operator understands.</summary>
    public ImmutableArray<byte> CustomOptions => node.CustomOptions;

    public int InputCount => node.Inputs.Length;

    public int OutputCount => node.Outputs.Length;

    public bool Has(int input) => input < node.Inputs.Length && node.Inputs[input] is not null;

    public TensorInfo InputTensor(int input)
    {
        Require(Has(input), $"input {input} is absent");
        return node.Inputs[input]!;
    }

    public TensorInfo OutputTensor(int output = 0)
    {
        Require(output < node.Outputs.Length, $"output {output} is absent");
        return node.Outputs[output];
    }

    public int[] OutputShape(int output = 0) => [.. OutputTensor(output).Shape];

    /// <summary>The tensor as it is stored: quantized integers stay integers.</summary>
    public MLOperand Stored(int input) => graph.Resolve(InputTensor(input));

    /// <summary>A tensor of complex numbers: real parts, then imaginary ones, along an axis in front.</summary>
    public MLOperand Complex(int input) => graph.ResolveComplex(InputTensor(input));

    /// <summary>The value that a variable has before this node; of int16 the integers as floats.</summary>
    public MLOperand State(int input)
    {
        var value = graph.ResolveState(InputTensor(input));
        return InputTensor(input).Type == TfLiteType.Int16 ? Builder.Cast(value, MLOperandDataType.Float32, Label) : value;
    }

    /// <summary>The value that the node leaves in a variable, as <see cref="State"/> has it.</summary>
    public void Keep(int input, MLOperand value)
    {
        var (tensor, expected) = (InputTensor(input), InputTensor(input).Descriptor());
        var next = tensor.Type == TfLiteType.Int16 ? Builder.Cast(value, MLOperandDataType.Int32, Label) : value;
        Require(next.Descriptor.Equals(expected), $"variable '{tensor.Name}' came out as {next.Descriptor}; TFLite has {expected}");
        graph.Keep(tensor, next);
    }

    /// <summary>A tensor that describes a value inside the operator.</summary>
    public TensorInfo Intermediate(int index)
    {
        Require(index < node.Intermediates.Length && node.Intermediates[index] is not null, $"intermediate {index} is absent");
        return node.Intermediates[index]!;
    }

    /// <summary>The tensor's numbers: dequantized where it is quantized, once for all of its consumers.</summary>
    public MLOperand Input(int input)
    {
        var tensor = InputTensor(input);
        if (tensor.Type is TfLiteType.Int8 or TfLiteType.UInt8 or TfLiteType.Int16)
        {
            Require(tensor.IsQuantized(), $"input {input} '{tensor.Name}' is {tensor} without quantization");
            return tensor.Data is not null && !quantized ? graph.ResolveFolded(tensor) : graph.ResolveReal(tensor);
        }

        return graph.Resolve(tensor);
    }

    /// <summary>The tensor as it is stored, but for int16: its integers as floats, for an operator that backends have for floats only.</summary>
    public MLOperand Steps(int input) => InputTensor(input).Type == TfLiteType.Int16 ? graph.Steps(InputTensor(input)) : Stored(input);

    /// <summary>A result of what <see cref="Steps"/> gave, as the output tensor stores it.</summary>
    public MLOperand FromSteps(MLOperand value) => OutputTensor().Type == TfLiteType.Int16 ? graph.FromSteps(value, Label) : value;

    /// <summary>As <see cref="Input(int)"/>, for an operator that has one rank only.</summary>
    public MLOperand Input(int input, int rank)
    {
        var tensor = InputTensor(input);
        Require(tensor.Shape.Length == rank, $"input {input} '{tensor.Name}' is {tensor}; expected rank {rank}");
        return Input(input);
    }

    /// <summary>
    /// The filter of a product. TFLite's kernels give its scales to the outputs in turn, along whatever axis the tensor says they are, and
    /// do not look at the zero points of an int8 filter.
    /// </summary>
    /// <param name="outputs">The axis that counts the outputs.</param>
    /// <param name="zeroPoint">Whether the kernel does look at the zero point of an int8 filter with one scale.</param>
    /// <param name="activations">The input that it is multiplied with.</param>
    public MLOperand Filter(int input, int rank, int outputs, bool zeroPoint = false, int activations = 0)
    {
        var tensor = InputTensor(input);
        Require(tensor.Shape.Length == rank, $"input {input} '{tensor.Name}' is {tensor}; expected rank {rank}");
        Require(InputTensor(activations).Type != TfLiteType.Int16 || tensor is { Type: TfLiteType.Int8, Data: not null, Quantization: not { BlockSize: > 0 } },
            $"input {input} '{tensor.Name}' is {tensor}; expected constant int8, without blocks, for activations of int16");
        if (tensor.Quantization is { BlockSize: > 0 })
        {
            return graph.ResolveReal(tensor);
        }

        if (tensor is { Type: TfLiteType.Int8, Quantization: { } quantization })
        {
            var one = quantization.PerTensor;
            Require(one || quantization.Axis == outputs, $"input {input} '{tensor.Name}' has its scales along axis {quantization.Axis}; expected {outputs}");
            Require((one && zeroPoint) || quantization.ZeroPoints.All(point => point == 0), $"input {input} '{tensor.Name}' has a zero point; TFLite's kernel does not look at it");
        }

        return ProductOfInt16(activations, input) is { } factors
            ? Builder.Constant(new MLOperandDescriptor(MLOperandDataType.Float32, tensor.Shape.AsSpan()), factors.Weights(tensor))
            : Input(input);
    }

    /// <summary>What TFLite's kernel multiplies sums of products of int16 by; null for a product of anything else.</summary>
    public ProductFactors? ProductOfInt16(int activations, int filter)
    {
        // It adds up in the type of the bias, and has 15 bits of the factor for sums of 64 bits, which those without a bias are.
        var bias = Math.Max(activations, filter) + 1;
        var isShort = !Has(bias) || InputTensor(bias).Type != TfLiteType.Int32;
        return InputTensor(activations) is { Type: TfLiteType.Int16, Quantization: { } input } && OutputTensor() is { Type: TfLiteType.Int16, Quantization: { } output }
            && InputTensor(filter).Quantization is { } weights
            ? new(input, weights, output, isShort)
            : null;
    }

    /// <summary>What <paramref name="stored"/>, elements of a quantized <paramref name="tensor"/> in another shape, stands for.</summary>
    public MLOperand Real(MLOperand stored, TensorInfo tensor)
    {
        Require(tensor.Quantization!.PerTensor, $"'{tensor.Name}' has {tensor.Quantization.Scales.Length} scales; expected one");
        return Quantizer.Dequantize(Builder, stored, tensor.Quantization, Label);
    }

    /// <summary>A bias: floats, or the accumulator's integers with the scale of a product of input and filter.</summary>
    /// <param name="channels">How many outputs it is added to.</param>
    public MLOperand? Bias(int bias, int input, int filter, int channels)
    {
        if (!Has(bias))
        {
            return null;
        }

        var tensor = InputTensor(bias);
        var product = ProductOfInt16(input, filter);
        if (tensor.Type != TfLiteType.Int32 && !(tensor.Type == TfLiteType.Int64 && product is not null))
        {
            return Input(bias, rank: 1);
        }

        Require(tensor.Shape.Length == 1 && tensor.Shape[0] == channels, $"bias is {tensor}; expected [{channels}]");
        if (product is not null)
        {
            Require(tensor.Data is not null, $"bias is {tensor}, computed at run time; expected a constant for activations of int16");
            return Constant(product.Bias(tensor), channels);
        }

        var (activations, weights) = (InputTensor(input).Quantization, InputTensor(filter).Quantization);
        Require(activations is { PerTensor: true } && weights is not null, "bias is int32, but input or filter has no quantization");
        Require(weights!.PerTensor || weights.Scales.Length == channels, $"{weights.Scales.Length} scales of a filter for {channels} outputs");
        var scales = new float[channels];
        for (var channel = 0; channel < channels; channel++)
        {
            scales[channel] = activations!.Scales[0] * weights.Scales[weights.PerTensor ? 0 : channel];
        }

        return Quantizer.Dequantize(Builder, Stored(bias), new Quantization([.. scales], [.. new int[channels]], 0), Label);
    }

    /// <summary>The elements of a constant vector or scalar of integers.</summary>
    public int[] Integers(int input)
    {
        var tensor = InputTensor(input);
        Require(tensor.Data is not null, $"input {input} '{tensor.Name}' is computed at run time; expected a constant");
        Require(tensor.Type is TfLiteType.Int32 or TfLiteType.Int64, $"input {input} '{tensor.Name}' is {tensor.Type}; expected int32 or int64");
        var data = tensor.Data!.Value.Span;
        return tensor.Type == TfLiteType.Int32
            ? MemoryMarshal.Cast<byte, int>(data).ToArray()
            : Array.ConvertAll(MemoryMarshal.Cast<byte, long>(data).ToArray(), value => (int)Math.Clamp(value, int.MinValue, int.MaxValue));
    }

    /// <summary>The only element of a constant.</summary>
    public int Integer(int input)
    {
        var values = Integers(input);
        Require(values.Length == 1, $"input {input} has {values.Length} elements; expected one");
        return values[0];
    }

    /// <summary><paramref name="axis"/> counted from the front.</summary>
    public int Axis(int axis, int rank)
    {
        var resolved = axis < 0 ? axis + rank : axis;
        Require(resolved >= 0 && resolved < rank, $"axis {axis} of a tensor of rank {rank}");
        return resolved;
    }

    /// <summary>What TFLite's own kernel does not take, alone or beside other numbers, has no result that ours could be like.</summary>
    /// <param name="isTaken">Whether it takes int16.</param>
    public void RequireInt16(bool isTaken)
    {
        TensorInfo[] computed = [.. node.Inputs.OfType<TensorInfo>().Where(input => input is { Data: null, IsVariable: false }), .. node.Outputs];
        if (Array.Find(computed, tensor => tensor.Type == TfLiteType.Int16) is not { } wide)
        {
            return;
        }

        Require(isTaken, $"tensor '{wide.Name}' is {wide}; TFLite's kernel takes no int16");
        var converts = node.Code is BuiltinOperator.Quantize or BuiltinOperator.Dequantize or BuiltinOperator.Cast or BuiltinOperator.Custom;
        var other = converts ? null : Array.Find(computed, tensor => tensor.Type is TfLiteType.Float32 or TfLiteType.Int8 or TfLiteType.UInt8);
        Require(other is null, $"tensor '{wide.Name}' is {wide}, '{other?.Name}' {other}; expected one type");
    }

    public void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new UnsupportedException($"{Label}: {reason}");
        }
    }

    /// <summary>The boxed parameters as what they are.</summary>
    public TParams Params<TParams>(object? boxed)
        where TParams : struct
    {
        Require(boxed is TParams, $"its parameters could not be read as {typeof(TParams).Name}");
        return (TParams)boxed!;
    }

    public MLOperand Constant(float[] values, params ReadOnlySpan<int> shape) =>
        Builder.Constant(new MLOperandDescriptor(MLOperandDataType.Float32, shape), MemoryMarshal.AsBytes<float>(values).ToArray());

    public MLOperand Constant(int[] values, params ReadOnlySpan<int> shape) =>
        Builder.Constant(new MLOperandDescriptor(MLOperandDataType.Int32, shape), MemoryMarshal.AsBytes<int>(values).ToArray());

    /// <summary>A scalar of the type of <paramref name="like"/>.</summary>
    public MLOperand Scalar(MLOperand like, double value)
    {
        byte[] bytes = like.DataType switch
        {
            MLOperandDataType.Float32 => BitConverter.GetBytes((float)value),
            MLOperandDataType.Float16 => BitConverter.GetBytes((Half)value),
            MLOperandDataType.Int32 => BitConverter.GetBytes((int)value),
            MLOperandDataType.Uint32 => BitConverter.GetBytes((uint)value),
            MLOperandDataType.Int64 => BitConverter.GetBytes((long)value),
            MLOperandDataType.Uint64 => BitConverter.GetBytes((ulong)value),
            MLOperandDataType.Int8 => [unchecked((byte)(sbyte)value)],
            _ => [(byte)value],
        };
        return Builder.Constant(new MLOperandDescriptor(like.DataType), bytes);
    }

    /// <summary>Nothing where the shape is that already.</summary>
    public MLOperand Reshape(MLOperand value, params ReadOnlySpan<int> shape) =>
        value.Shape.AsSpan().SequenceEqual(shape) ? value : Builder.Reshape(value, shape, Label);

    /// <summary>
    /// A fused activation. A quantized output is quantized first and its integers are bounded, by as much as its range does not imply.
    /// </summary>
    public MLOperand Activate(MLOperand value, TfLiteFusedActivation activation, int output = 0)
    {
        if (OutputTensor(output).IsQuantized())
        {
            return Store(value, output, Quantizer.ActivationBounds(activation, OutputTensor(output)));
        }

        return activation switch
        {
            TfLiteFusedActivation.None => value,
            TfLiteFusedActivation.Relu when value.DataType.IsFloat() => Builder.Relu(value, Label),
            TfLiteFusedActivation.Relu => Builder.Clamp(value, new() { MinValue = 0 }, Label),
            TfLiteFusedActivation.Relu6 => Builder.Clamp(value, new() { MinValue = 0, MaxValue = 6 }, Label),
            TfLiteFusedActivation.ReluN1To1 => Builder.Clamp(value, new() { MinValue = -1, MaxValue = 1 }, Label),
            // TFLite's own kernels have no others: they ignore a fused tanh.
            _ => throw new UnsupportedException($"{Label}: fused activation {activation}"),
        };
    }

    /// <summary>A real result as the output tensor stores it; what is stored that way already stays.</summary>
    /// <param name="bounds">Of a quantized output's integers; null where its type alone bounds them.</param>
    public MLOperand Store(MLOperand value, int output = 0, MLClampOptions? bounds = null)
    {
        var tensor = OutputTensor(output);
        if (tensor.IsQuantized() && value.DataType.IsFloat())
        {
            if (tensor.Type == TfLiteType.Int16)
            {
                return graph.FromSteps(WideIntegers.Quantize(Builder, value, tensor, bounds, Label), Label);
            }

            value = Quantizer.Quantize(Builder, value, tensor, Label);
        }

        return bounds is null ? value : Builder.Clamp(value, bounds, Label);
    }
}

using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WebNN.Interop.OnnxRuntime;
using WebNN.Kernels;
using WebNN.Kernels.Integers;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime.Kernels;

/// <summary>
/// The operators of ONNX that kernels of webnn/kernels compute as ONNX Runtime's do, where all of a graph can be. A row and a function each;
/// null is the answer where a node has sizes, a type or a constant that there is no kernel for, and so is null among the steps of a node.
/// </summary>
/// <param name="target">What kernels of floats are made for.</param>
/// <param name="hasIntegers">Whether there are kernels of bytes.</param>
internal sealed class KernelOperators(OnnxGraph graph, KernelTarget target, bool hasIntegers)
{
    private readonly Dictionary<string, OnnxValue> constants = graph.Constants.ToDictionary(constant => constant.Name, StringComparer.Ordinal);

    /// <summary>The kernels that compute a node, one after the other; null where there are none.</summary>
    public IEnumerable<KernelStep>? Steps(OnnxNode node) => Row(node) is { } steps && !steps.Contains(null) ? steps.OfType<KernelStep>() : null;

    /// <summary>A value, whatever it is: an input, a constant, or a result.</summary>
    public OnnxValue Value(string name) => constants.GetValueOrDefault(name) ?? graph.Variable(name)!;

    private KernelStep?[]? Row(OnnxNode node) => (node.Domain, node.Operator) switch
    {
        (WindowOperator.Domain, WindowOperator.Name or WindowOperator.IntegerName) => [Window(node)],
        ("", "Identity" or "Reshape") => [Copy(node)],
        ("", "Transpose") => [Transpose(node)],
        ("", "Pad") => [Pad(node)],
        ("", "Concat") => Join(node),
        ("", "Gather") => [LookUp(node)],
        ("", "MatMul") => [SumRows(node)],
        ("", "ReduceMean") => [Mean(node)],
        ("", "Relu") => [Limit(node, 0, float.PositiveInfinity)],
        ("", "Clip") => [Clip(node)],
        ("", "Add") => [Binary(node, WindowOperation.Add, isSymmetric: true)],
        ("", "Sub") => [Binary(node, WindowOperation.Subtract, isSymmetric: false)],
        ("", "Mul") => [Binary(node, WindowOperation.Multiply, isSymmetric: true)],
        ("", "Div") => [Binary(node, WindowOperation.Divide, isSymmetric: false)],
        ("", "Max") => [Binary(node, WindowOperation.Larger, isSymmetric: true)],
        ("", "Min") => [Binary(node, WindowOperation.Smaller, isSymmetric: true)],
        ("", "Sigmoid") => [Unary(node, WindowOperation.Sigmoid, OutputRange.Unlimited)],
        ("", "HardSwish") => [Unary(node, WindowOperation.HardSwish, OutputRange.Unlimited)],
        ("", "Softmax") => [Softmax(node)],
        ("", "DequantizeLinear") => [Dequantize(node)],
        ("", "QuantizeLinear") => [Quantize(node)],
        _ => null,
    };

    private static KernelStep Window(OnnxNode node) => new(
        WindowDescription.Of(name => node.Integers(name).AsMemory(), name => node.Floats(name).AsMemory()),
        node.Inputs[0], node.Inputs.ElementAtOrDefault(1), node.Inputs.ElementAtOrDefault(2), node.Outputs[0]);

    private KernelStep? Copy(OnnxNode node)
    {
        var value = Value(node.Outputs[0]);
        var bytes = value.Count * value.Type.ByteSize();
        return bytes <= int.MaxValue ? Element(node, WindowOperation.Copy, 1, (int)bytes) : null;
    }

    /// <summary>Axes that stay, then some of which the last come before the first: matrices, however many axes they have.</summary>
    private KernelStep? Transpose(OnnxNode node)
    {
        var x = Value(node.Inputs[0]);
        int[] moved = [.. node.Integers("perm").Select(axis => (int)axis).Where(axis => x.Shape[axis] > 1)];
        int[] axes = [.. moved.Order()];
        var staying = moved.AsSpan().CommonPrefixLength(axes);
        if (staying == axes.Length)
        {
            return Copy(node);
        }

        var rowAxes = Array.IndexOf(axes, moved[staying]) - staying;
        int[] turned = [.. axes[(staying + rowAxes)..], .. axes[staying..(staying + rowAxes)]];
        if (!moved.AsSpan(staying).SequenceEqual(turned) || !Transposition.Supports(x.Type.ByteSize()) || x.Count > int.MaxValue)
        {
            return null;
        }

        var shape = Transposition.Shape(Product(axes[..staying]), Product(axes[staying..(staying + rowAxes)]), Product(axes[(staying + rowAxes)..]), x.Type.ByteSize());
        return Element(node, WindowOperation.Transpose, shape);

        int Product(int[] some) => some.Aggregate(1, (product, axis) => product * x.Shape[axis]);
    }

    /// <summary>With one value around the tensor, which is nowhere cut.</summary>
    private KernelStep? Pad(OnnxNode node)
    {
        var (x, value) = (Value(node.Inputs[0]), node.Inputs.Length > 2 ? constants.GetValueOrDefault(node.Inputs[2]) : null);
        if (!node.Texts("mode").SequenceEqual(["constant"]) || node.Inputs.Length != (value is null ? 2 : 3) || constants.GetValueOrDefault(node.Inputs[1]) is not { } amounts)
        {
            return null;
        }

        var pads = MemoryMarshal.Cast<byte, long>(amounts.Data!.Bytes.Span);
        var size = x.Type.ByteSize();
        if (pads.Length != 2 * x.Rank || pads.ContainsAnyExceptInRange(0, int.MaxValue) || Value(node.Outputs[0]).Count * size > int.MaxValue)
        {
            return null;
        }

        var repeated = new byte[sizeof(long)];
        for (var i = 0; value is not null && i < repeated.Length; i++)
        {
            repeated[i] = value.Data!.Bytes.Span[i % size];
        }

        var plan = Padding.Plan(x.Shape.AsSpan(), pads[..x.Rank], pads[x.Rank..], size, BitConverter.ToInt64(repeated));
        return Element(node, WindowOperation.Pad, Padding.Of(plan)) with { Filter = graph.Constant(OrtElementType.Int64, [plan.Length], plan).Name };
    }

    /// <summary>A step for each operand.</summary>
    private KernelStep?[] Join(OnnxNode node)
    {
        var (joined, axis) = (Value(node.Outputs[0]), (int)node.Integer("axis", 0));
        axis = axis < 0 ? axis + joined.Rank : axis;
        if (joined.Count * joined.Type.ByteSize() > int.MaxValue)
        {
            return [null];
        }

        var rows = joined.Shape.Take(axis).Aggregate(1, (product, dimension) => product * dimension);
        var (steps, place, longer) = (new List<KernelStep?>(), 0, Bytes(joined));
        foreach (var name in node.Inputs)
        {
            var part = Value(name);
            steps.Add(Element(node, WindowOperation.Place, RowPlacement.Of(rows, Bytes(part), place, longer)) with { Input = name });
            place += Bytes(part);
        }

        return [.. steps];

        int Bytes(OnnxValue value) => (int)(value.Count * value.Type.ByteSize() / rows);
    }

    /// <summary>Rows of a constant, whose limits <see cref="LookupFusion"/> has taken away.</summary>
    private KernelStep? LookUp(OnnxNode node)
    {
        var (numbers, y) = (Value(node.Inputs[1]), Value(node.Outputs[0]));
        if (node.Integer("axis", 0) != 0 || numbers is not { Type: OrtElementType.Int32, Data: null } || y.Count * y.Type.ByteSize() > int.MaxValue
            || constants.GetValueOrDefault(node.Inputs[0]) is not { Rank: > 0 } table || table.Count * table.Type.ByteSize() > int.MaxValue)
        {
            return null;
        }

        var rows = table.Shape[0];
        return Element(node, WindowOperation.LookUp, RowLookup.Of((int)numbers.Count, rows, (int)(table.Count / rows * table.Type.ByteSize()))) with
        {
            Input = numbers.Name,
            Filter = table.Name,
        };
    }

    /// <summary>A product whose left operand is a constant matrix of few numbers besides zeros, the same for all of the right.</summary>
    private KernelStep? SumRows(OnnxNode node)
    {
        var (x, y) = (Value(node.Inputs[1]), Value(node.Outputs[0]));
        if (constants.GetValueOrDefault(node.Inputs[0]) is not { Type: OrtElementType.Float, Rank: >= 2 } weights || x.Data is not null || x.Rank < 2)
        {
            return null;
        }

        var (rows, depth, columns) = (weights.Shape[^2], weights.Shape[^1], x.Shape[^1]);
        if (weights.Count != (long)rows * depth || y.Count > int.MaxValue || RowSums.Pack(MemoryMarshal.Cast<byte, float>(weights.Data!.Bytes.Span), rows) is not { } packed)
        {
            return null;
        }

        var matrices = (int)(x.Count / depth / columns);
        return Element(node, WindowOperation.RowSums, RowSums.Shape(matrices, depth, columns, rows)) with
        {
            Input = x.Name,
            Filter = graph.Constant(OrtElementType.Int32, [packed.Length], packed).Name,
        };
    }

    /// <summary>Of axes side by side, before others: the rows of an image of one column.</summary>
    private KernelStep? Mean(OnnxNode node)
    {
        var x = Value(node.Inputs[0]);
        if (x.Type is not OrtElementType.Float || constants.GetValueOrDefault(node.Inputs.ElementAtOrDefault(1) ?? "") is not { Count: > 0 } listed)
        {
            return null;
        }

        int[] axes = [.. MemoryMarshal.Cast<byte, long>(listed.Data!.Bytes.Span).ToArray().Select(axis => (int)(axis < 0 ? axis + x.Rank : axis)).Order()];
        if (axes[^1] - axes[0] != axes.Length - 1 || x.Count > int.MaxValue)
        {
            return null;
        }

        var shape = WindowShape.Whole([Product(0, axes[0]), Product(axes[0], axes[^1] + 1), 1, Product(axes[^1] + 1, x.Rank)]);
        return WindowKernels.Support(WindowOperation.Average, shape) ? Element(node, WindowOperation.Average, shape) : null;

        int Product(int first, int end) => x.Shape[first..end].Aggregate(1, (product, dimension) => product * dimension);
    }

    private KernelStep? Clip(OnnxNode node) => node.Inputs.Length == 3 && Scalar(node.Inputs[1]) is { } low && Scalar(node.Inputs[2]) is { } high
        ? Limit(node, low, high)
        : null;

    private KernelStep? Limit(OnnxNode node, float low, float high) => Unary(node, WindowOperation.Limit, new(low, high, false));

    private KernelStep? Unary(OnnxNode node, WindowOperation operation, OutputRange range) => Value(node.Inputs[0]) is { Type: OrtElementType.Float } x
        ? Element(node, operation, 1, (int)x.Count, range: range)
        : null;

    /// <summary>An operand may be one row of the other, or one element; the first only where their order does not matter.</summary>
    private KernelStep? Binary(OnnxNode node, WindowOperation operation, bool isSymmetric)
    {
        var (first, second, count) = (Value(node.Inputs[0]), Value(node.Inputs[1]), Value(node.Outputs[0]).Count);
        if (first.Count < second.Count && isSymmetric)
        {
            (first, second) = (second, first);
        }

        if (first.Type is not OrtElementType.Float || first.Count != count || !IsRepeated(second.Shape, first.Shape))
        {
            return null;
        }

        var columns = second.Count == 1 ? count : second.Count;
        return columns == count || columns >= PixelBlocks.FewestChannels
            ? Element(node, operation, (int)(count / columns), (int)columns, second.Name, (int)second.Count) with { Input = first.Name }
            : null;
    }

    private KernelStep? Softmax(OnnxNode node)
    {
        var x = Value(node.Inputs[0]);
        var axis = (int)node.Integer("axis", -1);
        axis = axis < 0 ? axis + x.Rank : axis;
        return x is { Type: OrtElementType.Float, Rank: > 0 } && x.Shape.Skip(axis + 1).All(dimension => dimension == 1)
            ? Element(node, WindowOperation.Softmax, (int)(x.Count / x.Shape[axis]), x.Shape[axis])
            : null;
    }

    private KernelStep? Dequantize(OnnxNode node) =>
        Value(node.Inputs[0]) is { Type: OrtElementType.UInt8 } x && Quantization(node.Inputs, 1) is var (scale, zero)
            ? Bytes(node, WindowOperation.Dequantize, x, ByteParameters.Quantization(scale, zero))
            : null;

    private KernelStep? Quantize(OnnxNode node) =>
        Value(node.Inputs[0]) is { Type: OrtElementType.Float } x && Value(node.Outputs[0]).Type is OrtElementType.UInt8 && Quantization(node.Inputs, 1) is var (scale, zero)
            ? Bytes(node, WindowOperation.Quantize, x, ByteParameters.Quantization(scale, zero))
            : null;

    /// <summary>An operation of single bytes; null without kernels of integers.</summary>
    private KernelStep? Bytes(OnnxNode node, WindowOperation operation, OnnxValue x, float[] parameters) => hasIntegers && x.Count <= int.MaxValue
        ? Element(node, operation, 1, (int)x.Count) with { Filter = graph.Constant(OrtElementType.Float, [parameters.Length], parameters).Name }
        : null;

    /// <summary>The scale and the zero point of a whole tensor, which stand one after the other among the operands; null where they are others.</summary>
    private (float Scale, byte Zero)? Quantization(ImmutableArray<string> inputs, int index) =>
        inputs.Length > index + 1 && Scalar(inputs[index]) is { } scale
        && constants.GetValueOrDefault(inputs[index + 1]) is { Type: OrtElementType.UInt8, Count: 1 } zero
            ? (scale, zero.Scalar<byte>())
            : null;

    private KernelStep Element(OnnxNode node, WindowOperation operation, int rows, int columns, string? second = null, int secondCount = 0, OutputRange? range = null)
    {
        var shape = new WindowShape { Batch = rows, Height = 1, Width = 1, Channels = columns, OutputHeight = 1, OutputWidth = 1, Filters = secondCount };
        return Element(node, operation, shape, range) with { Sum = second };
    }

    private KernelStep Element(OnnxNode node, WindowOperation operation, WindowShape shape, OutputRange? range = null) =>
        new(new(operation, target, new(shape, range ?? OutputRange.Unlimited)), node.Inputs[0], null, null, node.Outputs[0]);

    private float? Scalar(string name) => constants.GetValueOrDefault(name) is { Type: OrtElementType.Float, Count: 1 } constant ? constant.Scalar<float>() : null;

    /// <summary>Whether a shape is one element, or the last dimensions of another.</summary>
    private static bool IsRepeated(ImmutableArray<int> part, ImmutableArray<int> whole)
    {
        var trimmed = part.AsSpan().TrimStart(1);
        return trimmed.Length <= whole.Length && (part.AsSpan().IndexOfAnyExcept(1) < 0 || trimmed.SequenceEqual(whole.AsSpan()[^trimmed.Length..]));
    }
}

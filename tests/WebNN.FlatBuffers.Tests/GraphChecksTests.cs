namespace WebNN.FlatBuffers.Tests;

/// <summary>What a graph has to be so that its nodes can be computed one after the other.</summary>
public class GraphChecksTests
{
    [Fact]
    public void A_node_cannot_read_its_own_output()
    {
        var (writer, x, y) = Start();
        writer.AddOperator(BuiltinOperator.Relu, [y], [y]);
        AssertRefused("subgraphs[0].operators[0].inputs[0]: RELU reads tensor 1 'y', which is its own output", writer, x, y);
    }

    [Fact]
    public void A_node_cannot_read_what_is_written_later()
    {
        var (writer, x, y) = Start();
        var later = writer.AddTensor("later", TensorType.Float32, [2]);
        writer.AddOperator(BuiltinOperator.Relu, [later], [y]);
        writer.AddOperator(BuiltinOperator.Tanh, [x], [later]);
        AssertRefused("subgraphs[0].operators[0].inputs[0]: RELU reads tensor 2 'later', which node 1 writes only later", writer, x, y);
    }

    [Fact]
    public void A_node_cannot_read_what_nobody_writes()
    {
        var (writer, x, y) = Start();
        var lost = writer.AddTensor("lost", TensorType.Float32, [2]);
        writer.AddOperator(BuiltinOperator.Add, [x, lost], [y], new AddOptions());
        AssertRefused(
            "subgraphs[0].operators[0].inputs[1]: ADD reads tensor 2 'lost', which no node writes, and which is neither an input nor a constant",
            writer,
            x,
            y);
    }

    [Fact]
    public void Two_nodes_cannot_write_one_tensor()
    {
        var (writer, x, y) = Start();
        writer.AddOperator(BuiltinOperator.Relu, [x], [y]);
        writer.AddOperator(BuiltinOperator.Tanh, [x], [y]);
        AssertRefused("subgraphs[0].operators[1].outputs[0]: TANH writes tensor 1 'y', which node 0 writes too", writer, x, y);
    }

    [Fact]
    public void A_node_cannot_write_a_constant_or_an_input()
    {
        var (writer, x, y) = Start();
        var constant = writer.AddTensor("c", TensorType.Float32, [2], data: new byte[8]);
        writer.AddOperator(BuiltinOperator.Relu, [x], [constant]);
        AssertRefused("subgraphs[0].operators[0].outputs[0]: RELU writes tensor 2 'c', which is a constant", writer, x, y);

        (writer, x, y) = Start();
        writer.AddOperator(BuiltinOperator.Relu, [x], [x]);
        AssertRefused("subgraphs[0].operators[0].outputs[0]: RELU writes tensor 0 'x', which is an input of the graph", writer, x, y);
    }

    [Fact]
    public void An_input_is_no_constant()
    {
        var (writer, _, y) = Start();
        var constant = writer.AddTensor("c", TensorType.Float32, [2], data: new byte[8]);
        writer.AddOperator(BuiltinOperator.Relu, [constant], [y]);
        writer.SetInputs([constant]);
        AssertRefused("subgraphs[0].inputs[0]: tensor 2 'c' is an input and a constant", writer, constant, y);
    }

    [Fact]
    public void A_model_has_outputs_that_somebody_computes()
    {
        var (writer, x, y) = Start();
        writer.AddOperator(BuiltinOperator.Relu, [x], [y]);
        AssertRefused("subgraphs[0].outputs: the graph has no outputs", writer, x);

        (writer, x, y) = Start();
        writer.AddOperator(BuiltinOperator.Relu, [x], [writer.AddTensor("z", TensorType.Float32, [2])]);
        AssertRefused("subgraphs[0].outputs[0]: no node writes tensor 1 'y', and it is neither an input nor a constant", writer, x, y);
    }

    [Fact]
    public void A_variable_an_empty_tensor_and_a_shape_without_values_may_be_read()
    {
        var (writer, x, y) = Start();
        var variable = writer.AddTensor("state", TensorType.Float32, [2], isVariable: true);
        var empty = writer.AddTensor("empty", TensorType.Int32, [0]);
        var shape = writer.AddTensor("shape", TensorType.Int32, [1, 2]);
        var sum = writer.AddTensor("sum", TensorType.Float32, [2]);
        var scalar = writer.AddTensor("scalar", TensorType.Float32, []);
        writer.AddOperator(BuiltinOperator.Add, [x, variable], [sum], new AddOptions());
        writer.AddOperator(BuiltinOperator.Reshape, [sum, shape], [y], new ReshapeOptions([2]));
        writer.AddOperator(BuiltinOperator.Reshape, [x, empty], [scalar], new ReshapeOptions([]));
        Assert.Equal(3, Parse(writer, x, y).Subgraphs[0].Operators.Count);
    }

    [Theory]
    [InlineData(BuiltinOperator.Add, 2)]
    [InlineData(BuiltinOperator.Reshape, 2)]
    [InlineData(BuiltinOperator.Prelu, 2)]
    [InlineData(BuiltinOperator.Pad, 2)]
    [InlineData(BuiltinOperator.UnidirectionalSequenceRnn, 5)]
    public void An_input_that_the_operator_needs_cannot_be_absent(BuiltinOperator code, int inputs)
    {
        for (var absent = 0; absent < inputs; absent++)
        {
            var (writer, x, y) = Start();
            int[] indices = [.. Enumerable.Range(0, inputs).Select(i => i == absent ? -1 : x)];
            writer.AddOperator(code, indices, [y]);
            AssertRefused(
                $"subgraphs[0].operators[0].inputs[{absent}]: {code.SchemaName()} needs its input {absent}; the node has -1", writer, x, y);
        }
    }

    [Theory]
    [InlineData(BuiltinOperator.Svdf, 5, new[] { 3 })]
    [InlineData(BuiltinOperator.FullyConnected, 3, new[] { 2 })]
    [InlineData(BuiltinOperator.TransposeConv, 4, new[] { 3 })]
    [InlineData(BuiltinOperator.Lstm, 24, new[] { 1, 5, 9, 10, 11, 12, 16, 17, 20, 21, 22, 23 })]
    [InlineData(
        BuiltinOperator.BidirectionalSequenceLstm,
        48,
        new[] { 1, 5, 9, 10, 11, 12, 16, 17, 18, 22, 26, 27, 28, 29, 33, 34, 39, 40, 41, 42, 43, 44, 45, 46, 47 })]
    public void Only_these_inputs_may_be_absent(BuiltinOperator code, int inputs, int[] optional) =>
        Assert.Equal(optional, Enumerable.Range(0, inputs).Where(input => OperatorRules.MayBeAbsent(code, input)));

    [Fact]
    public void A_window_has_a_size_that_can_be_looped_over()
    {
        AssertPoolRefused("filter_height: L2_POOL_2D has 2123789977 here; it takes 1 to 16777216", new(Padding.Same, 1, 1, 3, 2123789977));
        AssertPoolRefused("filter_width: L2_POOL_2D has 0 here; it takes 1 to 16777216", new(Padding.Same, 1, 1, 0, 1));
        AssertPoolRefused("stride_w: L2_POOL_2D has -1 here; it takes 1 to 16777216", new(Padding.Same, -1, 1, 1, 1));
        AssertPoolRefused("padding: L2_POOL_2D has 2 here; it takes 0 to 1", new((Padding)2, 1, 1, 1, 1));
        AssertPoolRefused("filter_height: a window over 25000000 elements; it takes up to 16777216", new(Padding.Same, 1, 1, 5000, 5000));
    }

    [Fact]
    public void A_dilated_window_counts_with_its_gaps()
    {
        var (writer, x, y) = Start();
        var filter = writer.AddTensor("f", TensorType.Float32, [1, 3, 1, 1], data: new byte[12]);
        writer.AddOperator(BuiltinOperator.Conv2D, [x, filter], [y], new Conv2DOptions(Padding.Same, 1, 1, DilationH: 9_000_000));
        AssertRefused(
            "subgraphs[0].operators[0].builtin_options.dilation_h_factor: a window over 18000001 elements; it takes up to 16777216",
            writer,
            x,
            y);
    }

    [Fact]
    public void Options_are_those_of_the_operator()
    {
        var (writer, x, y) = Start();
        writer.AddOperator(BuiltinOperator.Softmax, [x], [y], new LeakyReluOptions(1));
        AssertRefused(
            "subgraphs[0].operators[0].builtin_options_type: SOFTMAX has options of type Softmax; the node has LeakyRelu", writer, x, y);

        (writer, x, y) = Start();
        writer.AddOperator(BuiltinOperator.MaxPool2D, [x], [y]);
        AssertRefused(
            "subgraphs[0].operators[0].builtin_options.stride_w: MAX_POOL_2D needs options of type Pool2D; the node has none", writer, x, y);
    }

    [Fact]
    public void Options_without_fields_are_nobodys()
    {
        var (writer, x, y) = Start();
        writer.AddOperator(BuiltinOperator.Neg, [x], [y], new EmptyOptions(BuiltinOptionsType.Abs));
        Assert.Equal(BuiltinOptionsType.Abs, Parse(writer, x, y).Subgraphs[0].Operators[0].OptionsType);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.5f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_scale_is_finite_and_positive(float scale) => AssertQuantizationRefused(
        FormattableString.Invariant($"scale[0]: tensor 'q' has the scale {scale}; a scale is finite and above 0"), TensorType.Int8, new([scale], [0]));

    [Theory]
    [InlineData(TensorType.Int8, 128, "Int8 holds -128 to 127")]
    [InlineData(TensorType.UInt8, -1, "UInt8 holds 0 to 255")]
    [InlineData(TensorType.Int16, 40000, "Int16 holds -32768 to 32767")]
    [InlineData(TensorType.Int4, 8, "Int4 holds -8 to 7")]
    [InlineData(TensorType.Int32, 1L << 31, "Int32 holds -2147483648 to 2147483647")]
    public void A_zero_point_is_a_value_of_the_type(TensorType type, long zeroPoint, string range) =>
        AssertQuantizationRefused($"zero_point[0]: tensor 'q' has the zero point {zeroPoint}; {range}", type, new([1], [zeroPoint]));

    [Fact]
    public void Statistics_of_a_float_tensor_may_be_anything()
    {
        var (writer, x, y) = Start();
        var q = writer.AddTensor("q", TensorType.Float32, [2], new([0], [0]), new byte[8]);
        writer.AddOperator(BuiltinOperator.Add, [x, q], [y], new AddOptions());
        Assert.Equal([0], Parse(writer, x, y).Subgraphs[0].Tensors[q].Quantization!.Value.Scales.ToArray());
    }

    [Fact]
    public void The_dimension_of_a_single_scale_may_be_any()
    {
        var (writer, x, y) = Start();
        var q = writer.AddTensor("q", TensorType.Int8, [2], new([1], [0], QuantizedDimension: 3), new byte[2]);
        writer.AddOperator(BuiltinOperator.Dequantize, [q], [y], new EmptyOptions(BuiltinOptionsType.Dequantize));
        Assert.Equal(3, Parse(writer, x, y).Subgraphs[0].Tensors[q].Quantization!.Value.QuantizedDimension);
    }

    private static void AssertPoolRefused(string message, Pool2DOptions options)
    {
        var (writer, x, y) = Start();
        writer.AddOperator(BuiltinOperator.L2Pool2D, [x], [y], options);
        AssertRefused("subgraphs[0].operators[0].builtin_options." + message, writer, x, y);
    }

    private static void AssertQuantizationRefused(string message, TensorType type, QuantizationParameters quantization)
    {
        var (writer, x, y) = Start();
        writer.AddTensor("q", type, [2], quantization);
        writer.AddOperator(BuiltinOperator.Relu, [x], [y]);
        AssertRefused("subgraphs[0].tensors[2].quantization." + message, writer, x, y);
    }

    /// <summary>A model with float tensors of two elements: x, the input, and y, which nobody computes yet.</summary>
    private static (ModelWriter Writer, int X, int Y) Start()
    {
        var writer = new ModelWriter();
        return (writer, writer.AddTensor("x", TensorType.Float32, [2]), writer.AddTensor("y", TensorType.Float32, [2]));
    }

    private static FlatBufferModel Parse(ModelWriter writer, int input, params int[] outputs)
    {
        writer.SetInputs([input]);
        writer.SetOutputs(outputs);
        return FlatBufferModel.Parse(writer.ToArray());
    }

    private static void AssertRefused(string message, ModelWriter writer, int input, params int[] outputs) => Assert.StartsWith(
        message + " (byte ",
        Assert.Throws<InvalidModelException>(() => Parse(writer, input, outputs)).Message,
        StringComparison.Ordinal);
}

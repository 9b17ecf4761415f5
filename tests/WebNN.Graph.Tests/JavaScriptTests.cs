using System.Runtime.InteropServices;

namespace WebNN.Tests;

/// <summary>Graphs as modules of JavaScript.</summary>
public sealed class JavaScriptTests
{
    private const string Expected = """
        // A WebNN graph (https://www.w3.org/TR/webnn/).
        export const inputs = {
          'an image': {dataType: 'float32', shape: [1, 4, 4, 3]},
        };

        export const outputs = {
          'z': {dataType: 'float32', shape: [4, 8]},
          'y': {dataType: 'float32', shape: [1, 2, 2, 8]},
        };

        /**
         * @param {MLContext} context
         * @param {ArrayBuffer} weights the bytes of the constants
         * @returns {Promise<MLGraph>}
         */
        export async function build(context, weights) {
          const builder = new MLGraphBuilder(context);
          const bytes = (offset, length) => new Uint8Array(weights, offset, length);
          const _0 = builder.input('an image', inputs['an image']);
          const _1 = builder.constant({dataType: 'float32', shape: [8, 1, 1, 3]}, bytes(0, 96));
          const _2 = builder.constant({dataType: 'float32', shape: [8]}, bytes(96, 32));
          const _3 = builder.conv2d(_0, _1, {bias: _2, strides: [2, 2], inputLayout: 'nhwc', filterLayout: 'ohwi', label: 'it\u0027s the stem'});
          const _4 = builder.reshape(_3, [4, 8]);
          const _5 = builder.softmax(_4, 1);
          const _6 = builder.clamp(_5, {maxValue: 0.5});
          return builder.build({'z': _6, 'y': _3});
        }

        """;

    [Fact]
    public void A_graph_is_a_module_that_builds_it()
    {
        var b = new MLGraphBuilder(new AcceptingContext());
        var x = b.Input("an image", new(MLOperandDataType.Float32, 1, 4, 4, 3));
        var filter = b.Constant<float>([8, 1, 1, 3], [.. Enumerable.Range(0, 24).Select(i => (float)i)]);
        var bias = b.Constant<float>([8], 0, 1, 2, 3, 4, 5, 6, 7);
        var y = b.Conv2d(x, filter, bias, new() { Strides = new(2, 2), InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi }, "it's the stem");
        var z = b.Clamp(b.Softmax(b.Reshape(y, [4, 8]), axis: 1), new() { MaxValue = 0.5 });

        using var weights = new MemoryStream();
        var module = b.Define(new("z", z), new("y", y)).ToJavaScript(weights);

        Assert.Equal(Expected.ReplaceLineEndings("\n"), module);
        Assert.Equal(Enumerable.Range(0, 24).Concat(Enumerable.Range(0, 8)).Select(i => (float)i), MemoryMarshal.Cast<byte, float>(weights.ToArray()).ToArray());
    }

    [Fact]
    public void Numbers_that_JavaScript_does_not_hold_are_bigints()
    {
        var b = new MLGraphBuilder(new AcceptingContext());
        var y = b.Clamp(b.Input("x", new(MLOperandDataType.Int64, 2)), new() { MinValue = long.MinValue, MaxValue = 5 });
        var z = b.Clamp(b.Input("f", new(MLOperandDataType.Float32, 2)), new() { MinValue = double.NegativeInfinity, MaxValue = 0.1 });

        var module = b.Define(new("y", y), new("z", z)).ToJavaScript(Stream.Null);

        Assert.Contains("builder.clamp(x, {minValue: -9223372036854775808n, maxValue: 5})", module, StringComparison.Ordinal);
        Assert.Contains("builder.clamp(f, {minValue: -Infinity, maxValue: 0.10000000149011612})", module, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in")]
    [InlineData("default")]
    [InlineData("await")]
    [InlineData("Uint8Array")]
    [InlineData("weights")]
    public void An_input_whose_name_means_something_else_has_another_variable(string name)
    {
        var b = new MLGraphBuilder(new AcceptingContext());
        var module = b.Define(new MLNamedOperand("y", b.Abs(b.Input(name, new(MLOperandDataType.Float32, 2))))).ToJavaScript(Stream.Null);

        Assert.Contains($"const _0 = builder.input('{name}', inputs['{name}']);", module, StringComparison.Ordinal);
        Assert.Contains("builder.abs(_0)", module, StringComparison.Ordinal);
    }
}

// A classifier in the manner of LeNet-5, built by hand: two convolutions with pools, two dense layers, a softmax. It reads the ten digits of a printed
// font (digits.txt), not handwriting: samples/lenet-training taught it in a minute or two, from pictures like those below.
using WebNN;
using WebNN.OnnxRuntime;

const int Side = 16;
using var context = new OrtContext(new() { Devices = ["cpu"] });
using var network = Build(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "weights.bin")));
using var image = context.CreateTensor(network.Inputs[0].Descriptor, readable: true, writable: true);
using var scores = context.CreateTensor(network.Outputs[0].Descriptor, readable: true);

var glyphs = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "digits.txt")).ReplaceLineEndings("\n").Split("\n\n");
var random = new Random(7);
for (var digit = 0; digit < glyphs.Length; digit++)
{
    Draw(glyphs[digit].Split('\n'), image.Data<float>());
    context.Dispatch(network, [image], [scores]);
    var shares = context.ReadTensor<float>(scores);
    Console.WriteLine($"drawn {digit}, read {Array.IndexOf(shares, shares.Max())}");
}

MLGraph Build(ReadOnlyMemory<byte> weights)
{
    var builder = new MLGraphBuilder(context);
    var x = builder.Input("image", new(MLOperandDataType.Float32, 1, Side, Side, 1));
    x = Pooled(Convolved(x, [6, 5, 5, 1], border: 2));
    x = Pooled(Convolved(x, [12, 5, 5, 6], border: 0));
    x = builder.Relu(Dense(builder.Reshape(x, [1, 48]), 32));
    return builder.Build(new MLNamedOperand("scores", builder.Softmax(Dense(x, 10), axis: 1)));

    MLOperand Convolved(MLOperand input, int[] filter, int border) => builder.Relu(builder.Conv2d(input, Next(filter), Next(filter[0]), new()
    {
        Padding = new(border, border, border, border), InputLayout = MLInputOperandLayout.Nhwc, FilterLayout = MLConv2dFilterOperandLayout.Ohwi,
    }));

    MLOperand Pooled(MLOperand input) =>
        builder.MaxPool2d(input, new() { WindowDimensions = new(2, 2), Strides = new(2, 2), Layout = MLInputOperandLayout.Nhwc });

    MLOperand Dense(MLOperand input, int outputs) => builder.Gemm(input, Next(outputs, input.Shape[1]), Next(outputs), new() { BTranspose = true });

    // The weights lie one after the other in the order of the layers.
    MLOperand Next(params int[] shape)
    {
        var descriptor = new MLOperandDescriptor(MLOperandDataType.Float32, shape);
        var bytes = weights[..(int)descriptor.ByteLength];
        weights = weights[bytes.Length..];
        return builder.Constant(descriptor, bytes);
    }
}

// Somewhere in the picture, with six pixels wrong.
void Draw(string[] glyph, Span<float> pixels)
{
    pixels.Clear();
    var (top, left) = (random.Next(3), random.Next(7));
    for (var i = 0; i < 14 * 10; i++)
    {
        pixels[((top + (i / 10)) * Side) + left + (i % 10)] = glyph[i / 20][i % 10 / 2] == '#' ? 1 : 0;
    }

    for (var i = 0; i < 6; i++)
    {
        var wrong = random.Next(pixels.Length);
        pixels[wrong] = 1 - pixels[wrong];
    }
}

using System.Security.Cryptography;
using WebNN.Testing;

namespace WebNN.Models.Tests;

public class ModelZooTests(ITestOutputHelper log)
{
    private const int Seed = 7;

    public static TheoryData<string> Names() => [.. ModelZoo.Names];

    [Fact]
    public void The_zoo_has_six_models() => Assert.Equal(
        "mobilenet_v2 1,224,224,3; resnet50 1,224,224,3; squeezenet1_1 1,224,224,3; efficientnet_lite0 1,224,224,3; " +
            "mobilenet_v3_large 1,224,224,3; encoder 128,256",
        string.Join("; ", ModelZoo.Entries.Select(entry => $"{entry.Name} {string.Join(',', entry.InputShape)}")));

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones() => Assert.Equal(
        "there is no model named 'vgg'; there are mobilenet_v2, resnet50, squeezenet1_1, efficientnet_lite0, " +
            "mobilenet_v3_large, encoder (Parameter 'name')",
        Assert.Throws<ArgumentException>(() => ModelZoo.Create("vgg", quantized: false)).Message);

    [Theory]
    [MemberData(nameof(Names))]
    public void Float_model_runs_in_TFLite_and_computes_what_calibration_computed(string name)
    {
        TfLite.Require();
        var network = ModelZoo.Build(name);
        using var session = new TfLiteSession(new ModelEmitter(network, quantized: false).Emit(), useXnnpack: true);
        var (input, output) = (session.Inputs.Single(), session.Outputs.Single());
        Assert.Equal((name == "encoder" ? "128,256" : "1,224,224,3", 1), (input.Shape, input.Type));
        Assert.Equal((name == "encoder" ? "1,16" : "1,1000", 1), (output.Shape, output.Type));
        for (var i = 0; i < 2; i++)
        {
            var actual = Run(session, Half(network.InputNode!.Values, i));
            Assert.InRange(Cosine(Half(network.OutputNode!.Values, i), actual), 0.9999999, 1.0000001);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Int8_model_runs_in_TFLite_and_answers_like_the_float_model(string name)
    {
        TfLite.Require();
        var network = ModelZoo.Build(name);
        using var floats = new TfLiteSession(new ModelEmitter(network, quantized: false).Emit(), useXnnpack: true);
        using var bytes = new TfLiteSession(new ModelEmitter(network, quantized: true).Emit());
        Assert.Equal(
            (9, 9, 1f / 256, -128),
            (bytes.Inputs.Single().Type, bytes.Outputs.Single().Type, bytes.Outputs[0].Scale, bytes.Outputs[0].ZeroPoint));

        var noise = Noise(network.InputNode!.Values.Length / 2);
        var (expected, actual) = (Run(floats, noise), RunQuantized(bytes, noise));
        var cosine = Cosine(expected, actual);
        log.WriteLine($"{name}: cosine {cosine:F4}, entropy {Entropy(expected):F2} and {Entropy(actual):F2} bits");
        Assert.True(cosine > 0.98, $"seed {Seed}: cosine {cosine}");

        // Neither all on one class nor the same for each: 1000 equal classes would have 9.97 bits, 16 labels 4.
        Assert.InRange(Entropy(actual), 1.5, name == "encoder" ? 3.7 : 7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Answers_depend_on_the_input(string name)
    {
        TfLite.Require();
        var network = ModelZoo.Build(name);
        using var floats = new TfLiteSession(new ModelEmitter(network, quantized: false).Emit(), useXnnpack: true);
        var cosine = Cosine(Run(floats, Half(network.InputNode!.Values, 0)), Run(floats, Noise(network.InputNode.Values.Length / 2)));
        log.WriteLine($"{name}: cosine {cosine:F4} between a calibration input and noise");
        Assert.InRange(cosine, 0, 0.999);
    }

    [Theory]
    [InlineData("mobilenet_v2", false)]
    [InlineData("mobilenet_v2", true)]
    [InlineData("squeezenet1_1", true)]
    [InlineData("mobilenet_v3_large", true)]
    [InlineData("encoder", true)]
    public void The_same_call_gives_the_same_bytes(string name, bool quantized) => Assert.Equal(
        Convert.ToHexString(SHA256.HashData(ModelZoo.Create(name, quantized))),
        Convert.ToHexString(SHA256.HashData(ModelZoo.Create(name, quantized))));

    [Theory]
    [InlineData("squeezenet1_1", "2BD0F6E81AA352A5")]
    [InlineData("encoder", "1ACCFE988CE1F0A2")]
    public void Every_machine_makes_these_bytes(string name, string start) =>
        Assert.Equal(start, Convert.ToHexString(SHA256.HashData(ModelZoo.Create(name, quantized: true)))[..16]);

    private static float[] Half(float[] values, int index) => values.AsSpan(index * values.Length / 2, values.Length / 2).ToArray();

    private static float[] Run(TfLiteSession session, float[] input)
    {
        session.SetInput<float>(0, input);
        session.Invoke();
        return session.Output<float>(0);
    }

    private static float[] RunQuantized(TfLiteSession session, float[] input)
    {
        var (from, to) = (session.Inputs[0], session.Outputs[0]);
        session.SetInput<sbyte>(
            0, Array.ConvertAll(input, value => (sbyte)Math.Clamp(MathF.Round(value / from.Scale) + from.ZeroPoint, -128, 127)));
        session.Invoke();
        return Array.ConvertAll(session.Output<sbyte>(0), value => (value - to.ZeroPoint) * to.Scale);
    }

    private static float[] Noise(int length)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    private static double Cosine(float[] a, float[] b) =>
        a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));

    private static double Entropy(float[] probabilities) => probabilities.Where(p => p > 0).Sum(p => -p * Math.Log2(p));
}

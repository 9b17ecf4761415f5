using WebNN.Models;
using WebNN.TfLite;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Tests.Guests;

/// <summary>What a guest computes is what our own API computes, byte for byte.</summary>
public sealed class EqualityTests
{
    private const string Memory = """(memory (export "memory") 1600)""";
    private const int Seed = 20261126;

    [Theory]
    [InlineData(false, RuntimeChoice.Auto)]
    [InlineData(true, RuntimeChoice.Auto)]
    [InlineData(false, RuntimeChoice.TfLite)]
    [InlineData(true, RuntimeChoice.TfLite)]
    public void MobileNetV2_gives_the_same_bytes(bool quantized, RuntimeChoice runtime)
    {
        TestModels.RequireOnnxRuntime();
        TestModels.RequireTfLite();
        AssertEqual(ModelZoo.Create("mobilenet_v2", quantized), new() { Runtime = runtime });
    }

    [Theory]
    [InlineData("kws_ref_model_int8")]
    [InlineData("mobilenet_v1_0.25_128_uint8")]
    [InlineData("face_detection_short_range_fp16")]
    [InlineData("yamnet_audio_classifier")]
    [InlineData("keras_lstm_mnist_ptq")]
    public void A_real_model_gives_the_same_bytes(string name) =>
        AssertEqual(File.ReadAllBytes(TestModels.Beside($"models/{name}.tflite")), new());

    private static void AssertEqual(byte[] bytes, TfLiteRuntimeOptions runtime)
    {
        using var model = TfLiteModel.FromBytes(bytes, "graph 0");
        using var own = TfLiteRuntime.Open(model, runtime);
        using var guest = new Guest(new() { Runtime = runtime }, Memory);
        var context = guest.Open(bytes);
        var random = new Random(Seed);
        for (var run = 0; run < 2; run++)
        {
            foreach (var input in own.Runner.Inputs)
            {
                Fill(random, input);
                var shape = input.Shape.Select(dimension => (uint)dimension).ToArray();
                guest.AssertSuccess(guest.SetInput(context, (uint)input.Index, Number(input), shape, input.Bytes));
            }

            own.Runner.Run();
            guest.AssertSuccess(guest.Compute(context));
            foreach (var output in own.Runner.Outputs)
            {
                var theirs = guest.Output(context, (uint)output.Index, output.ByteLength);
                Assert.True(output.Bytes.SequenceEqual(theirs), $"{output} of '{model.Name}', run {run}, seed {Seed}");
            }

            guest.PutAt(40 << 20);
        }

        Assert.Equal(own.Reason, Assert.Single(guest.Nn.Contexts).Reason);
    }

    private static void Fill(Random random, TensorView input)
    {
        if (input.Type == Interop.TfLite.TfLiteType.Float32)
        {
            foreach (ref var value in input.Data<float>())
            {
                value = (random.NextSingle() * 2) - 1;
            }
        }
        else
        {
            random.NextBytes(input.Bytes);
        }
    }

    private static uint Number(TensorView input) => (uint)Enumerable.Range(0, 6).First(number => TensorNumbers.Fits((byte)number, input.Type));
}

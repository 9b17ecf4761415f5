using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.Kernels;
using WebNN.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.EndToEnd.Tests;

/// <summary>Real models: how much of each is delegated, and how near its results are to TFLite's own kernels.</summary>
public sealed class ModelTests
{
    private static readonly string[] images = ["bird", "cat", "grace_hopper"];

    /// <summary>Models that need nothing but own kernels.</summary>
    public static TheoryData<string> WithoutSession =>
    [
        "ad01_fp32", "deeplabv3_fp32", "face_detection_short_range_fp16", "face_landmark", "hello_world_float", "kws_ref_model_dynamic_range",
        "kws_ref_model_int8", "mobilenet_v1_0.25_224_fp32", "movie_review_nl", "resnet8_int8", "vww_96_float", "vww_96_int8",
    ];

    [Theory]
    [InlineData("ad01_fp32", 10, 10, 1)]
    [InlineData("coco_ssd_mobilenet_v1_quant", 63, 64, 1)]
    [InlineData("deeplabv3_fp32", 70, 70, 1)]
    [InlineData("face_detection_short_range_fp16", 164, 164, 1)]
    [InlineData("face_landmark", 97, 97, 1)]
    [InlineData("hello_world_float", 3, 3, 1)]
    [InlineData("keras_lstm_mnist_ptq", 5, 6, 2)]
    [InlineData("kws_ref_model_dynamic_range", 13, 13, 1)]
    [InlineData("kws_ref_model_int8", 13, 13, 1)]
    [InlineData("mobilenet_v1_0.25_128_uint8", 31, 31, 1)]
    [InlineData("mobilenet_v1_0.25_224_fp32", 31, 31, 1)]
    [InlineData("mobilenet_v2_1.0_224_ptq_int8", 68, 68, 1)]
    [InlineData("movenet_lightning_ptq", 157, 157, 1)]
    [InlineData("movie_review_nl", 5, 5, 1)]
    [InlineData("resnet8_int8", 16, 16, 1)]
    [InlineData("vww_96_float", 31, 31, 1)]
    [InlineData("vww_96_int8", 31, 31, 1)]
    [InlineData("yamnet_audio_classifier", 47, 47, 1)]
    public void Nodes_are_delegated_in_as_few_partitions_as_the_rest_allows(string name, int delegated, int nodes, int partitions)
    {
        using var run = new Run(name);
        Assert.Null(run.Report.Failure);
        Assert.Equal((delegated, nodes, partitions), (run.Report.DelegatedNodes, run.Report.Nodes, run.Report.Partitions.Length));
        Assert.Equal(nodes - delegated, run.Report.Refused.Length);
    }

    [Theory]
    [InlineData("ad01_fp32")]
    [InlineData("deeplabv3_fp32")]
    [InlineData("face_detection_short_range_fp16")]
    [InlineData("face_landmark")]
    [InlineData("hello_world_float")]
    [InlineData("mobilenet_v1_0.25_224_fp32")]
    [InlineData("movie_review_nl")]
    [InlineData("vww_96_float")]
    public void Float_models_agree(string name)
    {
        using var run = new Run(name);
        for (var seed = 0; seed < 3; seed++)
        {
            run.Draw(seed);
            run.Compare(Tolerance.FloatModel, $"{name}, seed {seed}");
        }
    }

    [Theory]
    [InlineData("mobilenet_v1_0.25_224_fp32")]
    [InlineData("deeplabv3_fp32")]
    public void Float_models_agree_on_images(string name)
    {
        using var run = new Run(name);
        foreach (var image in images)
        {
            run.Show(image);
            run.Compare(Tolerance.FloatModel, $"{name}, {image}");
        }
    }

    /// <summary>
    /// TFLite's kernels round a quantized product twice, the delegate once, so that about 0.3 % of a layer's elements are one step apart.
    /// Softmax turns a step of a logit into several of a probability: measured, at most 9 steps on less than 2 % of the classes.
    /// </summary>
    [Theory]
    [InlineData("mobilenet_v1_0.25_128_uint8")]
    [InlineData("mobilenet_v2_1.0_224_ptq_int8")]
    public void Quantized_classifiers_find_the_same_class(string name)
    {
        using var run = new Run(name);
        foreach (var image in images)
        {
            run.Show(image);
            run.Compare(new Tolerance(0, 9, 0.02), $"{name}, {image}");
            Assert.Equal(Largest(run.TfLite), Largest(run.Delegated));
        }
    }

    /// <summary>XNNPACK rounds as the delegate does: the two are equally far from TFLite's own kernels.</summary>
    [Theory]
    [InlineData("kws_ref_model_int8", 0)]
    [InlineData("mobilenet_v2_1.0_224_ptq_int8", 0)]
    [InlineData("resnet8_int8", 1)]
    [InlineData("vww_96_int8", 0)]
    [InlineData("yamnet_audio_classifier", 0)]
    public void Int8_models_are_as_near_to_TFLite_as_XNNPACK_is(string name, int steps)
    {
        using var run = new Run(name);
        using var model = Shared.Model(name);
        using var xnnpack = new XnnpackDelegate();
        using var other = new Interpreter(model, new InterpreterOptions { Delegates = [xnnpack] });
        var (ours, theirs) = (0.0, 0.0);
        for (var seed = 0; seed < 5; seed++)
        {
            run.Draw(seed);
            run.TfLite.Inputs[0].Bytes.CopyTo(other.Inputs[0].Bytes);
            other.Invoke();
            ours = Math.Max(ours, LargestDifference(run.TfLite.Outputs[0], run.Delegated.Outputs[0]));
            theirs = Math.Max(theirs, LargestDifference(run.TfLite.Outputs[0], other.Outputs[0]));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: WebNN {ours:g3}, XNNPACK {theirs:g3}");
        Assert.True(ours <= theirs + steps, $"{name}: WebNN is {ours:g3} from TFLite, XNNPACK {theirs:g3}");
    }

    /// <summary>TFLite's hybrid kernels round activations to int8 at every layer; the delegate computes with the weights' real values.</summary>
    [Fact]
    public void Dynamic_range_models_differ_by_what_TFLite_rounds()
    {
        using var run = new Run("kws_ref_model_dynamic_range");
        for (var seed = 0; seed < 5; seed++)
        {
            run.Draw(seed);
            run.Compare(Tolerance.Float with { Relative = 0.03 }, $"seed {seed}");
        }
    }

    /// <summary>By the delegate and compiled whole, to the same bytes; a run allocates nothing.</summary>
    [Theory]
    [MemberData(nameof(WithoutSession))]
    public void Models_run_on_own_kernels_without_a_session(string name)
    {
        Natives.SkipUnlessPresent();
        Assert.SkipUnless(Processor.Features.HasFlag(ProcessorFeatures.Avx2), "kernels of integers need AVX2");
        using var model = Shared.Model(name);
        using var webnn = new WebNNDelegate(new WebNNDelegateOptions { OwnKernels = true });
        using var delegated = new Interpreter(model, new InterpreterOptions { Delegates = [webnn] });
        using var compiled = new CompiledModel(model, new CompiledModelOptions { OwnKernels = true });
        Assert.Equal("own kernels, without a session", Assert.Single(delegated.Report!.Partitions).Runner);
        Assert.Equal("own kernels, without a session", Assert.Single(compiled.Report!.Partitions).Runner);
        new Random(1).NextBytes(delegated.Inputs[0].Bytes);
        if (delegated.Inputs[0].Type is TfLiteType.Float32)
        {
            var random = new Random(1);
            foreach (ref var value in delegated.Inputs[0].Data<float>())
            {
                value = random.NextSingle();
            }
        }

        delegated.Inputs[0].Bytes.CopyTo(compiled.Inputs[0].Bytes);
        delegated.Invoke();
        compiled.Run();
        Assert.True(delegated.Outputs[0].Bytes.SequenceEqual(compiled.Outputs[0].Bytes));
        Allocations.AssertNone(delegated.Invoke, calls: 1);
        Allocations.AssertNone(compiled.Run, calls: 1);
    }

    /// <summary>With other operators among them.</summary>
    [Theory]
    [InlineData("movenet_lightning_ptq")]
    [InlineData("yamnet_audio_classifier")]
    public void Other_models_have_a_session(string name)
    {
        using var run = new Run(name);
        Assert.Null(Assert.Single(run.Report.Partitions).Runner);
    }

    /// <summary>The integers that find keypoints: with TFLite's own heatmaps before them, to the bit.</summary>
    [Fact]
    public void The_integer_tail_of_movenet_agrees_exactly()
    {
        using var run = new Run("movenet_lightning_ptq", "120-156");
        Assert.Equal(37, run.Report.DelegatedNodes);
        foreach (var image in images)
        {
            run.Show(image);
            run.Compare(Tolerance.Float, image);
        }
    }

    private static int Largest(Interpreter interpreter)
    {
        var classes = interpreter.Outputs[0].Bytes;
        return classes.IndexOf(classes.ToArray().Max());
    }

    /// <summary>In steps of quantized integers, or in the units of floats.</summary>
    private static double LargestDifference(TensorView a, TensorView b)
    {
        var worst = 0.0;
        for (var i = 0; i < a.ByteLength / (a.Type == TfLiteType.Float32 ? sizeof(float) : 1); i++)
        {
            worst = Math.Max(worst, a.Type switch
            {
                TfLiteType.Float32 => Math.Abs(a.Data<float>()[i] - b.Data<float>()[i]),
                TfLiteType.Int8 => Math.Abs((sbyte)a.Bytes[i] - (sbyte)b.Bytes[i]),
                _ => Math.Abs(a.Bytes[i] - b.Bytes[i]),
            });
        }

        return worst;
    }

    private sealed class Run : IDisposable
    {
        private readonly TfLiteModel model;
        private readonly WebNNDelegate webnn;

        public Run(string name, params string[] include)
        {
            Natives.SkipUnlessPresent();
            model = Shared.Model(name);
            TfLite = new Interpreter(model);
            webnn = new WebNNDelegate(new WebNNDelegateOptions { Include = [.. include] });
            Delegated = new Interpreter(model, new InterpreterOptions { Delegates = [webnn] });
        }

        public Interpreter TfLite { get; }

        public Interpreter Delegated { get; }

        public DelegationReport Report => Delegated.Report!;

        public void Dispose()
        {
            Delegated.Dispose();
            webnn.Dispose();
            TfLite.Dispose();
            model.Dispose();
        }

        /// <summary>Floats of [-1, 1), token indices below 100, bytes of any value.</summary>
        public void Draw(int seed)
        {
            var random = new Random(seed);
            for (var i = 0; i < TfLite.Inputs.Length; i++)
            {
                var input = TfLite.Inputs[i];
                switch (input.Type)
                {
                    case TfLiteType.Float32:
                        Fill(input.Data<float>(), () => (random.NextSingle() * 2) - 1);
                        break;
                    case TfLiteType.Int32:
                        Fill(input.Data<int>(), () => random.Next(100));
                        break;
                    default:
                        random.NextBytes(input.Bytes);
                        break;
                }

                input.Bytes.CopyTo(Delegated.Inputs[i].Bytes);
            }

            Invoke();
        }

        /// <summary>Floats of [-1, 1], bytes as they are; int8 is 128 below.</summary>
        public void Show(string image)
        {
            var input = TfLite.Inputs[0];
            var pixels = Shared.Image(image, input.Shape[1], input.Shape[2]);
            if (input.Type == TfLiteType.Float32)
            {
                MemoryMarshal.AsBytes<float>(Array.ConvertAll(pixels, pixel => (pixel / 127.5f) - 1)).CopyTo(input.Bytes);
            }
            else
            {
                pixels.CopyTo(input.Bytes);
                if (input.Type == TfLiteType.Int8)
                {
                    foreach (ref var value in input.Bytes)
                    {
                        value ^= 0x80;
                    }
                }
            }

            input.Bytes.CopyTo(Delegated.Inputs[0].Bytes);
            Invoke();
        }

        public void Compare(Tolerance tolerance, string what)
        {
            for (var i = 0; i < TfLite.Outputs.Length; i++)
            {
                var (expected, actual) = (TfLite.Outputs[i], Delegated.Outputs[i]);
                var objection = tolerance.Objection(expected.Type, expected.Bytes, actual.Bytes, out var measured);
                TestContext.Current.TestOutputHelper?.WriteLine($"{what}, output {i}: {measured}");
                Assert.True(objection is null, $"{what}, output {i} '{expected.Name}': {objection}");
            }
        }

        private void Invoke()
        {
            TfLite.Invoke();
            Delegated.Invoke();
        }

        private static void Fill<T>(Span<T> values, Func<T> next)
        {
            foreach (ref var value in values)
            {
                value = next();
            }
        }
    }
}

using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Tests;

/// <summary>Real models through ONNX Runtime, against TFLite's own kernels.</summary>
public sealed class RealModelTests
{
    /// <summary>Largest difference, relative to the largest output, that the order of float additions explains.</summary>
    private const double FloatTolerance = 1e-5;

    /// <summary>
    /// Steps on noise, where a softmax turns one step of its input into several. Measured: XNNPACK differs from TFLite's own kernels by up
    /// to 9 on mobilenet_v2, 7 on resnet8 and 18 on kws.
    /// </summary>
    private const int StepsOnNoise = 18;

    [Theory]
    [InlineData("mobilenet_v1_0.25_224_fp32", 31)]
    [InlineData("ad01_fp32", 10)]
    [InlineData("deeplabv3_fp32", 70)]
    [InlineData("face_landmark", 97)]
    [InlineData("face_detection_short_range_fp16", 164)]
    [InlineData("hello_world_float", 3)]
    [InlineData("vww_96_float", 31)]
    public void Float_models_run_whole_and_compute_what_TFLite_computes(string name, int nodes)
    {
        using var model = TestModels.Shared(name);
        using var webnn = TestModels.RequireWebNN();
        using var plain = new Interpreter(model);
        using var delegated = new Interpreter(model, new() { Delegates = [webnn] });

        Run(plain, delegated, seed: 11);

        Assert.Null(delegated.Report?.Failure);
        Assert.Equal(nodes, delegated.Report?.DelegatedNodes);
        foreach (var (expected, actual) in plain.Outputs.Zip(delegated.Outputs))
        {
            var (largest, error) = Compare(expected.Data<float>(), actual.Data<float>());
            Assert.True(error <= FloatTolerance * largest, $"{actual}: off by {error}, largest {largest}, seed 11");
        }
    }

    [Theory]
    [InlineData("kws_ref_model_int8", 13)]
    [InlineData("mobilenet_v1_0.25_128_uint8", 31)]
    [InlineData("mobilenet_v2_1.0_224_ptq_int8", 68)]
    [InlineData("resnet8_int8", 16)]
    [InlineData("vww_96_int8", 31)]
    public void Quantized_models_run_whole_and_stay_as_near_as_XNNPACK_does(string name, int nodes)
    {
        using var model = TestModels.Shared(name);
        using var webnn = TestModels.RequireWebNN();
        using var plain = new Interpreter(model);
        using var delegated = new Interpreter(model, new() { Delegates = [webnn] });

        Run(plain, delegated, seed: 12);

        Assert.Null(delegated.Report?.Failure);
        Assert.Equal(nodes, delegated.Report?.DelegatedNodes);
        foreach (var (expected, actual) in plain.Outputs.Zip(delegated.Outputs))
        {
            var steps = expected.Type == TfLiteType.Int8
                ? Steps<sbyte>(expected, actual)
                : Steps<byte>(expected, actual);
            Assert.True(steps <= StepsOnNoise, $"{actual}: off by {steps} steps, seed 12");
        }
    }

    private static void Run(Interpreter plain, Interpreter delegated, int seed)
    {
        TestModels.Fill(plain, seed);
        TestModels.Fill(delegated, seed);
        plain.Invoke();
        delegated.Invoke();
    }

    private static (double Largest, double Error) Compare(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double largest = 0, error = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            error = Math.Max(error, Math.Abs((double)expected[i] - actual[i]));
        }

        return (largest, error);
    }

    private static int Steps<T>(TensorView expected, TensorView actual)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var most = 0;
        var left = expected.Data<T>();
        var right = actual.Data<T>();
        for (var i = 0; i < left.Length; i++)
        {
            most = Math.Max(most, Math.Abs(int.CreateChecked(left[i]) - int.CreateChecked(right[i])));
        }

        return most;
    }
}

using System.Runtime.InteropServices;
using WebNN.FlatBuffers;
using WebNN.TfLite;

namespace WebNN.EndToEnd.Tests;

/// <summary>Why quantized results may be one step from TFLite's: it rounds a product twice, first to fixed point, then to the step.</summary>
public sealed class RoundingTests
{
    private const int Rows = 64;
    private const int Channels = 32;
    private const int Depth = 16;
    private const float InputScale = 0.02f;
    private const float WeightScale = 0.01f;
    private const float OutputScale = 0.1f;
    private const int InputZeroPoint = -5;
    private const int OutputZeroPoint = 3;

    [Fact]
    public void Where_a_product_of_int8_differs_from_TFLites_it_is_the_one_that_is_rounded_once()
    {
        Natives.SkipUnlessPresent();
        var random = new Random(11);
        var weights = Draw(random, Channels * Depth);
        using var model = TfLiteModel.FromBytes(FullyConnected(weights));
        using var tflite = new Interpreter(model);
        using var webnn = new WebNNDelegate();
        using var delegated = new Interpreter(model, new InterpreterOptions { Delegates = [webnn] });
        Assert.Equal(1, delegated.Report!.DelegatedNodes);

        var (differing, wrong) = (0, 0);
        for (var draw = 0; draw < 20; draw++)
        {
            var input = Draw(random, Rows * Depth);
            tflite.Inputs[0].CopyFrom<sbyte>(input);
            delegated.Inputs[0].CopyFrom<sbyte>(input);
            tflite.Invoke();
            delegated.Invoke();
            for (var i = 0; i < Rows * Channels; i++)
            {
                var (theirs, ours) = (tflite.Outputs[0].Data<sbyte>()[i], delegated.Outputs[0].Data<sbyte>()[i]);
                differing += ours == theirs ? 0 : 1;
                wrong += ours == Exact(input, weights, i) ? 0 : 1;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{differing} of {20 * Rows * Channels} differ from TFLite's, {wrong} from the exact result");
        Assert.InRange(differing, 1, 20 * Rows * Channels / 100);
        Assert.Equal(0, wrong);
    }

    private static sbyte Exact(sbyte[] input, sbyte[] weights, int element)
    {
        var (row, channel) = (element / Channels, element % Channels);
        var sum = 0L;
        for (var k = 0; k < Depth; k++)
        {
            sum += (input[(row * Depth) + k] - InputZeroPoint) * weights[(channel * Depth) + k];
        }

        var steps = sum * ((double)InputScale * WeightScale / OutputScale);
        return (sbyte)Math.Clamp(Math.Round(steps) + OutputZeroPoint, sbyte.MinValue, sbyte.MaxValue);
    }

    private static byte[] FullyConnected(sbyte[] weights)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Int8, [Rows, Depth], QuantizationParameters.PerTensor(InputScale, InputZeroPoint));
        var w = writer.AddTensor(
            "w", TensorType.Int8, [Channels, Depth], QuantizationParameters.PerTensor(WeightScale), MemoryMarshal.AsBytes<sbyte>(weights).ToArray());
        var y = writer.AddTensor("y", TensorType.Int8, [Rows, Channels], QuantizationParameters.PerTensor(OutputScale, OutputZeroPoint));
        writer.AddOperator(BuiltinOperator.FullyConnected, [x, w, -1], [y], new FullyConnectedOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    private static sbyte[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-127, 128))];
}

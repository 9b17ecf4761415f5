using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Tests.Processes;

/// <summary>
/// What <c>inspect</c> needs at its peak, beside a process with a tiny model: the file, and the weights once in the kernels' own layout or type.
/// </summary>
public sealed class MemoryTests : IDisposable
{
    /// <summary>Garbage not yet collected, of layers of 8 to 32 MiB, and the libraries' own.</summary>
    private const int Slack = 48;

    private const int Layers = 8;

    private readonly string folder = Directory.CreateTempSubdirectory("memory-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("float convolutions")]
    [InlineData("fp16 convolutions")]
    [InlineData("int8 products")]
    [InlineData("float products")]
    [InlineData("fp16 products")]
    public void Inspect_needs_the_file_and_the_weights_once(string model)
    {
        Needs.Natives();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the peak is read in /proc");
        var (bytes, weights) = Make(model);
        var (least, _) = Peak("tiny", Make("tiny").File);

        var (peak, answer) = Peak("large", bytes);

        Assert.Contains("\"delegatedNodes\":" + (model.StartsWith("fp16", StringComparison.Ordinal) ? 2 * Layers : Layers), answer, StringComparison.Ordinal);
        var limit = least + (bytes.Length >> 20) + (weights >> 20) + Slack;
        var figures = $"{model}: {peak} MiB at the peak; {least} with a tiny model, {bytes.Length >> 20} in the file, {weights >> 20} of weights: {limit} allowed";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.True(peak <= limit, figures);
    }

    private (long MiB, string Answer) Peak(string name, byte[] model)
    {
        var path = Path.Combine(folder, name + ".tflite");
        File.WriteAllBytes(path, model);
        using var process = Tool.Start("inspect", path, "--partitioning", "all", "--alone");
        var errors = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(2)))
        {
            peak = Math.Max(peak, HighWater(process));
        }

        Assert.True(process.ExitCode == 0, $"{name}: {errors.Result}");
        return (peak >> 10, answer.Result);
    }

    /// <summary>In KiB; it only grows while the process lives, and is gone with it.</summary>
    private static long HighWater(Process process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.Integer, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>A file of about 64 MiB, and how many bytes its weights have in the kernels' type.</summary>
    private static (byte[] File, long Weights) Make(string model) => model switch
    {
        "float convolutions" => Network([1, 4, 4, 472], [472, 3, 3, 472], half: false),
        "fp16 convolutions" => Network([1, 4, 4, 664], [664, 3, 3, 664], half: true),
        "float products" => Network([1, 1448], [1448, 1448], half: false),
        "fp16 products" => Network([1, 2048], [2048, 2048], half: true),
        "int8 products" => Products(2896),
        _ => Network([1, 8], [8, 8], half: false),
    };

    private static (byte[] File, long Weights) Network(int[] shape, int[] filter, bool half)
    {
        var writer = new ModelWriter();
        var input = writer.AddTensor("x", TensorType.Float32, shape);
        var (last, count) = (input, filter.Aggregate(1, (product, size) => product * size));
        for (var i = 0; i < Layers; i++)
        {
            var data = half ? Values(count, n => (Half)(n / 256f)) : Values(count, n => n / 256f);
            var weights = writer.AddTensor($"w{i}", half ? TensorType.Float16 : TensorType.Float32, filter, data: data);
            if (half)
            {
                var wide = writer.AddTensor($"wide{i}", TensorType.Float32, filter);
                writer.AddOperator(BuiltinOperator.Dequantize, [weights], [wide], new EmptyOptions(BuiltinOptionsType.Dequantize));
                weights = wide;
            }

            var output = writer.AddTensor($"y{i}", TensorType.Float32, shape);
            if (filter.Length == 4)
            {
                var bias = writer.AddTensor($"b{i}", TensorType.Float32, [shape[^1]], data: Values(shape[^1], n => n / 256f));
                writer.AddOperator(BuiltinOperator.Conv2D, [last, weights, bias], [output], new Conv2DOptions(Padding.Same, 1, 1));
            }
            else
            {
                writer.AddOperator(BuiltinOperator.FullyConnected, [last, weights, -1], [output], new FullyConnectedOptions());
            }

            last = output;
        }

        return Finish(writer, input, last, (long)Layers * count * sizeof(float));
    }

    private static (byte[] File, long Weights) Products(int size)
    {
        var writer = new ModelWriter();
        var scale = QuantizationParameters.PerTensor(0.05f);
        var input = writer.AddTensor("x", TensorType.Int8, [1, size], scale);
        var last = input;
        for (var i = 0; i < Layers; i++)
        {
            var weights = writer.AddTensor($"w{i}", TensorType.Int8, [size, size], scale, Values(size * size, n => (sbyte)n));
            var output = writer.AddTensor($"y{i}", TensorType.Int8, [1, size], scale);
            writer.AddOperator(BuiltinOperator.FullyConnected, [last, weights, -1], [output], new FullyConnectedOptions(), version: 4);
            last = output;
        }

        return Finish(writer, input, last, (long)Layers * size * size);
    }

    private static (byte[] File, long Weights) Finish(ModelWriter writer, int input, int output, long weights)
    {
        writer.SetInputs([input]);
        writer.SetOutputs([output]);
        return (writer.ToArray(), weights);
    }

    /// <summary>Values from -127 to 127.</summary>
    private static byte[] Values<T>(int count, Func<int, T> value)
        where T : unmanaged
    {
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = value((i % 255) - 127);
        }

        return MemoryMarshal.AsBytes<T>(values).ToArray();
    }
}

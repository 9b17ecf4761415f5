using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;
using WebNN.TfLite;
using WebNN.TfLite.Delegation;
using WebNN.TfLite.Delegation.Partitioning;

namespace WebNN.Plugin.Tests.Support;

/// <summary>A model run by the managed delegate, XNNPACK behind it: what the plug-in has to equal.</summary>
internal sealed record ManagedRun(byte[] Inputs, byte[] Outputs, DelegationReport Report)
{
    /// <summary>Runs the model on seeded inputs, all on WebNN that can be (see <see cref="WholeModels"/>).</summary>
    public static ManagedRun Of(string path, int seed = 7)
    {
        using var webnn = new WebNNDelegate(new WebNNDelegateOptions { Partitioning = PartitioningMode.All });
        return Of(path, webnn, seed);
    }

    /// <summary>The same with a delegate of the caller's.</summary>
    public static ManagedRun Of(string path, WebNNDelegate webnn, int seed = 7)
    {
        using var model = TfLiteModel.FromFile(path);
        using var xnnpack = new XnnpackDelegate();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn, xnnpack] });
        var random = new Random(seed);
        var inputs = new MemoryStream();
        foreach (var input in interpreter.Inputs)
        {
            Fill(random, input);
            inputs.Write(input.Bytes);
        }

        interpreter.Invoke();
        var outputs = new MemoryStream();
        foreach (var output in interpreter.Outputs)
        {
            outputs.Write(output.Bytes);
        }

        return new(inputs.ToArray(), outputs.ToArray(), interpreter.Report!);
    }

    private static void Fill(Random random, TensorView input)
    {
        if (input.Type != TfLiteType.Float32)
        {
            random.NextBytes(input.Bytes);
            return;
        }

        foreach (ref var value in MemoryMarshal.Cast<byte, float>(input.Bytes))
        {
            value = (random.NextSingle() * 2) - 1;
        }
    }
}

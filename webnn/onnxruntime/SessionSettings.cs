using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Kernels;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime;

/// <summary>The options of a session.</summary>
internal static unsafe class SessionSettings
{
    /// <param name="isOptimized">The model was optimized, and written, before.</param>
    public static OrtSessionOptionsHandle Create(OrtLibrary library, OrtContextOptions options, OrtDevice? device = null, bool isOptimized = false)
    {
        using var arena = new NativeArena();
        OrtSessionOptions* created;
        library.Check(library.Api.CreateSessionOptions(&created));
        var handle = new OrtSessionOptionsHandle(library, created);
        try
        {
            Tune(library, created, options, isOptimized ? OrtOptimizationLevel.None : Level(options), arena);
            if (options.Kernels is not null || options.IntegerKernels is not null)
            {
                WindowOperator.Register(library, handle, options.Threads);
            }

            if (device?.Provider is { } provider)
            {
                var (names, values) = (device.Options.Select(option => option.Key), device.Options.Select(option => option.Value));
                library.Check(library.Api.SessionOptionsAppendExecutionProvider(
                    created, arena.Text(provider), arena.Texts([.. names]), arena.Texts([.. values]), (nuint)device.Options.Length));
            }

            if (options.OptimizedModelPath is { } path)
            {
                library.Check(library.Api.SetOptimizedModelFilePath(created, arena.PathText(path)));
            }

            if (options.ProfilePrefix is { } prefix)
            {
                library.Check(library.Api.EnableProfiling(created, arena.PathText(prefix)));
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>What the last level adds is a layout of blocks of channels, for which filters are copied.</summary>
    private static OrtOptimizationLevel Level(OrtContextOptions options) => options.PacksWeights ? OrtOptimizationLevel.All : OrtOptimizationLevel.Extended;

    private static void Tune(OrtLibrary library, OrtSessionOptions* sessionOptions, OrtContextOptions options, OrtOptimizationLevel level, NativeArena arena)
    {
        library.Check(library.Api.SetSessionGraphOptimizationLevel(sessionOptions, level));
        library.Check(library.Api.SetIntraOpNumThreads(sessionOptions, options.Threads));
        library.Check(library.Api.SetInterOpNumThreads(sessionOptions, 1));

        // Measured on MobileNetV2, two threads: without spinning 33 % slower.
        library.Check(library.Api.AddSessionConfigEntry(sessionOptions, arena.Text("session.intra_op.allow_spinning"), arena.Text("1")));

        // Our own patterns decide what is computed in integers (QuantizedPatterns). ONNX Runtime's would add a softmax that is slower in
        // integers than in floats, and quantize float weights beside quantized tensors, to other integers than the model's own.
        library.Check(library.Api.AddSessionConfigEntry(sessionOptions, arena.Text("session.disable_quant_qdq"), arena.Text("1")));
        library.Check(library.Api.AddSessionConfigEntry(
            sessionOptions, arena.Text("optimization.disable_specified_optimizers"), arena.Text("WeightBiasQuantization")));
        if (!options.PacksWeights)
        {
            library.Check(library.Api.AddSessionConfigEntry(sessionOptions, arena.Text("session.disable_prepacking"), arena.Text("1")));
        }
    }
}

using System.Runtime.InteropServices;
using WebNN.FlatBuffers;
using WebNN.Interop.Natives;

namespace WebNN.TfLite.Tests;

/// <summary>Models for tests, small ones made here and real ones of the folder beside the repository.</summary>
internal static class TestModels
{
    /// <summary>f32[1,4] + f32[1,4] -> relu -> f32[1,4], with a signature and metadata.</summary>
    public static byte[] AddRelu()
    {
        var writer = new ModelWriter("add and relu");
        var (a, b) = (writer.AddTensor("a", TensorType.Float32, [1, 4]), writer.AddTensor("b", TensorType.Float32, [1, 4]));
        var sum = writer.AddTensor("sum", TensorType.Float32, [1, 4]);
        var result = writer.AddTensor("result", TensorType.Float32, [1, 4]);
        writer.AddOperator(BuiltinOperator.Add, [a, b], [sum], new AddOptions());
        writer.AddOperator(BuiltinOperator.Relu, [sum], [result]);
        writer.SetInputs([a, b]);
        writer.SetOutputs([result]);
        writer.AddSignature("serving_default", [("right", b), ("left", a)], [("out", result)]);
        writer.AddMetadata("note", "hello"u8.ToArray());
        return writer.ToArray();
    }

    /// <summary>f32[1,n] times the constant 3.</summary>
    public static byte[] Triple(int n = 4)
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, n]);
        var three = writer.AddTensor("three", TensorType.Float32, [1], data: MemoryMarshal.AsBytes<float>([3f]).ToArray());
        var y = writer.AddTensor("y", TensorType.Float32, [1, n]);
        writer.AddOperator(BuiltinOperator.Mul, [x, three], [y], new MulOptions());
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    /// <summary>sin(f32[1,4]), which takes a session.</summary>
    public static byte[] Sine()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 4]);
        var y = writer.AddTensor("y", TensorType.Float32, [1, 4]);
        writer.AddOperator(BuiltinOperator.Sin, [x], [y]);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    /// <summary>f32[1,n] to its absolutes, and f32[1,0] to its own: XNNPACK makes no runtime for a tensor without elements.</summary>
    public static byte[] AbsolutesAndNone()
    {
        var writer = new ModelWriter();
        var (x, none) = (writer.AddTensor("x", TensorType.Float32, [1, 4]), writer.AddTensor("none", TensorType.Float32, [1, 0]));
        var (y, empty) = (writer.AddTensor("y", TensorType.Float32, [1, 4]), writer.AddTensor("empty", TensorType.Float32, [1, 0]));
        writer.AddOperator(BuiltinOperator.Abs, [x], [y]);
        writer.AddOperator(BuiltinOperator.Abs, [none], [empty]);
        writer.SetInputs([x, none]);
        writer.SetOutputs([y, empty]);
        return writer.ToArray();
    }

    /// <summary>f32[4] times the constant 3, then a reshape to what the second input says at run time: TFLite makes the result dynamic.</summary>
    public static byte[] DynamicReshape()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [4]);
        var shape = writer.AddTensor("shape", TensorType.Int32, [2]);
        var three = writer.AddTensor("three", TensorType.Float32, [1], data: MemoryMarshal.AsBytes<float>([3f]).ToArray());
        var tripled = writer.AddTensor("tripled", TensorType.Float32, [4]);
        var y = writer.AddTensor("y", TensorType.Float32, [2, 2]);
        writer.AddOperator(BuiltinOperator.Mul, [x, three], [tripled], new MulOptions());
        writer.AddOperator(BuiltinOperator.Reshape, [tripled, shape], [y]);
        writer.SetInputs([x, shape]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    /// <summary>A custom operator that nobody knows, behind one that everybody does.</summary>
    public static byte[] UnknownCustomOperator()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 4]);
        var middle = writer.AddTensor("middle", TensorType.Float32, [1, 4]);
        var y = writer.AddTensor("y", TensorType.Float32, [1, 4]);
        writer.AddOperator(BuiltinOperator.Relu, [x], [middle]);
        writer.AddCustomOperator("FrobnicateV2", [middle], [y]);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    /// <summary>The real parts of rfft(x) of four numbers, by a cast: complex ones in between, which WebNN does not cast.</summary>
    public static byte[] Rfft()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 4]);
        var length = writer.AddTensor("length", TensorType.Int32, [2], data: new byte[] { 1, 0, 0, 0, 4, 0, 0, 0 });
        var spectrum = writer.AddTensor("spectrum", TensorType.Complex64, [1, 3]);
        var y = writer.AddTensor("y", TensorType.Float32, [1, 3]);
        writer.AddOperator(BuiltinOperator.Rfft2D, [x, length], [spectrum]);
        writer.AddOperator(BuiltinOperator.Cast, [spectrum], [y], new CastOptions(TensorType.Complex64, TensorType.Float32));
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }

    /// <summary>A model of ../shared/models; skips the test where that folder is absent.</summary>
    public static TfLiteModel Shared(string name) => TfLiteModel.FromFile(Beside($"models/{name}.tflite"));

    /// <summary>A model of ../shared/reports; skips the test where that folder is absent.</summary>
    public static TfLiteModel Report(string name) => TfLiteModel.FromFile(Beside($"reports/{name}.tflite"));

    public static TfLiteModel Load(byte[] bytes)
    {
        RequireTfLite();
        return TfLiteModel.FromBytes(bytes, "test");
    }

    /// <summary>A delegate with ONNX Runtime behind it; skips the test where that is absent.</summary>
    public static WebNNDelegate RequireWebNN(WebNNDelegateOptions? options = null)
    {
        var result = new WebNNDelegate(options);
        Assert.SkipWhen(result.Unavailable is not null, result.Unavailable ?? "");
        return result;
    }

    /// <summary>Fills every float input with seeded values of [-1, 1), every other with seeded bytes.</summary>
    public static void Fill(Interpreter interpreter, int seed)
    {
        var random = new Random(seed);
        foreach (var input in interpreter.Inputs)
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
    }

    /// <summary>A file of the folder beside the repository; skips the test where that is absent.</summary>
    public static string Beside(string file)
    {
        RequireTfLite();
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"shared/{file} is in no folder above {AppContext.BaseDirectory}");
        throw new InvalidOperationException();
    }

    /// <summary>Skips the test where ONNX Runtime is absent.</summary>
    public static void RequireOnnxRuntime() => Require(NativeLibraryInfo.OnnxRuntime);

    /// <summary>Skips the test where TensorFlow Lite is absent.</summary>
    public static void RequireTfLite() => Require(NativeLibraryInfo.TfLite);

    private static void Require(NativeLibraryInfo library)
    {
        try
        {
            NativeLibraryLocator.Locate(library);
        }
        catch (NativeLibraryException e)
        {
            Assert.Skip(e.Message);
        }
    }
}

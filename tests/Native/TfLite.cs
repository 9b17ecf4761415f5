using System.Runtime.InteropServices;

namespace WebNN.Testing;

/// <summary>
/// TFLite's own C API, declared by hand and apart from the product's bindings: what the tests of model files hold them against.
/// </summary>
internal static partial class TfLite
{
    private const string Library = "tensorflowlite_c";

    private static readonly string? path = Find("natives/bin/linux-x64/libtensorflowlite_c.so");

    static TfLite() => NativeLibrary.SetDllImportResolver(
        typeof(TfLite).Assembly, (name, _, _) => name == Library ? NativeLibrary.Load(path!) : IntPtr.Zero);

    /// <summary>Skips the test where the native library was not fetched.</summary>
    public static void Require() =>
        Assert.SkipWhen(path is null, "natives/bin/linux-x64/libtensorflowlite_c.so is not here: ./build.sh setup fetches it");

    /// <summary>The nearest file or folder of this name beside the tests or above them; null where there is none.</summary>
    public static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, relative);
            if (File.Exists(candidate) || Directory.Exists(candidate)) return candidate;
        }

        return null;
    }

    [LibraryImport(Library, EntryPoint = "TfLiteVersion")]
    public static partial nint Version();

    [LibraryImport(Library, EntryPoint = "TfLiteModelCreate")]
    public static partial nint ModelCreate(nint data, nuint size);

    [LibraryImport(Library, EntryPoint = "TfLiteModelDelete")]
    public static partial void ModelDelete(nint model);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterOptionsCreate")]
    public static partial nint OptionsCreate();

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterOptionsDelete")]
    public static partial void OptionsDelete(nint options);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterOptionsSetNumThreads")]
    public static partial void OptionsSetNumThreads(nint options, int threads);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterOptionsAddDelegate")]
    public static partial void OptionsAddDelegate(nint options, nint tfliteDelegate);

    [LibraryImport(Library, EntryPoint = "TfLiteXNNPackDelegateCreate")]
    public static partial nint XnnpackCreate(nint options);

    [LibraryImport(Library, EntryPoint = "TfLiteXNNPackDelegateDelete")]
    public static partial void XnnpackDelete(nint tfliteDelegate);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterCreate")]
    public static partial nint InterpreterCreate(nint model, nint options);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterDelete")]
    public static partial void InterpreterDelete(nint interpreter);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterAllocateTensors")]
    public static partial int AllocateTensors(nint interpreter);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterInvoke")]
    public static partial int Invoke(nint interpreter);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterGetInputTensorCount")]
    public static partial int InputCount(nint interpreter);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterGetInputTensor")]
    public static partial nint Input(nint interpreter, int index);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterGetOutputTensorCount")]
    public static partial int OutputCount(nint interpreter);

    [LibraryImport(Library, EntryPoint = "TfLiteInterpreterGetOutputTensor")]
    public static partial nint Output(nint interpreter, int index);

    [LibraryImport(Library, EntryPoint = "TfLiteTensorType")]
    public static partial int TensorType(nint tensor);

    [LibraryImport(Library, EntryPoint = "TfLiteTensorNumDims")]
    public static partial int TensorRank(nint tensor);

    [LibraryImport(Library, EntryPoint = "TfLiteTensorDim")]
    public static partial int TensorDim(nint tensor, int index);

    [LibraryImport(Library, EntryPoint = "TfLiteTensorByteSize")]
    public static partial nuint TensorByteSize(nint tensor);

    [LibraryImport(Library, EntryPoint = "TfLiteTensorData")]
    public static partial nint TensorData(nint tensor);

    [LibraryImport(Library, EntryPoint = "TfLiteTensorName")]
    public static partial nint TensorName(nint tensor);

    [LibraryImport(Library, EntryPoint = "TfLiteTensorQuantizationParams")]
    public static partial Quantization TensorQuantization(nint tensor);

    /// <summary>TfLiteQuantizationParams.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Quantization
    {
        public readonly float Scale;
        public readonly int ZeroPoint;
    }
}

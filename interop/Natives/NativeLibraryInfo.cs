namespace WebNN.Interop.Natives;

/// <summary>A native library that this project uses but does not ship.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="EnvironmentVariable">The variable that may hold the library's path.</param>
/// <param name="FileNames">What the file is called on this platform, the likeliest first.</param>
/// <param name="Folder">The folder below the platform's own, empty for none: a second version of the same library.</param>
public sealed record NativeLibraryInfo(string Name, string EnvironmentVariable, IReadOnlyList<string> FileNames, string Folder = "")
{
    public static NativeLibraryInfo OnnxRuntime { get; } = new("ONNX Runtime", "WEBNN_ONNXRUNTIME", OnnxRuntimeFiles());

    public static NativeLibraryInfo TfLite { get; } = new("TensorFlow Lite", "WEBNN_TFLITE", [Shared("tensorflowlite_c")]);

    /// <summary>TensorFlow Lite 2.2: the oldest runtime that the plug-in is tested with.</summary>
    public static NativeLibraryInfo TfLite22 { get; } = new("TensorFlow Lite 2.2", "WEBNN_TFLITE_2_2", [Shared("tensorflowlite_c")], "tflite-2.2");

    private static string[] OnnxRuntimeFiles()
    {
        // NuGet's package has no version in its files' names; npm's has the major one.
        return OperatingSystem.IsWindows() ? ["onnxruntime.dll"]
            : OperatingSystem.IsMacOS() ? ["libonnxruntime.dylib", "libonnxruntime.1.dylib"]
            : ["libonnxruntime.so", "libonnxruntime.so.1"];
    }

    private static string Shared(string name) =>
        OperatingSystem.IsWindows() ? name + ".dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}

/// <summary>Which of the four places a library was found in.</summary>
public enum NativeLibrarySource
{
    ExplicitPath,
    EnvironmentVariable,

    /// <summary><c>runtimes/&lt;rid&gt;/native</c> beside the application, or the application's own folder.</summary>
    Application,

    /// <summary><c>natives/bin/&lt;rid&gt;</c> of a source tree, fetched by its set-up.</summary>
    FetchedFolder,
}

/// <summary>Where a library is, and how it was found.</summary>
public sealed record NativeLibraryLocation(string Path, NativeLibrarySource Source)
{
    /// <summary>For reports: <c>/opt/ort/libonnxruntime.so (environment variable)</c>.</summary>
    public override string ToString() => $"{Path} ({Source switch
    {
        NativeLibrarySource.ExplicitPath => "explicit path",
        NativeLibrarySource.EnvironmentVariable => "environment variable",
        NativeLibrarySource.Application => "beside the application",
        _ => "fetched folder",
    }})";
}

/// <summary>A native library is absent or is not what it should be. The message lists the places tried and the remedy.</summary>
public sealed class NativeLibraryException(string message, Exception? inner = null) : Exception(message, inner);

using System.Runtime.InteropServices;

namespace WebNN.Interop.OnnxRuntime;

/// <summary>
/// Off unless the user says otherwise. ONNX Runtime 1.30 for Linux records events into a database in the user's cache folder, logs into the
/// temporary folder and uploads, from a thread that outlives its data at exit: nothing that a library may start in other people's programs.
/// </summary>
internal static partial class OrtTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>To be called before ONNX Runtime is loaded. A value that the user gave the variable stays.</summary>
    public static void SwitchOff()
    {
        if (!OperatingSystem.IsWindows())
        {
            // .NET's own variables are a copy that native code does not see.
            SetVariable(Variable, "1", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}

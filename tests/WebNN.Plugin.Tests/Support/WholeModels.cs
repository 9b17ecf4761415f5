using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace WebNN.Plugin.Tests.Support;

/// <summary>
/// Small models would stay with XNNPACK, as is predicted: the plug-in is to run them all the same, in this process and in those that tests start,
/// unless a test's own options say otherwise.
/// </summary>
internal static class WholeModels
{
    private const string Variable = "WEBNN_DELEGATE_OPTIONS";
    private const string Options = "partitioning=all";

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetVariable(byte[] name, byte[] value, int overwrites);

    [ModuleInitializer]
    internal static void Ask()
    {
        Environment.SetEnvironmentVariable(Variable, Options);
        if (!OperatingSystem.IsWindows())
        {
            // .NET keeps variables of its own; the plug-in is another program, which asks the system.
            var set = Marshal.GetDelegateForFunctionPointer<SetVariable>(NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "setenv"));
            set(Encoding.UTF8.GetBytes(Variable + '\0'), Encoding.UTF8.GetBytes(Options + '\0'), 1);
        }
    }
}

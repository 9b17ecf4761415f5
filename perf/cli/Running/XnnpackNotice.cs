using System.Runtime.InteropServices;
using WebNN.Interop.TfLite;

namespace WebNN.Cli.Running;

/// <summary>
/// The first XNNPACK delegate of a process prints "INFO: Created TensorFlow Lite XNNPACK delegate for CPU." to the standard error
/// descriptor, past every error reporter, and TFLite has no switch for it. So that it does not end up amid our tables, one delegate is
/// made for nothing while that descriptor leads nowhere. All else that native code has to say still arrives.
/// </summary>
internal static class XnnpackNotice
{
    private const int StandardError = 2;
    private static readonly Lock spending = new();
    private static bool isSpent;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Create(nint options);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Delete(nint handle);

    /// <param name="libraryPath">TFLite's library as the user gave it; null for the one that is found.</param>
    public static void Spend(string? libraryPath)
    {
        lock (spending)
        {
            // On Windows the library's C runtime has descriptors of its own.
            if (isSpent || OperatingSystem.IsWindows())
            {
                return;
            }

            isSpent = true;
            var library = TfLiteLibrary.Load(libraryPath);
            if (library.HasXnnpack)
            {
                var handle = NativeLibrary.Load(library.Location.Path);
                Silently(
                    Marshal.GetDelegateForFunctionPointer<Create>(NativeLibrary.GetExport(handle, "TfLiteXNNPackDelegateCreate")),
                    Marshal.GetDelegateForFunctionPointer<Delete>(NativeLibrary.GetExport(handle, "TfLiteXNNPackDelegateDelete")));
            }
        }
    }

    private static void Silently(Create create, Delete delete)
    {
        using var nowhere = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var kept = Duplicate(StandardError);
        if (kept < 0)
        {
            return;
        }

        _ = DuplicateTo((int)nowhere.DangerousGetHandle(), StandardError);
        try
        {
            delete(create(0));
        }
        finally
        {
            _ = DuplicateTo(kept, StandardError);
            _ = Close(kept);
        }
    }

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int DuplicateTo(int descriptor, int target);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}

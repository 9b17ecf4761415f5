using WebNN.Interop.Natives;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>ONNX Runtime for tests: a test that needs it skips, with the reason, where it is absent.</summary>
internal static class Native
{
    public static OrtLibrary Library()
    {
        try
        {
            return OrtLibrary.Load();
        }
        catch (NativeLibraryException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}

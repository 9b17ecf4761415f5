using WebNN.Interop.Natives;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>One context for the tests of a class; they skip, with the reason, where ONNX Runtime is absent.</summary>
public sealed class OrtContextFixture : IDisposable
{
    private readonly OrtContext? context;
    private readonly string reason = "";

    public OrtContextFixture()
    {
        try
        {
            context = new OrtContext();
        }
        catch (NativeLibraryException e)
        {
            reason = e.Message;
        }
    }

    public OrtContext Context
    {
        get
        {
            Assert.SkipWhen(context is null, reason);
            return context!;
        }
    }

    public void Dispose() => context?.Dispose();
}

using WebNN.Interop.TfLite;

namespace WebNN.TfLite;

/// <summary>Something that takes nodes of a model over from TFLite: <see cref="WebNNDelegate"/>, <see cref="XnnpackDelegate"/>.</summary>
public interface ITfLiteDelegate : IDisposable
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="Open"/> makes a delegate that belongs to its interpreter alone.</summary>
    internal bool PerInterpreter { get; }

    /// <summary>The native delegate for one interpreter of this library.</summary>
    internal TfLiteDelegateHandle Open(TfLiteLibrary library);
}

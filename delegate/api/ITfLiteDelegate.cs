using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite;

/// <summary>Something that takes nodes of a model over from TFLite: <see cref="WebNNDelegate"/>, <see cref="XnnpackDelegate"/>.</summary>
public interface ITfLiteDelegate : IDisposable
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>Whether <see cref="Open"/> makes a delegate that belongs to its interpreter alone.</summary>
    internal bool PerInterpreter { get; }

    /// <summary>The operators that an interpreter registers with TFLite for it, so that TFLite takes models that have them; null for none.</summary>
    internal CustomOperators? CustomOperators => null;

    /// <summary>The native delegate for one interpreter of this library.</summary>
    /// <param name="isBeforeXnnpack">Whether XNNPACK is offered what it leaves.</param>
    internal TfLiteDelegateHandle Open(TfLiteLibrary library, bool isBeforeXnnpack);
}

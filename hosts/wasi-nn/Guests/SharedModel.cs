using WebNN.FlatBuffers;
using WebNN.TfLite;

namespace WebNN.Wasi.Guests;

/// <summary>A model that lives until its last user has released it; made, it has one.</summary>
internal sealed class SharedModel(TfLiteModel model, string name)
{
    private int users = 1;

    public TfLiteModel Model => model;

    /// <summary>What the guest calls it.</summary>
    public string Name => name;

    /// <summary>Bytes that the model and its tensors need at least.</summary>
    public long Need { get; } = new ModelMemory(model.FlatBuffer).Need();

    /// <summary>For another user, by one that has it.</summary>
    public void Take() => Interlocked.Increment(ref users);

    public void Release()
    {
        if (Interlocked.Decrement(ref users) == 0)
        {
            model.Dispose();
        }
    }
}

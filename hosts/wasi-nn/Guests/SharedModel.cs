using WebNN.FlatBuffers;
using WebNN.TfLite;

namespace WebNN.Wasi.Guests;

/// <summary>A model that lives until its last user has released it; made, it has one. It may have several names.</summary>
internal sealed class SharedModel
{
    private readonly Users users;

    public SharedModel(TfLiteModel model, string name)
        : this(model, name, new ModelMemory(model.FlatBuffer).Need(), new())
    {
    }

    private SharedModel(TfLiteModel model, string name, long need, Users users) => (Model, Name, Need, this.users) = (model, name, need, users);

    public TfLiteModel Model { get; }

    /// <summary>What the guest calls it.</summary>
    public string Name { get; }

    /// <summary>Bytes that the model and its tensors need at least.</summary>
    public long Need { get; }

    /// <summary>For another user, by one that has it.</summary>
    public void Take() => Interlocked.Increment(ref users.Count);

    /// <summary>The same model by another name, for another user.</summary>
    public SharedModel As(string name)
    {
        Take();
        return new(Model, name, Need, users);
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref users.Count) == 0)
        {
            Model.Dispose();
        }
    }

    private sealed class Users
    {
        public int Count = 1;
    }
}

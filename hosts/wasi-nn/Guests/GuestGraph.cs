namespace WebNN.Wasi.Guests;

/// <summary>A model that a guest loaded. It lives until the guest unloaded it and its last context is gone.</summary>
internal sealed class GuestGraph(uint handle, SharedModel model, uint target, Action released)
{
    private int users = 1;

    public uint Handle => handle;

    public SharedModel Model => model;

    public uint Target => target;

    public void Take() => Interlocked.Increment(ref users);

    public void Release()
    {
        if (Interlocked.Decrement(ref users) == 0)
        {
            model.Release();
            released();
        }
    }
}

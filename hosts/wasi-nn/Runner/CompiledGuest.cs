using Wasmtime;

namespace WebNN.Wasi.Runner;

/// <summary>A guest's machine code, for any number of runs on any threads.</summary>
public sealed class CompiledGuest : IDisposable
{
    internal CompiledGuest(string name, Module module, bool isFromCache, TimeSpan time)
    {
        (Name, Module, IsFromCache, Time) = (name, module, isFromCache, time);
    }

    /// <summary>The file's.</summary>
    public string Name { get; }

    /// <summary>Whether it had been compiled before.</summary>
    public bool IsFromCache { get; }

    /// <summary>That it took to compile it, or to find it.</summary>
    public TimeSpan Time { get; }

    internal Module Module { get; }

    /// <summary>When nobody runs it any more.</summary>
    public void Dispose() => Module.Dispose();
}

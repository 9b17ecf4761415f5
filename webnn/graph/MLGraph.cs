using System.Collections.Immutable;

namespace WebNN;

/// <summary>Memory that a graph reads or writes: an address that stays valid and in place during the call, and its length in bytes.</summary>
public readonly record struct MLBuffer(nint Address, nuint ByteLength);

/// <summary>Name, type and shape of a graph's input or output.</summary>
public sealed record MLGraphPort(string Name, MLOperandDescriptor Descriptor);

/// <summary>A compiled graph: built once, computed many times (WebNN: <c>MLGraph</c>). Owns everything the backend allocated for it.</summary>
public abstract class MLGraph : IDisposable
{
    /// <summary>Whether <see cref="Destroy"/> was called.</summary>
    public bool IsDestroyed { get; private set; }

    /// <summary>The devices on which it runs: <c>cpu</c>, <c>gpu</c>, <c>npu</c>. Our extension, which browsers have too.</summary>
    public ImmutableArray<string> Devices => Context is null ? [] : [Context.Devices.Used];

    /// <summary>What runs it, where that is another than <see cref="MLContext.Description"/> says; null where it is not. Our extension, for reports.</summary>
    public virtual string? Runner => null;

    /// <summary>The inputs that an output needs, in the order in which the builder made them, and <see cref="Compute"/> takes them.</summary>
    public abstract ImmutableArray<MLGraphPort> Inputs { get; }

    /// <summary>The outputs, in the order in which <see cref="Compute"/> takes them.</summary>
    public abstract ImmutableArray<MLGraphPort> Outputs { get; }

    /// <summary>
    /// Runs synchronously, reading and writing only the given memory, each tensor in standard (row-major) layout. Our synchronous
    /// extension of <c>MLContext.dispatch</c>. Allocates nothing once warm, and copies nothing,
    /// but for an input that the backend stores otherwise (int8 on ONNX Runtime), or that lies where an output does. One call at a time runs on a graph; others wait.
    /// </summary>
    /// <exception cref="ArgumentException">A count or a length differs from <see cref="Inputs"/> or <see cref="Outputs"/>.</exception>
    /// <exception cref="ObjectDisposedException">The graph is destroyed.</exception>
    /// <exception cref="MLOperationException">The computation failed.</exception>
    public abstract void Compute(ReadOnlySpan<MLBuffer> inputs, ReadOnlySpan<MLBuffer> outputs);

    /// <summary>Lets go of everything (WebNN: <c>destroy</c>); a second time changes nothing.</summary>
    public void Destroy() => Dispose();

    /// <inheritdoc cref="Destroy"/>
    public void Dispose()
    {
        IsDestroyed = true;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The context that built it.</summary>
    internal MLContext? Context { get; set; }

    protected abstract void Dispose(bool disposing);
}

using Wasmtime;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Runner;

/// <summary>A guest's WebAssembly, as it was read.</summary>
public sealed class GuestFile
{
    /// <summary>Compiling cannot be interrupted, and takes seconds for each few megabytes.</summary>
    public const long DefaultLimit = 64 << 20;

    private static ReadOnlySpan<byte> Magic => "\0asm"u8;

    private GuestFile(string name, byte[] bytes)
    {
        (Name, Bytes) = (name, bytes);
        if (!bytes.AsSpan().StartsWith(Magic))
        {
            throw new GuestException($"{name}: not a WebAssembly module");
        }
    }

    /// <summary>The file's name without its folder; what the guest gets as its own name.</summary>
    public string Name { get; }

    /// <summary>In WebAssembly's binary form.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads a module's binary form, or its text form from a file that ends with <c>.wat</c>. Code that was compiled is never taken.</summary>
    /// <param name="limit">More bytes are refused.</param>
    /// <exception cref="GuestException">It is no WebAssembly, or too long.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static GuestFile Read(string path, long limit = DefaultLimit)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = Path.GetFileName(path);
        using var file = File.OpenRead(path);
        if (file.Length > limit)
        {
            throw new GuestException($"{name} has {file.Length} bytes; at most {limit}");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return new(name, path.EndsWith(".wat", StringComparison.OrdinalIgnoreCase) ? Convert(name, bytes) : bytes);
    }

    /// <param name="bytes">A module's binary form; copied.</param>
    /// <exception cref="GuestException">They are no WebAssembly.</exception>
    public static GuestFile FromBytes(ReadOnlySpan<byte> bytes, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, bytes.ToArray());
    }

    /// <param name="text">A module's text form.</param>
    /// <exception cref="GuestException">It is no WebAssembly.</exception>
    public static GuestFile FromText(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, Convert(name, System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private static byte[] Convert(string name, byte[] text)
    {
        try
        {
            return Module.ConvertText(System.Text.Encoding.UTF8.GetString(text));
        }
        catch (WasmtimeException e)
        {
            throw new GuestException(Printable.Of($"{name}: {WasmtimeError.Line(e.Message)}"), e);
        }
    }
}

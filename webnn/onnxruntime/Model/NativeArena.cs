using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace WebNN.OnnxRuntime.Model;

/// <summary>Native memory that is freed all at once: names, shapes and attribute values. Nothing in it moves.</summary>
internal sealed unsafe class NativeArena : IDisposable
{
    private const nuint BlockSize = 64 * 1024;

    private readonly List<nint> blocks = [];
    private byte* next;
    private nuint left;

    ~NativeArena() => Free();

    public void* Allocate(nuint bytes)
    {
        bytes = (bytes + 15) & ~(nuint)15;
        if (bytes > left)
        {
            left = Math.Max(bytes, BlockSize);
            next = (byte*)NativeMemory.Alloc(left);
            blocks.Add((nint)next);
        }

        var result = next;
        next += bytes;
        left -= bytes;
        return result;
    }

    /// <summary>Room for <paramref name="count"/> pointers; never null, so that an empty list has an address too.</summary>
    public void** Pointers(int count) => (void**)Allocate((nuint)Math.Max(count, 1) * (nuint)sizeof(void*));

    public byte* Text(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var result = (byte*)Allocate((nuint)bytes + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(result, bytes));
        result[bytes] = 0;
        return result;
    }

    /// <summary>A path as ONNX Runtime takes it: UTF-16 on Windows, UTF-8 elsewhere.</summary>
    public void* PathText(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return Text(path);
        }

        var result = (char*)Allocate((nuint)(path.Length + 1) * sizeof(char));
        path.CopyTo(new Span<char>(result, path.Length));
        result[path.Length] = '\0';
        return result;
    }

    public byte** Texts(ImmutableArray<string> texts)
    {
        var result = (byte**)Pointers(texts.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            result[i] = Text(texts[i]);
        }

        return result;
    }

    public long* Dimensions(ImmutableArray<int> shape)
    {
        var result = (long*)Allocate((nuint)Math.Max(shape.Length, 1) * sizeof(long));
        for (var i = 0; i < shape.Length; i++)
        {
            result[i] = shape[i];
        }

        return result;
    }

    public T* Copy<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var result = (T*)Allocate((nuint)Math.Max(values.Length, 1) * (nuint)sizeof(T));
        values.CopyTo(new Span<T>(result, values.Length));
        return result;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach (var block in blocks)
        {
            NativeMemory.Free((void*)block);
        }

        blocks.Clear();
        left = 0;
    }
}

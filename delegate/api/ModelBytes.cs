using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WebNN.TfLite;

/// <summary>A model's bytes in native memory, aligned as the constants in it need. Interpreters add a reference.</summary>
internal sealed unsafe class ModelBytes : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>What TFLite aligns its own buffers to.</summary>
    private const int Alignment = 64;

    public ModelBytes(int length)
        : base(ownsHandle: true)
    {
        Length = length;
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1), Alignment));
        Memory = new Manager(this).Memory;
    }

    public int Length { get; }

    /// <summary>Throws ObjectDisposedException when read after this was disposed.</summary>
    public Memory<byte> Memory { get; }

    public void* Pointer => (void*)handle;

    /// <summary>Whether the owner let go of it; interpreters may still hold it.</summary>
    public bool IsDisposed { get; private set; }

    public static ModelBytes Copy(ReadOnlySpan<byte> bytes)
    {
        var result = new ModelBytes(bytes.Length);
        bytes.CopyTo(result.Memory.Span);
        return result;
    }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be read, has no bytes as a folder or a pipe has none, or has more than 2 GiB.</exception>
    public static ModelBytes Read(string path)
    {
        RequireLength(path);
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > int.MaxValue)
        {
            throw new IOException($"'{path}' has {length} bytes; models of more than {int.MaxValue} are not supported");
        }

        var result = new ModelBytes((int)length);
        for (var done = 0; done < length;)
        {
            var read = RandomAccess.Read(file, result.Memory.Span[done..], done);
            if (read == 0)
            {
                result.Dispose();
                throw new EndOfStreamException($"'{path}' ended at byte {done} of {length}");
            }

            done += read;
        }

        return result;
    }

    /// <summary>A pipe or a device has no length, and opening it may never return.</summary>
    private static void RequireLength(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder; a model is a file");
        }

        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (file is { Exists: true, Length: 0 })
        {
            throw new IOException($"'{path}': the file is empty, or a pipe or a device, which models are not read from");
        }
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }

    private sealed class Manager(ModelBytes owner) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(owner.IsDisposed, typeof(TfLiteModel));
            return new(owner.Pointer, owner.Length);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            var added = false;
            owner.DangerousAddRef(ref added);
            return new MemoryHandle((byte*)owner.Pointer + elementIndex, pinnable: this);
        }

        public override void Unpin() => owner.DangerousRelease();

        protected override void Dispose(bool disposing)
        {
        }
    }
}

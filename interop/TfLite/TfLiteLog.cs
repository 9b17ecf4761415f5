using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Text;

namespace WebNN.Interop.TfLite;

/// <summary>Collects what one interpreter reports. Give it to the options before the interpreter is made; dispose it after the interpreter.</summary>
public sealed unsafe class TfLiteLog : IDisposable
{
    /// <summary>A model that reports an error in each invoke must not fill the memory.</summary>
    private const int MaxCharacters = 1 << 16;

    private readonly StringBuilder text = new();
    private readonly Action<string>? listener;
    private GCHandle self;

    /// <param name="listener">Gets each line as it comes, on the thread that caused it.</param>
    public TfLiteLog(Action<string>? listener = null)
    {
        this.listener = listener;
        self = GCHandle.Alloc(this);
    }

    /// <summary>All lines so far, each ended by a line feed; the oldest go when there are too many.</summary>
    public string Text
    {
        get
        {
            lock (text)
            {
                return text.ToString();
            }
        }
    }

    /// <summary>Where <see cref="Text"/> ends now: what a call reported is what comes behind it.</summary>
    public string Since(int mark)
    {
        lock (text)
        {
            return mark >= text.Length ? "" : text.ToString(mark, text.Length - mark);
        }
    }

    public int Mark()
    {
        lock (text)
        {
            return text.Length;
        }
    }

    /// <summary>Adds a line of our own.</summary>
    public void Add(string line)
    {
        lock (text)
        {
            if (text.Length + line.Length >= MaxCharacters)
            {
                text.Clear();
            }

            text.Append(line.TrimEnd('\n')).Append('\n');
        }

        listener?.Invoke(line);
    }

    /// <summary>Makes the interpreters of these options report here.</summary>
    public void Attach(TfLiteLibrary library, TfLiteOptionsHandle options) =>
        library.OptionsSetErrorReporter(options.DangerousGetHandle(), &Report, (void*)GCHandle.ToIntPtr(self));

    public void Dispose()
    {
        if (self.IsAllocated)
        {
            self.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Report(void* userData, byte* format, void* arguments)
    {
        try
        {
            if (GCHandle.FromIntPtr((nint)userData).Target is TfLiteLog log)
            {
                log.Add(Printf.Format(format, arguments));
            }
        }
        catch (Exception)
        {
            // A listener's exception must not unwind through TFLite's frames; the line is lost, the call's status is not.
        }
    }
}

/// <summary>The C library's vsnprintf: only it can read a va_list.</summary>
internal static unsafe class Printf
{
    private const int BufferBytes = 4096;

    private static readonly delegate* unmanaged[Cdecl]<byte*, nuint, byte*, void*, int> vsnprintf = Find();

    /// <summary>The formatted text, cut at 4 KiB; the format itself where the C library has no vsnprintf.</summary>
    public static string Format(byte* format, void* arguments)
    {
        if (vsnprintf is null)
        {
            return Utf8StringMarshaller.ConvertToManaged(format) ?? "";
        }

        var buffer = stackalloc byte[BufferBytes];
        vsnprintf(buffer, BufferBytes - 1, format, arguments);
        buffer[BufferBytes - 1] = 0;
        return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
    }

    private static delegate* unmanaged[Cdecl]<byte*, nuint, byte*, void*, int> Find()
    {
        // On Unix the host program has the C library loaded, whatever its file is called; Windows has a copy with a stable name.
        nint library = OperatingSystem.IsWindows() && NativeLibrary.TryLoad("msvcrt.dll", out var crt) ? crt : NativeLibrary.GetMainProgramHandle();
        var name = OperatingSystem.IsWindows() ? "_vsnprintf" : "vsnprintf";
        return NativeLibrary.TryGetExport(library, name, out var address)
            ? (delegate* unmanaged[Cdecl]<byte*, nuint, byte*, void*, int>)address
            : null;
    }
}

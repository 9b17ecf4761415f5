using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WebNN.Interop.TfLite;

/// <summary>Collects what one interpreter reports. Attach it to the options before the interpreter is made.</summary>
public sealed unsafe class TfLiteLog
{
    /// <summary>A model that reports an error in each invoke must not fill the memory.</summary>
    private const int MaxCharacters = 1 << 16;

    private readonly StringBuilder text = new();
    private readonly Action<string>? listener;

    /// <param name="listener">Gets each line as it comes, on the thread that caused it.</param>
    public TfLiteLog(Action<string>? listener = null)
    {
        this.listener = listener;
        Handle = new RootHandle(this);
    }

    /// <summary>What TFLite finds this object by: whoever makes interpreters with it keeps it alive for them, then disposes it.</summary>
    public SafeHandle Handle { get; }

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

    /// <summary>The lines since <see cref="Mark"/>: what one call reported.</summary>
    public string Since(int mark)
    {
        lock (text)
        {
            return mark > text.Length ? text.ToString() : text.ToString(mark, text.Length - mark);
        }
    }

    /// <summary>Where <see cref="Text"/> ends now.</summary>
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
        library.OptionsSetErrorReporter(options.DangerousGetHandle(), &Report, (void*)Handle.DangerousGetHandle());

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

    private sealed class RootHandle : SafeHandleZeroOrMinusOneIsInvalid
    {
        public RootHandle(TfLiteLog log)
            : base(ownsHandle: true) => SetHandle(GCHandle.ToIntPtr(GCHandle.Alloc(log)));

        protected override bool ReleaseHandle()
        {
            GCHandle.FromIntPtr(handle).Free();
            return true;
        }
    }
}

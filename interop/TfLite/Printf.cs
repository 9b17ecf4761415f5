using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using System.Text;

namespace WebNN.Interop.TfLite;

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

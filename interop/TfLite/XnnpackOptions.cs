using System.Runtime.InteropServices;

namespace WebNN.Interop.TfLite;

/// <summary>What a library's XNNPACK is started with: the library's own defaults, changed only where it is known what lies where.</summary>
public static unsafe class XnnpackOptions
{
    /// <summary>The only version whose flags are known to be behind the number of threads: newer ones have another field there.</summary>
    private const string KnownLayout = "2.9.";

    private const TfLiteXnnpackDelegateFlags Quantized = TfLiteXnnpackDelegateFlags.Qs8 | TfLiteXnnpackDelegateFlags.Qu8;

    /// <param name="defaults">The library's TfLiteXNNPackDelegateOptionsDefault; null where it exports none: then they are zero.</param>
    /// <param name="version">What its TfLiteVersion answers; null where it does not export that.</param>
    /// <param name="flags">Which quantized operators TFLite 2.9 gives XNNPACK; every other version keeps its own choice.</param>
    public static TfLiteXnnpackDelegateOptions Create(void* defaults, string? version, int threads, TfLiteXnnpackDelegateFlags flags)
    {
        var isKnown = version?.StartsWith(KnownLayout, StringComparison.Ordinal) == true;
        var options = defaults is null ? default : Defaults(defaults, isKnown);
        options.NumThreads = threads;
        if (isKnown)
        {
            options.Flags = (options.Flags & ~Quantized) | flags;
        }

        return options;
    }

    /// <summary>They are returned by value, in a size that we do not know: in registers where they are short, else in the caller's memory.</summary>
    private static TfLiteXnnpackDelegateOptions Defaults(void* function, bool isKnown)
    {
        TfLiteXnnpackDelegateOptions options = default;
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            // Elsewhere nothing tells afterwards which of the two it was. Those of 2.9 are short, and zero.
            return isKnown ? options : ((delegate* unmanaged[Cdecl]<TfLiteXnnpackDelegateOptions>)function)();
        }

        // On x64 the caller's memory is passed as a first argument would be, and comes back as the answer; who returns in registers ignores it.
        if (OperatingSystem.IsWindows())
        {
            var answer = ((delegate* unmanaged[Cdecl]<void*, ulong>)function)(&options);
            return answer == (ulong)&options ? options : Of(new(answer, 0));
        }

        var pair = ((delegate* unmanaged[Cdecl]<void*, Registers>)function)(&options);
        return pair.First == (ulong)&options ? options : Of(pair);
    }

    private static TfLiteXnnpackDelegateOptions Of(Registers pair)
    {
        TfLiteXnnpackDelegateOptions options = default;
        *(Registers*)&options = pair;
        return options;
    }

    private readonly record struct Registers(ulong First, ulong Second);
}

using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.Natives;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Plugin.Modules;

namespace WebNN.TfLite.Plugin.Fallback;

/// <summary>The XNNPACK delegate of a TFLite that is in this process.</summary>
internal sealed unsafe class XnnpackLibrary
{
    // The only version whose options are known to have their flags behind the number of threads: others move them.
    private const string KnownOptions = "2.9.";

    private readonly delegate* unmanaged[Cdecl]<TfLiteXnnpackDelegateOptions*, TfLiteDelegate*> create;
    private readonly void* defaults;

    private XnnpackLibrary(LoadedModule module)
    {
        Path = module.Path;
        Version = VersionOf(module);
        create = (delegate* unmanaged[Cdecl]<TfLiteXnnpackDelegateOptions*, TfLiteDelegate*>)module.Export("TfLiteXNNPackDelegateCreate");
        Delete = (delegate* unmanaged[Cdecl]<TfLiteDelegate*, void>)module.Export("TfLiteXNNPackDelegateDelete");
        defaults = module.Export("TfLiteXNNPackDelegateOptionsDefault");
    }

    /// <summary>The library's file; empty where it is the program itself.</summary>
    public string Path { get; }

    /// <summary>What its TfLiteVersion answers; null where it does not export that.</summary>
    public string? Version { get; }

    public delegate* unmanaged[Cdecl]<TfLiteDelegate*, void> Delete { get; }

    /// <summary>
    /// The host's own: in the library that calls us, among what the process shows to all, or, of the same version, beside our library. Null
    /// where there is none: a host that hides it applies it by itself.
    /// </summary>
    public static XnnpackLibrary? Of(TfLiteContext* context)
    {
        var host = LoadedModule.Of((void*)context->GetExecutionPlan);
        return (host is null ? null : In(host)) ?? In(LoadedModule.Process()) ?? (host is null ? null : Beside(VersionOf(host)));
    }

    /// <summary>Null where XNNPACK could not start.</summary>
    public TfLiteDelegate* Create(int threads)
    {
        var options = Defaults();
        options.NumThreads = threads;
        if (Version?.StartsWith(KnownOptions, StringComparison.Ordinal) == true)
        {
            options.Flags |= TfLiteXnnpackDelegateFlags.Qs8;
        }

        return create(&options);
    }

    /// <summary>
    /// The library's defaults, zero where it has none. It returns them by value, in a size that we do not know: in a register where they are
    /// short (2.9), else where a hidden argument points, which on x64 is passed as a first argument would be.
    /// </summary>
    private TfLiteXnnpackDelegateOptions Defaults()
    {
        TfLiteXnnpackDelegateOptions options = default;
        if (Version?.StartsWith(KnownOptions, StringComparison.Ordinal) == true)
        {
            // All zero there, and in registers, where the calls below would not find them on every processor.
            return options;
        }

        if (defaults is not null && RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            ((delegate* unmanaged[Cdecl]<TfLiteXnnpackDelegateOptions*, void>)defaults)(&options);
        }
        else if (defaults is not null)
        {
            options = ((delegate* unmanaged[Cdecl]<TfLiteXnnpackDelegateOptions>)defaults)();
        }

        return options;
    }

    private static XnnpackLibrary? In(LoadedModule module)
    {
        var found = new XnnpackLibrary(module);
        return found.create is null || found.Delete is null ? null : found;
    }

    private static XnnpackLibrary? Beside(string? hostVersion)
    {
        if (hostVersion is null || LoadedModule.PathOf(PluginExports.OwnAddress) is not { } own)
        {
            return null;
        }

        var files = NativeLibraryInfo.TfLite.FileNames.Select(name => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(own)!, name));
        return files.Where(File.Exists).Select(LoadedModule.At).OfType<LoadedModule>().Where(module => VersionOf(module) == hostVersion).Select(In).FirstOrDefault();
    }

    private static string? VersionOf(LoadedModule module)
    {
        var version = (delegate* unmanaged[Cdecl]<byte*>)module.Export("TfLiteVersion");
        return version is null ? null : Utf8StringMarshaller.ConvertToManaged(version());
    }
}

using System.Runtime.InteropServices.Marshalling;
using WebNN.Interop.Natives;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Plugin.Modules;

namespace WebNN.TfLite.Plugin.Fallback;

/// <summary>The XNNPACK delegate of a TFLite that is in this process.</summary>
internal sealed unsafe class XnnpackLibrary
{
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

    /// <summary>The version of the TFLite that calls us; null where it does not export that.</summary>
    public static string? HostVersion(TfLiteContext* context) => LoadedModule.Of((void*)context->GetExecutionPlan) is { } host ? VersionOf(host) : null;

    /// <summary>Null where XNNPACK could not start.</summary>
    public TfLiteDelegate* Create(int threads)
    {
        var options = XnnpackOptions.Create(defaults, Version, threads, TfLiteXnnpackDelegateFlags.Qs8);
        return create(&options);
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
        return files.Where(file => File.Exists(file) && NativeLibraryFile.Problem(file) is null).Select(LoadedModule.At).OfType<LoadedModule>()
            .Where(module => VersionOf(module) == hostVersion).Select(In).FirstOrDefault();
    }

    private static string? VersionOf(LoadedModule module)
    {
        var version = (delegate* unmanaged[Cdecl]<byte*>)module.Export("TfLiteVersion");
        return version is null ? null : Utf8StringMarshaller.ConvertToManaged(version());
    }
}

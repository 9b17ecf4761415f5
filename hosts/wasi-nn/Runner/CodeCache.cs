using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Wasmtime;

namespace WebNN.Wasi.Runner;

/// <summary>
/// Compiled guests in a folder. What is in there is run as it is, so that nobody else may be able to write there; entries are named for the
/// guest's SHA-256, Wasmtime's version and the engine's settings, and appear as a whole.
/// </summary>
internal sealed class CodeCache
{
    private const int MostEntries = 64;
    private const string Ending = ".cwasm";
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string folder;
    private readonly string settings;

    /// <param name="settings">Of the engine: code is for one alone.</param>
    /// <exception cref="IOException">The folder cannot be made, or others can write to it.</exception>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    public CodeCache(string parent, string settings)
    {
        folder = Path.Combine(Path.GetFullPath(parent), "guests");
        this.settings = $"{typeof(Engine).Assembly.GetName().Version} {RuntimeInformation.RuntimeIdentifier} {settings}";
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(parent, OwnersAlone);
        Directory.CreateDirectory(folder, OwnersAlone);
        if (new DirectoryInfo(folder).LinkTarget is not null)
        {
            throw new IOException($"'{folder}' is a link");
        }

        // Only its owner may do this.
        File.SetUnixFileMode(folder, OwnersAlone);
        var mode = File.GetUnixFileMode(Path.GetFullPath(parent));
        if ((mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0 && (mode & UnixFileMode.StickyBit) == 0)
        {
            throw new IOException($"others can write to '{Path.GetFullPath(parent)}'");
        }
    }

    public string Entry(ReadOnlySpan<byte> guest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(guest);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(settings));
        return Path.Combine(folder, Convert.ToHexStringLower(hash.GetHashAndReset()) + Ending);
    }

    /// <summary>Null where it is not there, or is damaged or of another engine: Wasmtime looks before it runs it.</summary>
    public static Module? Open(Engine engine, string name, string entry)
    {
        if (!File.Exists(entry))
        {
            return null;
        }

        try
        {
            var module = Module.DeserializeFile(engine, name, entry);
            File.SetLastAccessTimeUtc(entry, DateTime.UtcNow);
            return module;
        }
        catch (Exception e) when (e is WasmtimeException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Add(string entry, ReadOnlySpan<byte> code)
    {
        var unfinished = string.Create(CultureInfo.InvariantCulture, $"{entry}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(unfinished, options))
        {
            file.Write(code);
        }

        File.Move(unfinished, entry, overwrite: true);
        foreach (var old in new DirectoryInfo(folder).GetFiles("*" + Ending).OrderByDescending(file => file.LastAccessTimeUtc).Skip(MostEntries))
        {
            old.Delete();
        }
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Wasmtime;

namespace WebNN.Wasi.Runner;

/// <summary>
/// Compiled guests in a folder. What is in there is run as it is, so that nobody else may be able to write there. An entry is a folder that
/// appears as a whole, with the code and the guest that it was made of: that guest, byte for byte, gets the code, and no other. Wasmtime's version
/// and the engine's settings are part of an entry's name.
/// </summary>
internal sealed class CodeCache
{
    private const int MostEntries = 64;
    private const int ComparedBytes = 1 << 16;
    private const string GuestFileName = "guest.wasm";
    private const string CodeFileName = "code.cwasm";
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

    /// <summary>Null where it is not there, or is damaged or of another engine: Wasmtime looks before it runs it.</summary>
    public Module? Open(Engine engine, GuestFile guest)
    {
        var entry = Entry(guest.Bytes.Span);
        try
        {
            return Directory.Exists(entry) && Holds(Path.Combine(entry, GuestFileName), guest.Bytes.Span) ? Open(engine, guest.Name, entry) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where another guest has the name already, it keeps it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Add(GuestFile guest, ReadOnlySpan<byte> code)
    {
        var entry = Entry(guest.Bytes.Span);
        if (Directory.Exists(entry))
        {
            return;
        }

        var unfinished = string.Create(CultureInfo.InvariantCulture, $"{entry}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.tmp");
        Directory.CreateDirectory(unfinished);
        Write(Path.Combine(unfinished, GuestFileName), guest.Bytes.Span);
        Write(Path.Combine(unfinished, CodeFileName), code);
        try
        {
            Directory.Move(unfinished, entry);
        }
        catch (IOException) when (Directory.Exists(entry))
        {
            // Another process was faster.
            Directory.Delete(unfinished, recursive: true);
        }

        foreach (var old in new DirectoryInfo(folder).GetDirectories().OrderByDescending(kept => kept.LastWriteTimeUtc).Skip(MostEntries))
        {
            old.Delete(recursive: true);
        }
    }

    /// <exception cref="IOException">Another process removed the entry at the same time.</exception>
    private static Module? Open(Engine engine, string name, string entry)
    {
        try
        {
            var module = Module.DeserializeFile(engine, name, Path.Combine(entry, CodeFileName));
            Directory.SetLastWriteTimeUtc(entry, DateTime.UtcNow);
            return module;
        }
        catch (WasmtimeException)
        {
            Directory.Delete(entry, recursive: true);
            return null;
        }
    }

    /// <summary>The name need not tell all guests apart: <see cref="Holds"/> does.</summary>
    private string Entry(ReadOnlySpan<byte> guest)
    {
        const ulong offset = 14695981039346656037, prime = 1099511628211;
        const int most = 4096;
        var hash = offset;
        foreach (var value in Encoding.UTF8.GetBytes(settings))
        {
            hash = (hash ^ value) * prime;
        }

        var step = Math.Max(guest.Length / most, 1);
        for (var i = 0; i < guest.Length; i += step)
        {
            hash = (hash ^ guest[i]) * prime;
        }

        return Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{guest.Length}-{hash:x16}"));
    }

    private static bool Holds(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = File.OpenHandle(path);
        if (RandomAccess.GetLength(file) != bytes.Length)
        {
            return false;
        }

        Span<byte> part = new byte[ComparedBytes];
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(file, part, done);
            if (read == 0 || !part[..read].SequenceEqual(bytes.Slice(done, read)))
            {
                return false;
            }

            done += read;
        }

        return true;
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(bytes);
    }
}

using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using WebNN.Interop.Natives;
using WebNN.Interop.OnnxRuntime;
using WebNN.Interop.TfLite;

namespace WebNN.Interop.Tests.Natives;

/// <summary>Libraries that a broken download or a full disk cut short: loading one would end the process.</summary>
public sealed class NativeLibraryFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("webnn-library-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(-1)]
    [InlineData(-4096)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    [InlineData(5000)]
    public void A_library_that_is_cut_short_is_named_with_the_length_expected_and_found(double length)
    {
        foreach (var library in new[] { NativeLibraryInfo.TfLite, NativeLibraryInfo.OnnxRuntime })
        {
            var whole = Require(library).Path;
            var bytes = new FileInfo(whole).Length;
            var cut = (int)(length < 0 ? bytes + length : length < 1 ? bytes * length : length);
            var path = Cut(whole, cut);

            var error = Assert.Throws<NativeLibraryException>(() => Load(library, path));

            Assert.StartsWith($"{library.Name}: {path} (explicit path) does not load: it is cut short (expected ", error.Message, StringComparison.Ordinal);
            Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $" bytes by its headers, found {cut}): fetch or copy it again"), error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(61)]
    public void A_library_that_ends_within_its_headers_is_refused(int length) => Assert.Equal(
        $"it is cut short within its headers (found {length} bytes): fetch or copy it again",
        NativeLibraryFile.Problem(Cut(Require(NativeLibraryInfo.TfLite).Path, length)));

    [Fact]
    public void Libraries_that_are_whole_are_left_to_the_loader()
    {
        foreach (var library in new[] { NativeLibraryInfo.TfLite, NativeLibraryInfo.TfLite22, NativeLibraryInfo.OnnxRuntime })
        {
            Assert.Null(NativeLibraryFile.Problem(Require(library).Path));
        }
    }

    [Fact]
    public void What_is_no_library_at_all_is_left_to_the_loader()
    {
        var path = Path.Combine(folder, "text.so");
        File.WriteAllText(path, "GROUP ( libm.so.6 )");

        Assert.Null(NativeLibraryFile.Problem(path));
    }

    [Fact]
    public void Nothing_a_folder_and_a_pipe_are_refused_without_waiting()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among files");
        var (empty, pipe, link) = (Path.Combine(folder, "empty.so"), Path.Combine(folder, "pipe.so"), Path.Combine(folder, "link.so"));
        File.WriteAllBytes(empty, []);
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
        {
            mkfifo.WaitForExit();
        }

        File.CreateSymbolicLink(link, pipe);

        Assert.Equal("it is empty, or not a file", NativeLibraryFile.Problem(empty));
        Assert.Equal("it is empty, or not a file", NativeLibraryFile.Problem(pipe));
        Assert.Equal("it is empty, or not a file", NativeLibraryFile.Problem(link));
        Assert.NotNull(NativeLibraryFile.Problem(folder));
        Assert.NotNull(NativeLibraryFile.Problem(Path.Combine(folder, "absent.so")));
    }

    [Theory]
    [InlineData(0x1400, null)]
    [InlineData(0x13FF, "it is cut short (expected 5120 bytes by its headers, found 5119): fetch or copy it again")]
    public void A_library_for_Windows_is_as_long_as_its_sections_need(int length, string? problem)
    {
        var file = new byte[length];
        BinaryPrimitives.WriteUInt16LittleEndian(file, 0x5A4D);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(0x3C), 0x80);
        "PE\0\0"u8.CopyTo(file.AsSpan(0x80));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x86), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x94), 0xF0);
        var sections = file.AsSpan(0x80 + 24 + 0xF0);
        WriteSection(sections, size: 0x200, offset: 0x400);
        WriteSection(sections[40..], size: 0x400, offset: 0x1000);

        Assert.Equal(problem, NativeLibraryFile.Problem(Write(file)));
    }

    [Theory]
    [InlineData(0x3000, null)]
    [InlineData(0x2FFF, "it is cut short (expected 12288 bytes by its headers, found 12287): fetch or copy it again")]
    public void A_library_for_macOS_is_as_long_as_its_segments_need(int length, string? problem)
    {
        var file = new byte[length];
        BinaryPrimitives.WriteUInt32LittleEndian(file, 0xFEEDFACF);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), 2);
        WriteSegment(file.AsSpan(32), offset: 0, size: 0x1000);
        WriteSegment(file.AsSpan(32 + 72), offset: 0x1000, size: 0x2000);

        Assert.Equal(problem, NativeLibraryFile.Problem(Write(file)));
    }

    private static void WriteSection(Span<byte> section, uint size, uint offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(section[16..], size);
        BinaryPrimitives.WriteUInt32LittleEndian(section[20..], offset);
    }

    private static void WriteSegment(Span<byte> command, ulong offset, ulong size)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(command, 0x19);
        BinaryPrimitives.WriteUInt32LittleEndian(command[4..], 72);
        BinaryPrimitives.WriteUInt64LittleEndian(command[40..], offset);
        BinaryPrimitives.WriteUInt64LittleEndian(command[48..], size);
    }

    private static void Load(NativeLibraryInfo library, string path)
    {
        if (library == NativeLibraryInfo.TfLite)
        {
            TfLiteLibrary.Load(path);
        }
        else
        {
            OrtLibrary.Load(path);
        }
    }

    private static NativeLibraryLocation Require(NativeLibraryInfo library)
    {
        try
        {
            return NativeLibraryLocator.Locate(library);
        }
        catch (NativeLibraryException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    private string Cut(string whole, int length)
    {
        using var source = File.OpenRead(whole);
        var bytes = new byte[length];
        source.ReadExactly(bytes);
        return Write(bytes);
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(folder, $"cut-{Guid.NewGuid():N}.so");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}

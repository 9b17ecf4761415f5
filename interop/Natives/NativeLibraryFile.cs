using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace WebNN.Interop.Natives;

/// <summary>
/// Whether a library's file is as long as its own headers say. The system's loader maps what they promise, and ends the process with a
/// signal at the first byte that is missing.
/// </summary>
public static class NativeLibraryFile
{
    private const int HeaderBytes = 1 << 20;
    private const uint ElfMagic = 0x464C457F;
    private const uint MachOMagic = 0xFEEDFACF;
    private const ushort PortableMagic = 0x5A4D;

    /// <summary>What keeps the file from being loaded; null where nothing is known to.</summary>
    public static string? Problem(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;

            // Also what a pipe or a device answers, which is not to be opened: that may never return.
            if (file.Length == 0)
            {
                return "it is empty, or not a file";
            }

            using var handle = File.OpenHandle(file.FullName);
            var header = new byte[Math.Min(HeaderBytes, file.Length)];
            var read = RandomAccess.Read(handle, header, 0);
            var needed = Needed(handle, header.AsSpan(0, read));
            return needed < 0 ? $"it is cut short within its headers (found {file.Length} bytes): fetch or copy it again"
                : needed > file.Length ? $"it is cut short (expected {needed} bytes by its headers, found {file.Length}): fetch or copy it again" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// Where the last part that the headers name ends; 0 for a file of another kind, which the loader judges; -1 where the headers are not whole.
    /// </summary>
    private static long Needed(SafeFileHandle file, ReadOnlySpan<byte> header)
    {
        try
        {
            return header.Length < sizeof(uint) ? 0
                : BinaryPrimitives.ReadUInt32LittleEndian(header) == ElfMagic ? NeededByElf(file, header)
                : BinaryPrimitives.ReadUInt32LittleEndian(header) == MachOMagic ? NeededByMachO(header)
                : BinaryPrimitives.ReadUInt16LittleEndian(header) == PortableMagic ? NeededByPortableExecutable(header)
                : 0;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            return -1;
        }
    }

    /// <summary>The segments, and the table of sections, which linkers put last.</summary>
    private static long NeededByElf(SafeFileHandle file, ReadOnlySpan<byte> header)
    {
        const int Class64 = 2, LittleEndian = 1;
        if (header[4] != Class64 || header[5] != LittleEndian)
        {
            return 0;
        }

        var segments = checked((long)BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]));
        var sections = checked((long)BinaryPrimitives.ReadUInt64LittleEndian(header[0x28..]));
        var (segmentSize, segmentCount) = (BinaryPrimitives.ReadUInt16LittleEndian(header[0x36..]), BinaryPrimitives.ReadUInt16LittleEndian(header[0x38..]));
        var (sectionSize, sectionCount) = (BinaryPrimitives.ReadUInt16LittleEndian(header[0x3A..]), BinaryPrimitives.ReadUInt16LittleEndian(header[0x3C..]));
        var needed = checked(Math.Max(segments + ((long)segmentSize * segmentCount), sections + ((long)sectionSize * sectionCount)));
        var table = new byte[segmentSize * segmentCount];
        if (RandomAccess.Read(file, table, segments) < table.Length)
        {
            return needed;
        }

        for (var i = 0; i < segmentCount; i++)
        {
            ReadOnlySpan<byte> segment = table.AsSpan(i * segmentSize, segmentSize);
            needed = Math.Max(needed, End(BinaryPrimitives.ReadUInt64LittleEndian(segment[0x08..]), BinaryPrimitives.ReadUInt64LittleEndian(segment[0x20..])));
        }

        return needed;
    }

    /// <summary>The segments of a library for one processor; one for several has another magic number and is left to the loader.</summary>
    private static long NeededByMachO(ReadOnlySpan<byte> header)
    {
        const int HeaderSize = 32, Segment64 = 0x19;
        var count = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        long needed = 0;
        var at = HeaderSize;
        for (var i = 0; i < count; i++)
        {
            var command = header[at..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(command) == Segment64)
            {
                needed = Math.Max(needed, End(BinaryPrimitives.ReadUInt64LittleEndian(command[40..]), BinaryPrimitives.ReadUInt64LittleEndian(command[48..])));
            }

            at = checked(at + (int)BinaryPrimitives.ReadUInt32LittleEndian(command[4..]));
        }

        return needed;
    }

    private static long NeededByPortableExecutable(ReadOnlySpan<byte> header)
    {
        const int SectionSize = 40, SignatureAndFileHeader = 24;
        var start = BinaryPrimitives.ReadInt32LittleEndian(header[0x3C..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(header[(start + 6)..]);
        var first = start + SignatureAndFileHeader + BinaryPrimitives.ReadUInt16LittleEndian(header[(start + 20)..]);
        long needed = 0;
        for (var i = 0; i < count; i++)
        {
            var section = header[(first + (i * SectionSize))..];
            needed = Math.Max(needed, End(BinaryPrimitives.ReadUInt32LittleEndian(section[20..]), BinaryPrimitives.ReadUInt32LittleEndian(section[16..])));
        }

        return needed;
    }

    private static long End(ulong offset, ulong size) => size == 0 ? 0 : checked((long)(offset + size));
}

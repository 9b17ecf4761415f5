using System.Text;

namespace WebNN.Wasi.Runner;

/// <summary>An import, as the module's bytes have it.</summary>
/// <param name="Kind">function, table, memory, global or tag.</param>
/// <param name="Type">A function's, <c>i32 i32 -> i32</c>; null for others, and for types that this reader does not know.</param>
internal sealed record ModuleImport(string Module, string Name, string Kind, string? Type);

/// <summary>
/// What a module imports and exports, read without compiling it. Sections whose types this reader does not know end it: what it has then is
/// all that it says.
/// </summary>
internal sealed class ModuleReader
{
    private const int HeaderBytes = 8;
    private const int MostNames = 1 << 16;
    private static readonly string[] kinds = ["function", "table", "memory", "global", "tag"];

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly List<string?> types = [];
    private int position = HeaderBytes;

    public ModuleReader(ReadOnlyMemory<byte> bytes)
    {
        this.bytes = bytes;
        IsComponent = bytes.Length >= HeaderBytes && bytes.Span[6] == 1;
        if (IsComponent)
        {
            return;
        }

        try
        {
            ReadSections();
        }
        catch (InvalidDataException)
        {
            IsWhole = false;
        }
    }

    /// <summary>Whether the bytes are a component, which has modules inside.</summary>
    public bool IsComponent { get; }

    /// <summary>Whether everything was understood.</summary>
    public bool IsWhole { get; private set; } = true;

    public List<ModuleImport> Imports { get; } = [];

    public List<(string Name, string Kind)> Exports { get; } = [];

    private void ReadSections()
    {
        while (position < bytes.Length)
        {
            var section = Byte();
            var length = Number();
            var end = position + length;
            Require(end >= position && end <= bytes.Length);
            switch (section)
            {
                case 1:
                    Repeat(ReadType);
                    break;
                case 2:
                    Repeat(ReadImport);
                    break;
                case 7:
                    Repeat(ReadExport);
                    break;
                default:
                    break;
            }

            position = end;
        }
    }

    private void Repeat(Action read)
    {
        var count = Number();
        Require(count <= MostNames);
        for (var i = 0; i < count; i++)
        {
            read();
        }
    }

    private void ReadType()
    {
        const byte function = 0x60;
        Require(Byte() == function);
        var (parameters, results) = (ValueTypes(), ValueTypes());
        types.Add(results.Length == 0 ? $"{parameters} ->".TrimStart() : $"{parameters} -> {results}".TrimStart());
    }

    private void ReadImport()
    {
        var (module, name, kind) = (Name(), Name(), Byte());
        Require(kind < kinds.Length);
        string? type = null;
        switch (kind)
        {
            case 0:
                var index = Number();
                type = index < types.Count ? types[index] : null;
                break;
            case 1:
                ValueType();
                Limits();
                break;
            case 2:
                Limits();
                break;
            case 3:
                ValueType();
                Byte();
                break;
            default:
                Byte();
                Number();
                break;
        }

        Imports.Add(new(module, name, kinds[kind], type));
    }

    private void ReadExport()
    {
        var (name, kind) = (Name(), Byte());
        Number();
        Require(kind < kinds.Length);
        Exports.Add((name, kinds[kind]));
    }

    private string ValueTypes()
    {
        var count = Number();
        Require(count <= MostNames);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => ValueType()));
    }

    private string ValueType() => Byte() switch
    {
        0x7f => "i32",
        0x7e => "i64",
        0x7d => "f32",
        0x7c => "f64",
        0x7b => "v128",
        0x70 => "funcref",
        0x6f => "externref",
        _ => throw new InvalidDataException(),
    };

    private void Limits()
    {
        const byte hasMost = 1;
        var flags = Byte();
        Number64();
        if ((flags & hasMost) != 0)
        {
            Number64();
        }
    }

    private string Name()
    {
        var length = Number();
        Require(length <= bytes.Length - position);
        var name = Encoding.UTF8.GetString(bytes.Span.Slice(position, length));
        position += length;
        return name;
    }

    private byte Byte()
    {
        Require(position < bytes.Length);
        return bytes.Span[position++];
    }

    private int Number()
    {
        var number = Number64();
        Require(number <= int.MaxValue);
        return (int)number;
    }

    /// <summary>LEB128 without a sign.</summary>
    private ulong Number64()
    {
        const int bitsOfByte = 7;
        var number = 0UL;
        for (var shift = 0; shift < 64; shift += bitsOfByte)
        {
            var next = Byte();
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        throw new InvalidDataException();
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidDataException();
        }
    }
}

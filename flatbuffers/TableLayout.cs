using System.Collections.Immutable;

namespace WebNN.FlatBuffers;

internal enum FieldKind
{
    Scalar,
    String,
    ScalarVector,
    StringVector,
    Table,
    TableVector,

    /// <summary>Takes two ids: the type's, and with the next one the value's.</summary>
    Union,
}

/// <summary>One field of a table of the schema.</summary>
/// <param name="Id">The field's number: its place in the vtable.</param>
/// <param name="Size">Bytes of the scalar, or of one element.</param>
/// <param name="Table">
/// The layout of the table that a <see cref="FieldKind.Table"/> or <see cref="FieldKind.TableVector"/> refers to.
/// </param>
/// <param name="Members">A union's layouts: the one for type 1 first; a type past its end is a table of unknown layout.</param>
internal sealed record FieldLayout(
    string Name, int Id, FieldKind Kind, int Size = 4, TableLayout? Table = null, Func<int, TableLayout>? Members = null);

/// <summary>What the schema says about one kind of table: enough to verify it without knowing what it means.</summary>
internal sealed record TableLayout(ImmutableArray<FieldLayout> Fields)
{
    /// <summary>A table whose fields are not known: only its own extent is verified.</summary>
    public static TableLayout Unknown { get; } = new(ImmutableArray<FieldLayout>.Empty);

    /// <summary>
    /// Reads one line of schema: fields in the order of their ids, each <c>name:4</c> (a scalar of 4 bytes), <c>name:[4]</c> (a vector of
    /// such), <c>name:string</c>, <c>name:[string]</c>, or a name from <paramref name="types"/>, in brackets or not.
    /// </summary>
    public static TableLayout Parse(string line, params ReadOnlySpan<(string Name, TableLayout Layout)> types)
    {
        var fields = ImmutableArray.CreateBuilder<FieldLayout>();
        var id = 0;
        foreach (var field in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            fields.Add(Field(field[..colon], id++, field[(colon + 1)..], types));
        }

        return new(fields.ToImmutable());
    }

    /// <summary>This layout with a union as the next field; its type's id is <paramref name="id"/>.</summary>
    public TableLayout WithUnion(string name, int id, Func<int, TableLayout> members) =>
        new(Fields.Add(new(name, id, FieldKind.Union, 1, Members: members)));

    /// <summary>This layout with the fields of <paramref name="line"/> from <paramref name="id"/> on.</summary>
    public TableLayout With(int id, string line, params ReadOnlySpan<(string Name, TableLayout Layout)> types)
    {
        var more = Parse(line, types);
        return new([.. Fields, .. more.Fields.Select(field => field with { Id = field.Id + id })]);
    }

    private static FieldLayout Field(string name, int id, string type, ReadOnlySpan<(string Name, TableLayout Layout)> types)
    {
        var vector = type[0] == '[';
        var element = vector ? type[1..^1] : type;
        if (element == "string") return new(name, id, vector ? FieldKind.StringVector : FieldKind.String);
        if (int.TryParse(element, out var size)) return new(name, id, vector ? FieldKind.ScalarVector : FieldKind.Scalar, size);
        foreach (var (known, layout) in types)
        {
            if (known == element) return new(name, id, vector ? FieldKind.TableVector : FieldKind.Table, Table: layout);
        }

        throw new ArgumentException($"{name}: no layout is named {element}", nameof(types));
    }
}

using System.Collections.Immutable;
using WebNN.Interop.OnnxRuntime;
using WebNN.OnnxRuntime.Model;

namespace WebNN.OnnxRuntime;

/// <summary>The inputs or the outputs of a session: names and values as the arrays that Run takes. A value is made over the caller's memory and kept while the address holds.</summary>
internal sealed unsafe class OrtPorts : GraphPorts
{
    private readonly OrtLibrary library;
    private readonly OrtMemoryInfo* memoryInfo;
    private readonly Shape* shapes;

    /// <param name="arena">Outlives the ports, as does <paramref name="memoryInfo"/>.</param>
    public OrtPorts(OrtLibrary library, OrtMemoryInfo* memoryInfo, NativeArena arena, IReadOnlyList<OnnxValue> values, ImmutableArray<MLGraphPort> ports, bool areInputs)
        : base(arena, values, ports, areInputs)
    {
        this.library = library;
        this.memoryInfo = memoryInfo;
        Names = arena.Texts([.. values.Select(value => value.Name)]);
        Values = (OrtValue**)arena.Pointers(values.Count);
        shapes = arena.Copy<Shape>([.. values.Select(value => new Shape { Dimensions = arena.Dimensions(value.Shape), Rank = (nuint)value.Rank, Type = value.Type })]);
        for (var i = 0; i < values.Count; i++)
        {
            Values[i] = null;
        }
    }

    public byte** Names { get; }

    public OrtValue** Values { get; }

    public nuint Count => (nuint)PortCount;

    public void Release()
    {
        for (var i = 0; i < PortCount; i++)
        {
            library.Api.ReleaseValue(Values[i]);
            Values[i] = null;
        }
    }

    protected override void SetAddress(int index, nint address)
    {
        ref var shape = ref shapes[index];
        OrtValue* value;
        library.Check(library.Api.CreateTensorWithDataAsOrtValue(memoryInfo, (void*)address, Length(index), shape.Dimensions, shape.Rank, shape.Type, &value));
        library.Api.ReleaseValue(Values[index]);
        Values[index] = value;
    }

    private struct Shape
    {
        public long* Dimensions;
        public nuint Rank;
        public OrtElementType Type;
    }
}

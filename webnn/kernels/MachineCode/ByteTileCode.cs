using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace WebNN.Kernels.MachineCode;

/// <summary>
/// What runs a <see cref="ByteTileCall"/>, in machine code with vectors of 512 bits (AVX512_VNNI), whose products of bytes .NET 10 does not
/// have: the sums of up to eight rows and two vectors of columns stay in registers. Of the vector registers it uses those alone that a
/// function need not keep on any system: the sums are in zmm16 to zmm31.
/// </summary>
internal static unsafe class ByteTileCode
{
    private const int MostRows = ByteTile.MostRows;
    private const int MostVectors = ByteTile.MostVectors;
    private const int VectorBytes = 64;
    private const int StepBytes = 4;
    private const int Unrolled = 4;
    private const int FirstSum = 16;
    private const Register Call = Register.R11;
    private const Register Panel = Register.R9;
    private const Register Channel = Register.R10;
    private const Register Table = Register.R12;
    private const Register Taps = Register.R13;
    private const Register Next = Register.R14;
    private const Register NextStep = Register.R15;

    // Once the sums are there, other registers are free.
    private const Register Free = Register.Rax;
    private const Register Target = Register.Rax;
    private const Register TargetStride = Register.Rdx;

    private static readonly ResultRegisters results =
        new(Register.Rcx, Field(ByteTileCall.MostAt), Most: 2, Zeros: 3);

    private static readonly Register[] rowRegisters =
        [Register.Rax, Register.Rcx, Register.Rdx, Register.R8, Register.Rbx, Register.Rsi, Register.Rdi, Register.Rbp];

    /// <summary>Those that a function keeps on some system.</summary>
    private static readonly Register[] kept =
        [Register.Rbx, Register.Rsi, Register.Rdi, Register.Rbp, Register.R12, Register.R13, Register.R14, Register.R15];

    private const int Order = 4;

    /// <summary>The addresses of all functions for a form.</summary>
    private static readonly ConcurrentDictionary<ResultForm, nint[]?> placed = new();

    /// <summary>Whether the processor can run it, and the system lets it.</summary>
    public static bool IsAvailable => Processor.MultipliesManyBytes && ExecutableMemory.IsAllowed;

    /// <summary>The function for tiles of so many rows and vectors, all of which are written for the first of a form; null where they cannot run.</summary>
    public static delegate* unmanaged<ByteTileCall*, void> Function(int rows, int vectors, ResultForm form) =>
        (delegate* unmanaged<ByteTileCall*, void>)(IsAvailable && placed.GetOrAdd(form, Place) is { } functions ? functions[Index(rows, vectors)] : 0);

    /// <summary>Its code.</summary>
    /// <param name="argument">Where functions of the system find their first argument.</param>
    public static byte[] Assemble(int rows, int vectors, ResultForm form, Register argument)
    {
        var code = new Assembler();
        Array.ForEach(kept, code.Push);
        code.Move(Call, argument);
        code.Move(NextStep, Field(ByteTileCall.NextStepAt));
        var panel = code.Position;
        code.Move(Table, Field(ByteTileCall.RowsAt));
        PointAtNext(code);
        Copy(code, ByteTileCall.TargetAt, ByteTileCall.TileTargetAt);
        Copy(code, ByteTileCall.TilesAt, ByteTileCall.TilesLeftAt);
        if (form.HasFlag(ResultForm.HasTerms))
        {
            Copy(code, ByteTileCall.TermsAt, ByteTileCall.TileTermsAt);
        }

        Tiles(code, rows, vectors, form);
        Advance(code, ByteTileCall.PanelAt, ByteTileCall.PanelStepAt);
        Advance(code, ByteTileCall.TargetAt, ByteTileCall.ColumnStepAt);
        code.Decrement(Field(ByteTileCall.PanelsAt));
        code.JumpIfNotZero(panel);
        code.ClearUpperHalves();
        foreach (var register in kept.Reverse())
        {
            code.Pop(register);
        }

        code.Return();
        return code.ToArray();
    }

    /// <summary>The panel that is fetched meanwhile: of the last one itself, behind which there may be no memory, and to ask for that takes time.</summary>
    private static void PointAtNext(Assembler code)
    {
        code.Move(Next, Field(ByteTileCall.PanelAt));
        code.Move(Free, Field(ByteTileCall.PanelsAt));
        code.Compare(Free, 1);
        var last = code.JumpForwardIfEqual();
        code.Add(Next, Field(ByteTileCall.PanelStepAt));
        code.Bind(last);
    }

    /// <summary>Those of a panel, the last of which may overlap the one before it.</summary>
    private static void Tiles(Assembler code, int rows, int vectors, ResultForm form)
    {
        var tile = code.Position;
        Multiply(code, rows, vectors, form);
        Finish(code, rows, vectors, form);
        code.Decrement(Field(ByteTileCall.TilesLeftAt));
        var none = code.JumpForwardIfEqual();
        code.Move(Free, Field(ByteTileCall.TilesLeftAt));
        code.Compare(Free, 1);
        code.JumpIfNotZero(tile);
        Advance(code, ByteTileCall.TileTargetAt, ByteTileCall.OverlapAt);
        code.Jump(tile);
        code.Bind(none);
    }

    private static void Copy(Assembler code, int from, int to)
    {
        code.Move(Free, Field(from));
        code.Store(Field(to), Free);
    }

    private static void Advance(Assembler code, int field, int step)
    {
        code.Move(Free, Field(field));
        code.Add(Free, Field(step));
        code.Store(Field(field), Free);
    }

    /// <summary>The sums, which begin with the biases, and the rows' terms.</summary>
    private static void Multiply(Assembler code, int rows, int vectors, ResultForm form)
    {
        code.Move(Panel, Field(ByteTileCall.PanelAt));
        code.Move(Taps, Field(ByteTileCall.TapsAt));
        for (var row = 0; row < rows; row++)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                code.Load(Sum(row, vector, vectors), new(Panel, vector * VectorBytes));
            }
        }

        if (form.HasFlag(ResultForm.HasTerms))
        {
            AddTerms(code, rows, vectors);
        }

        code.Add(Panel, 2 * VectorBytes * vectors);
        var tap = code.Position;
        MultiplyTap(code, rows, vectors);
        code.Decrement(Taps);
        code.JumpIfNotZero(tap);
    }

    private static void AddTerms(Assembler code, int rows, int vectors)
    {
        code.Move(Free, Field(ByteTileCall.TileTermsAt));
        for (var row = 0; row < rows; row++)
        {
            code.Broadcast(row % MostVectors, new(Free, row * sizeof(int)));
            for (var vector = 0; vector < vectors; vector++)
            {
                code.AddIntegers(Sum(row, vector, vectors), Sum(row, vector, vectors), row % MostVectors);
            }
        }

        code.Add(Free, rows * sizeof(int));
        code.Store(Field(ByteTileCall.TileTermsAt), Free);
    }

    /// <summary>The products of all channels under a tap.</summary>
    private static void MultiplyTap(Assembler code, int rows, int vectors)
    {
        for (var row = 0; row < rows; row++)
        {
            code.Move(rowRegisters[row], new Address(Table, row * sizeof(long)));
        }

        code.Add(Table, rows * sizeof(long));
        code.Move(Channel, Field(ByteTileCall.ChannelsAt));
        code.Compare(Channel, -Unrolled * StepBytes);
        var few = code.JumpForwardIfGreater();
        var several = code.Position;
        Steps(code, rows, vectors, Unrolled);
        code.Prefetch(Next);
        code.Add(Next, NextStep);
        code.Add(Channel, Unrolled * StepBytes);
        code.Compare(Channel, -Unrolled * StepBytes);
        code.JumpIfNotGreater(several);
        code.Bind(few);
        code.Compare(Channel, 0);
        var none = code.JumpForwardIfEqual();
        var one = code.Position;
        Steps(code, rows, vectors, 1);
        code.Add(Channel, StepBytes);
        code.JumpIfNotZero(one);
        code.Bind(none);
    }

    /// <summary>Products of four channels each.</summary>
    private static void Steps(Assembler code, int rows, int vectors, int count)
    {
        for (var step = 0; step < count; step++)
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                code.Load(vector, new(Panel, ((step * vectors) + vector) * VectorBytes));
            }

            for (var row = 0; row < rows; row++)
            {
                var elements = MostVectors + (row % 4);
                code.Broadcast(elements, new(rowRegisters[row], step * StepBytes, Channel));
                for (var vector = 0; vector < vectors; vector++)
                {
                    code.MultiplyAddBytes(Sum(row, vector, vectors), elements, vector);
                }
            }
        }

        code.Add(Panel, count * vectors * VectorBytes);
    }

    /// <summary>The results of the sums, of two rows at a time.</summary>
    private static void Finish(Assembler code, int rows, int vectors, ResultForm form)
    {
        code.Move(Target, Field(ByteTileCall.TileTargetAt));
        code.Move(TargetStride, Field(ByteTileCall.TargetStrideAt));
        code.Move(Panel, Field(ByteTileCall.PanelAt));
        code.Move(results.Constants, Field(ByteTileCall.RequantizerAt));
        for (var vector = 0; vector < vectors; vector++)
        {
            code.Load(vector, new(Panel, (vectors + vector) * VectorBytes));
        }

        var result = new ResultCode(code, form, results);
        result.Begin();
        code.LoadBytes(Order, Field(ByteTileCall.OrderAt));
        for (var row = 0; row < rows; row += 2)
        {
            var count = Math.Min(2, rows - row);
            int[] sums = [.. Enumerable.Range(Sum(row, 0, vectors), count * vectors)];
            result.Finish(sums, (sum, i) => code.MultiplyFloats(sum, sum, i % vectors));
            code.Permute(sums[0], Order, sums[0]);
            for (var i = 0; i < count; i++, code.Add(Target, TargetStride))
            {
                if (vectors == 2)
                {
                    code.StoreHalf(new(Target), sums[0], (byte)i);
                }
                else
                {
                    code.StoreQuarter(new(Target), sums[0], (byte)i);
                }
            }
        }

        code.Store(Field(ByteTileCall.TileTargetAt), Target);
    }

    private static int Sum(int row, int vector, int vectors) => FirstSum + (row * vectors) + vector;

    private static Address Field(int offset) => new(Call, offset);

    private static int Index(int rows, int vectors) => ((vectors - 1) * MostRows) + rows - 1;

    private static nint[]? Place(ResultForm form)
    {
        const int alignment = 64;
        var offsets = new nint[MostRows * MostVectors];
        List<byte> all = [];
        for (var vectors = 1; vectors <= MostVectors; vectors++)
        {
            for (var rows = 1; rows <= MostRows; rows++)
            {
                all.AddRange(new byte[-all.Count & (alignment - 1)]);
                offsets[Index(rows, vectors)] = all.Count;
                all.AddRange(Assemble(rows, vectors, form, Arguments.First));
            }
        }

        var memory = ExecutableMemory.TryPlace(CollectionsMarshal.AsSpan(all));
        return memory is null ? null : Array.ConvertAll(offsets, offset => (nint)memory + offset);
    }
}

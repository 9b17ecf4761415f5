using System.Collections.Concurrent;

namespace WebNN.Kernels.MachineCode;

/// <summary>
/// What runs a <see cref="ByteDepthwiseCall"/>: four lines of the image are interleaved once for all windows that read them, and four products
/// added up by one instruction (AVX512_VNNI). Results come out in the order of the channels.
/// </summary>
internal static unsafe class ByteDepthwiseCode
{
    public const int MostTaps = 28;

    private const int VectorBytes = ByteDepthwiseForm.VectorBytes;
    private const int Vectors = ByteDepthwiseForm.Vectors;
    private const int Fours = ByteDepthwiseForm.Fours;

    // While no sums are there, their registers hold what is interleaved.
    private const int FirstSum = 16;
    private const int Interleaved = 16;

    private const Register Call = Register.R11;
    private const Register Block = Register.Rdx;
    private const Register Input = Register.R8;
    private const Register Output = Register.R9;
    private const Register Written = Register.R10;
    private const Register Slots = Register.Rbx;
    private const Register Pointer = Register.Rax;

    private static readonly ResultRegisters results = new(Register.Rcx, Field(ByteDepthwiseCall.MostAt), Most: 4, Zeros: 5);

    private static readonly ConcurrentDictionary<ByteDepthwiseForm, nint> placed = new();

    /// <summary>The function for a form; null where it cannot run. A call is a few lines of results: the garbage collector can wait for it.</summary>
    public static delegate* unmanaged[SuppressGCTransition]<ByteDepthwiseCall*, void> Function(ByteDepthwiseForm form) => (delegate* unmanaged[SuppressGCTransition]<ByteDepthwiseCall*, void>)
        (ByteTileCode.IsAvailable ? placed.GetOrAdd(form, static form => (nint)ExecutableMemory.TryPlace(Assemble(form, Arguments.First))) : 0);

    /// <summary>Its code.</summary>
    /// <param name="argument">Where functions of the system find their first argument.</param>
    public static byte[] Assemble(ByteDepthwiseForm form, Register argument)
    {
        var code = new Assembler();
        code.Push(Slots);
        code.Move(Call, argument);
        code.Move(results.Constants, Field(ByteDepthwiseCall.RequantizerAt));
        code.Move(Block, Field(ByteDepthwiseCall.BlockAt));
        code.Move(Input, Field(ByteDepthwiseCall.InputAt));
        code.Move(Output, Field(ByteDepthwiseCall.OutputAt));
        code.Move(Written, Field(ByteDepthwiseCall.WrittenAt));
        code.Move(Slots, Field(ByteDepthwiseCall.SlotsAt));
        new ResultCode(code, form.Results, results).Begin();
        Loop(code, ByteDepthwiseCall.LeadAt, () => Interleave(code, form));
        Loop(code, ByteDepthwiseCall.TogetherAt, () =>
        {
            Compute(code, form);
            for (var i = 0; i < form.StrideX; i++)
            {
                Interleave(code, form);
            }
        });
        Loop(code, ByteDepthwiseCall.RestAt, () => Interleave(code, form));
        Loop(code, ByteDepthwiseCall.LastAt, () => Compute(code, form));
        code.ClearUpperHalves();
        code.Pop(Slots);
        code.Return();
        return code.ToArray();
    }

    /// <summary>As often as a field says.</summary>
    private static void Loop(Assembler code, int count, Action body)
    {
        code.Move(Pointer, Field(count));
        code.Compare(Pointer, 0);
        var none = code.JumpForwardIfEqual();
        var start = code.Position;
        body();
        code.Decrement(Field(count));
        code.JumpIfNotZero(start);
        code.Bind(none);
    }

    /// <summary>A column of the image.</summary>
    private static void Interleave(Assembler code, ByteDepthwiseForm form)
    {
        for (var group = 0; group < form.Groups; group++)
        {
            // The weights of lines beyond the last are zeros.
            var rows = Math.Min(Fours, form.Rows - (group * Fours));
            for (var row = 0; row < rows; row++)
            {
                LoadLine(code, form, row, (group * Fours) + row);
            }

            int second = Math.Min(1, rows - 1), third = Math.Min(2, rows - 1), fourth = rows - 1;
            code.InterleaveBytes(Interleaved, 0, second, ofHigh: false);
            code.InterleaveBytes(Interleaved + 1, 0, second, ofHigh: true);
            code.InterleaveBytes(Interleaved + 2, third, fourth, ofHigh: false);
            code.InterleaveBytes(Interleaved + 3, third, fourth, ofHigh: true);
            for (var vector = 0; vector < Vectors; vector++)
            {
                var half = Interleaved + (vector / 2);
                code.InterleaveWords(Interleaved + 4 + vector, half, half + 2, ofHigh: vector % 2 == 1);
                code.Store(new(Written, ((group * Vectors) + vector) * VectorBytes), Interleaved + 4 + vector);
            }
        }

        code.Add(Written, form.SlotBytes);
        code.Add(Input, Field(ByteDepthwiseCall.StepAt));
    }

    /// <summary>A line of the image for each piece.</summary>
    private static void LoadLine(Assembler code, ByteDepthwiseForm form, int vector, int row)
    {
        for (var piece = 0; piece < form.Pieces; piece++)
        {
            code.Move(Pointer, Field(ByteDepthwiseCall.RowsAt + (((piece * form.Rows) + row) * sizeof(long))));
            Address pixels = new(Pointer, 0, Input);
            switch (form.Pieces, piece)
            {
                case (1, _): code.Load(vector, pixels); break;
                case (2, 0): code.LoadHalf(vector, pixels); break;
                case (2, _): code.InsertHalf(vector, pixels, (byte)piece); break;
                case (_, 0): code.LoadQuarter(vector, pixels); break;
                default: code.InsertQuarter(vector, pixels, (byte)piece); break;
            }
        }
    }

    /// <summary>The results of a column.</summary>
    private static void Compute(Assembler code, ByteDepthwiseForm form)
    {
        for (var sum = 0; sum < form.Lines * Vectors; sum++)
        {
            code.Load(FirstSum + sum, new(Block, sum % Vectors * VectorBytes));
        }

        var (weights, loaded) = (ByteDepthwiseForm.HeadBytes, (-1, -1));
        foreach (var (column, group, line) in form.Products())
        {
            for (var vector = 0; loaded != (column, group) && vector < Vectors; vector++)
            {
                code.Load(vector, new(Slots, (column * form.DilationX * form.SlotBytes) + (((group * Vectors) + vector) * VectorBytes)));
            }

            loaded = (column, group);
            for (var vector = 0; vector < Vectors; vector++, weights += VectorBytes)
            {
                code.MultiplyAddBytes(FirstSum + (line * Vectors) + vector, vector, new Address(Block, weights));
            }

            for (var i = 0; i < form.Shared * Vectors; i++)
            {
                code.MultiplyAddSameBytes(FirstSum + (line * Vectors) + (i % Vectors), i % Vectors, new Address(Block, form.SharedOffset(group, line)));
            }
        }

        for (var line = 0; line < form.Lines; line++)
        {
            int[] sums = [.. Enumerable.Range(FirstSum + (line * Vectors), Vectors)];
            new ResultCode(code, form.Results, results).Finish(sums, (sum, vector) => code.MultiplyFloats(sum, sum, new Address(Block, (Vectors + vector) * VectorBytes)));
            StoreLine(code, form, line, sums[0]);
        }

        code.Add(Slots, form.StrideX * form.SlotBytes);
        code.Add(Output, Field(ByteDepthwiseCall.StepAt));
    }

    /// <summary>The results of a line for each piece.</summary>
    private static void StoreLine(Assembler code, ByteDepthwiseForm form, int line, int vector)
    {
        for (var piece = 0; piece < form.Pieces; piece++)
        {
            code.Move(Pointer, Field(ByteDepthwiseCall.TargetsAt + (((piece * form.Lines) + line) * sizeof(long))));
            Address results = new(Pointer, 0, Output);
            switch (form.Pieces)
            {
                case 1: code.Store(results, vector); break;
                case 2: code.StoreHalf(results, vector, (byte)piece); break;
                default: code.StoreQuarter(results, vector, (byte)piece); break;
            }
        }
    }

    private static Address Field(int offset) => new(Call, offset);
}

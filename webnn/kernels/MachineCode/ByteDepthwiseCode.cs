using System.Collections.Concurrent;

namespace WebNN.Kernels.MachineCode;

/// <summary>
/// What runs a <see cref="ByteDepthwiseCall"/> for windows of some number of taps: the pixels under four taps are interleaved, and their
/// products added up by one instruction (AVX512_VNNI). Weights, biases and scales stay in registers.
/// </summary>
internal static unsafe class ByteDepthwiseCode
{
    public const int MostTaps = 28;

    private const int VectorBytes = 64;
    private const int Fours = 4;

    // Vectors of a block.
    private const int Scales = 0;
    private const int Interleaved = 1;
    private const int FirstWeights = 16;
    private const int FirstSum = 24;
    private const int FirstQuarters = 28;

    private const Register Call = Register.R11;
    private const Register Channel = Register.R10;
    private const Register Table = Register.R9;
    private const Register Count = Register.R8;
    private const Register Target = Register.Rdx;
    private const Register Pixel = Register.Rax;

    private static readonly ResultRegisters results =
        new(Register.Rcx, Field(ByteDepthwiseCall.MostAt), Field(ByteDepthwiseCall.OrderAt), Most: 2, Zeros: 3, Order: 4);

    private static readonly ConcurrentDictionary<int, nint> placed = new();

    /// <summary>The function for so many taps; null where it cannot run. A call is a line or a few of results: the garbage collector can wait for it.</summary>
    public static delegate* unmanaged[SuppressGCTransition]<ByteDepthwiseCall*, void> Function(int taps) => (delegate* unmanaged[SuppressGCTransition]<ByteDepthwiseCall*, void>)
        (ByteTileCode.IsAvailable ? placed.GetOrAdd(taps, static taps => (nint)ExecutableMemory.TryPlace(Assemble(taps, Arguments.First))) : 0);

    /// <summary>Its code.</summary>
    /// <param name="argument">Where functions of the system find their first argument.</param>
    public static byte[] Assemble(int taps, Register argument)
    {
        var code = new Assembler();
        code.Move(Call, argument);
        code.Move(Table, Field(ByteDepthwiseCall.PixelsAt));
        code.Move(Channel, Field(ByteDepthwiseCall.ChannelAt));
        code.Move(Target, Field(ByteDepthwiseCall.TargetAt));
        code.Move(results.Constants, Field(ByteDepthwiseCall.RequantizerAt));
        code.Move(Count, Field(ByteDepthwiseCall.BlockAt));
        ResultCode.Begin(code, results);
        code.Load(Interleaved, Field(ByteDepthwiseCall.InterleavedAt));
        code.Load(Scales, new(Count, VectorBytes));
        for (var group = 0; group < Groups(taps); group++)
        {
            code.Load(FirstWeights + group, new(Count, (2 + group) * VectorBytes));
        }

        Loop(code, taps, Field(ByteDepthwiseCall.FoursAt), Fours);
        Loop(code, taps, Field(ByteDepthwiseCall.RestAt), 1);
        code.ClearUpperHalves();
        code.Return();
        return code.ToArray();
    }

    /// <summary>Groups of four taps, the last of which may be fewer.</summary>
    public static int Groups(int taps) => (taps + Fours - 1) / Fours;

    /// <summary>So many results at a time.</summary>
    private static void Loop(Assembler code, int taps, Address count, int together)
    {
        code.Move(Count, count);
        code.Compare(Count, 0);
        var none = code.JumpForwardIfEqual();
        var start = code.Position;
        code.Move(Pixel, Field(ByteDepthwiseCall.BlockAt));
        for (var i = 0; i < together; i++)
        {
            code.Load(FirstSum + i, new(Pixel));
        }

        for (var i = 0; i < together; i++)
        {
            for (var group = 0; group < Groups(taps); group++)
            {
                Multiply(code, Math.Min(Fours, taps - (group * Fours)), group * Fours * sizeof(long), FirstSum + i, FirstWeights + group, FirstQuarters + (group % 4));
            }

            code.Add(Table, Field(ByteDepthwiseCall.PixelStepAt));
        }

        int[] sums = [.. Enumerable.Range(FirstSum, together)];
        ResultCode.Finish(code, sums, new int[together], results);
        for (var i = 0; i < together; i++)
        {
            code.StoreQuarter(new(Target), sums[0], (byte)i);
            code.Add(Target, Field(ByteDepthwiseCall.TargetStrideAt));
        }

        code.Decrement(Count);
        code.JumpIfNotZero(start);
        code.Bind(none);
    }

    /// <summary>Adds the products under up to four taps to a sum.</summary>
    /// <param name="entry">Of the table, the first tap's.</param>
    private static void Multiply(Assembler code, int taps, int entry, int sum, int weights, int quarters)
    {
        for (var tap = 0; tap < taps; tap++)
        {
            code.Move(Pixel, new Address(Table, entry + (tap * sizeof(long))));
            if (taps == 1)
            {
                code.LoadBytes(quarters, new(Pixel, 0, Channel));
            }
            else if (tap == 0)
            {
                code.LoadQuarter(quarters, new(Pixel, 0, Channel));
            }
            else
            {
                code.InsertQuarter(quarters, new(Pixel, 0, Channel), (byte)tap);
            }
        }

        if (taps > 1)
        {
            code.PermuteBytes(quarters, Interleaved, quarters);
        }

        code.MultiplyAddBytes(sum, quarters, weights);
    }

    private static Address Field(int offset) => new(Call, offset);
}

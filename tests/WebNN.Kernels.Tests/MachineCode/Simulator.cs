using System.Runtime.InteropServices;
using Iced.Intel;
using Register = Iced.Intel.Register;

namespace WebNN.Kernels.Tests.MachineCode;

/// <summary>
/// Runs machine code instruction by instruction, as an independent decoder reads it, on any processor: registers are arrays, memory is the
/// process's own. It knows the instructions that tiles are made of, and no others.
/// </summary>
internal sealed unsafe class Simulator
{
    /// <summary>What <see cref="Processor"/> asks for before any of it runs.</summary>
    private static readonly CpuidFeature[] asked =
    [
        CpuidFeature.INTEL8086, CpuidFeature.INTEL386, CpuidFeature.X64, CpuidFeature.SSE, CpuidFeature.AVX,
        CpuidFeature.AVX512F, CpuidFeature.AVX512BW, CpuidFeature.AVX512DQ, CpuidFeature.AVX512VL, CpuidFeature.AVX512_VNNI,
    ];

    private readonly Dictionary<ulong, Instruction> code = [];
    private readonly Dictionary<Register, long> general = [];
    private readonly byte[][] vectors = [.. Enumerable.Range(0, 32).Select(_ => new byte[64])];
    private readonly Stack<long> stack = new();
    private long flags;

    /// <summary>The addresses that the caches were asked for.</summary>
    public List<nint> Fetched { get; } = [];

    public Simulator(byte[] bytes)
    {
        var decoder = Decoder.Create(64, bytes);
        while (decoder.IP < (ulong)bytes.Length)
        {
            var instruction = decoder.Decode();
            Assert.False(instruction.IsInvalid, $"no instruction at {instruction.IP}");
            Assert.All(instruction.CpuidFeatures, feature => Assert.Contains(feature, asked));
            code.Add(instruction.IP, instruction);
        }

        // What functions keep is checked in the end; what is in the others is anything.
        foreach (var register in Enum.GetValues<Register>().Where(register => register.IsGPR64()))
        {
            general[register] = 0x5AFE_0000 + (int)register;
        }
    }

    /// <summary>Calls the code.</summary>
    /// <param name="register">Where it finds its argument.</param>
    public void Run(Register register, nint argument)
    {
        general[register] = argument;
        var before = new Dictionary<Register, long>(general);
        ulong at = 0;
        while (code[at] is var instruction && instruction.Mnemonic is not Mnemonic.Ret)
        {
            at = Step(instruction) ? instruction.NearBranchTarget : instruction.NextIP;
        }

        Assert.Empty(stack);
        foreach (var kept in new[] { Register.RBX, Register.RSI, Register.RDI, Register.RBP, Register.R12, Register.R13, Register.R14, Register.R15 })
        {
            Assert.True(general[kept] == before[kept], $"{kept} is another after the call");
        }
    }

    /// <summary>Whether the instruction jumps.</summary>
    private bool Step(Instruction i)
    {
        switch (i.Mnemonic)
        {
            case Mnemonic.Push: stack.Push(general[i.Op0Register]); break;
            case Mnemonic.Pop: general[i.Op0Register] = stack.Pop(); break;
            case Mnemonic.Mov when i.Op0Kind is OpKind.Memory: *(long*)Memory(i) = general[i.Op1Register]; break;
            case Mnemonic.Mov: general[i.Op0Register] = Operand(i, 1); break;
            case Mnemonic.Add: general[i.Op0Register] = flags = general[i.Op0Register] + Operand(i, 1); break;
            case Mnemonic.Cmp: flags = general[i.Op0Register] - Operand(i, 1); break;
            case Mnemonic.Dec when i.Op0Kind is OpKind.Memory: flags = --*(long*)Memory(i); break;
            case Mnemonic.Dec: flags = --general[i.Op0Register]; break;
            case Mnemonic.Jmp: return true;
            case Mnemonic.Je: return flags == 0;
            case Mnemonic.Jne: return flags != 0;
            case Mnemonic.Jg: return flags > 0;
            case Mnemonic.Jle: return flags <= 0;
            case Mnemonic.Prefetcht1: Fetched.Add((nint)Memory(i)); break;
            case Mnemonic.Vzeroupper: break;
            default: StepVector(i); break;
        }

        return false;
    }

    private void StepVector(Instruction i)
    {
        switch (i.Mnemonic)
        {
            case Mnemonic.Vmovdqu32 when i.Op0Kind is OpKind.Memory: Vector(i.Op1Register).AsSpan(0, Size(i.Op1Register)).CopyTo(new(Memory(i), Size(i.Op1Register))); break;
            case Mnemonic.Vmovdqu32: Write(i.Op0Register, new Span<byte>(Memory(i), Size(i.Op0Register))); break;
            case Mnemonic.Vpbroadcastd: Each<int>(i, _ => *(int*)Memory(i)); break;
            case Mnemonic.Vpmovzxbd: Each<int>(i, n => Memory(i)[n]); break;
            case Mnemonic.Vextracti32x4: Vector(i.Op1Register).AsSpan(i.Immediate8 * 16, 16).CopyTo(new(Memory(i), 16)); break;
            case Mnemonic.Vextracti64x4: Vector(i.Op1Register).AsSpan(i.Immediate8 * 32, 32).CopyTo(new(Memory(i), 32)); break;
            case Mnemonic.Vinserti32x4: Insert(i, 16); break;
            case Mnemonic.Vinserti64x4: Insert(i, 32); break;
            case Mnemonic.Vpdpbusd: Each<int>(i, n => Of<int>(i, 0)[n] + Products(Of<byte>(i, 1), Of<byte>(i, 2), n * 4)); break;
            case Mnemonic.Vpunpcklbw: Each<byte>(i, n => Interleaved<byte>(i, n, 8, 0)); break;
            case Mnemonic.Vpunpckhbw: Each<byte>(i, n => Interleaved<byte>(i, n, 8, 8)); break;
            case Mnemonic.Vpunpcklwd: Each<short>(i, n => Interleaved<short>(i, n, 4, 0)); break;
            case Mnemonic.Vpunpckhwd: Each<short>(i, n => Interleaved<short>(i, n, 4, 4)); break;
            default: StepNumbers(i); break;
        }
    }

    private void StepNumbers(Instruction i)
    {
        switch (i.Mnemonic)
        {
            case Mnemonic.Vcvtdq2ps: Each<float>(i, n => Of<int>(i, 1)[n]); break;
            case Mnemonic.Vcvtps2dq: Each<int>(i, n => Rounded(Of<float>(i, 1)[n])); break;
            case Mnemonic.Vmulps: Each<float>(i, n => Of<float>(i, 1)[n] * Of<float>(i, 2)[n]); break;
            case Mnemonic.Vminps: Each<float>(i, n => Of<float>(i, 1)[n] < Of<float>(i, 2)[n] ? Of<float>(i, 1)[n] : Of<float>(i, 2)[n]); break;
            case Mnemonic.Vpaddd: Each<int>(i, n => Of<int>(i, 1)[n] + Of<int>(i, 2)[n]); break;
            case Mnemonic.Vpaddsw: Each<short>(i, n => (short)Math.Clamp(Of<short>(i, 1)[n] + Of<short>(i, 2)[n], short.MinValue, short.MaxValue)); break;
            case Mnemonic.Vpackssdw: Each<short>(i, n => (short)Math.Clamp(Packed<int>(i, n, 4), short.MinValue, short.MaxValue)); break;
            case Mnemonic.Vpackuswb: Each<byte>(i, n => (byte)Math.Clamp(Packed<short>(i, n, 8), byte.MinValue, byte.MaxValue)); break;
            case Mnemonic.Vpmaxub: Each<byte>(i, n => Math.Max(Of<byte>(i, 1)[n], Memory(i)[n])); break;
            case Mnemonic.Vpminub: Each<byte>(i, n => Math.Min(Of<byte>(i, 1)[n], Memory(i)[n])); break;
            case Mnemonic.Vpermd: Each<int>(i, n => Of<int>(i, 2)[Of<int>(i, 1)[n] & 15]); break;
            default: Assert.Fail($"{i} is not known here"); break;
        }
    }

    /// <summary>Every element of the result, from operands as they were before.</summary>
    private void Each<T>(in Instruction i, Func<int, T> element)
        where T : unmanaged
    {
        var results = new T[64 / sizeof(T)];
        for (var n = 0; n < results.Length; n++)
        {
            results[n] = element(n);
        }

        Write(i.Op0Register, MemoryMarshal.AsBytes<T>(results));
    }

    /// <summary>What is beyond a shorter register becomes zeros.</summary>
    private void Write(Register register, ReadOnlySpan<byte> bytes)
    {
        var vector = Vector(register);
        Array.Clear(vector);
        bytes.CopyTo(vector);
    }

    /// <summary>What instructions that pack put in the place of an element: in each quarter those of the first operand, then those of the second.</summary>
    private T Packed<T>(in Instruction i, int element, int perQuarter)
        where T : unmanaged
    {
        var (quarter, n) = Math.DivRem(element, 2 * perQuarter);
        return Of<T>(i, n < perQuarter ? 1 : 2)[(quarter * perQuarter) + (n % perQuarter)];
    }

    /// <summary>What instructions that interleave put there: in each quarter one element of each operand in turn, from a first one of its quarter on.</summary>
    private T Interleaved<T>(in Instruction i, int element, int each, int first)
        where T : unmanaged
    {
        var (quarter, n) = Math.DivRem(element, 2 * each);
        return Of<T>(i, 1 + (n % 2))[(quarter * 2 * each) + first + (n / 2)];
    }

    private void Insert(in Instruction i, int bytes)
    {
        Vector(i.Op1Register).CopyTo(Vector(i.Op0Register), 0);
        new ReadOnlySpan<byte>(Memory(i), bytes).CopyTo(Vector(i.Op0Register).AsSpan(i.Immediate8 * bytes));
    }

    private Span<T> Of<T>(in Instruction i, int operand)
        where T : unmanaged => i.GetOpKind(operand) is OpKind.Memory
            ? i.IsBroadcast ? Repeated<T>(Memory(i)) : new(Memory(i), 64 / sizeof(T))
            : MemoryMarshal.Cast<byte, T>(Vector(i.GetOpRegister(operand)).AsSpan());

    /// <summary>32 bits as often as a vector holds them.</summary>
    private static Span<T> Repeated<T>(byte* memory)
        where T : unmanaged
    {
        var repeated = new int[16];
        Array.Fill(repeated, *(int*)memory);
        return MemoryMarshal.Cast<int, T>(repeated.AsSpan());
    }

    private byte[] Vector(Register register) => vectors[register.GetNumber()];

    private static int Size(Register register) => register.IsXMM() ? 16 : register.IsYMM() ? 32 : 64;

    private static int Products(Span<byte> unsigned, Span<byte> signed, int at)
    {
        var sum = 0;
        for (var n = at; n < at + 4; n++)
        {
            sum += unsigned[n] * (sbyte)signed[n];
        }

        return sum;
    }

    private static int Rounded(float value) =>
        MathF.Round(value, MidpointRounding.ToEven) is >= int.MinValue and < 2147483648f and var whole ? (int)whole : int.MinValue;

    private long Operand(in Instruction i, int operand) => i.GetOpKind(operand) switch
    {
        OpKind.Register => general[i.GetOpRegister(operand)],
        OpKind.Memory => *(long*)Memory(i),
        _ => (long)i.GetImmediate(operand),
    };

    private byte* Memory(in Instruction i)
    {
        var index = i.MemoryIndex is Register.None ? 0 : general[i.MemoryIndex] * i.MemoryIndexScale;
        return (byte*)(general[i.MemoryBase] + index + (long)i.MemoryDisplacement64);
    }
}

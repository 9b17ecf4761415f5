using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace WebNN.Kernels.MachineCode;

/// <summary>Registers of 64 bits, but for the stack's.</summary>
internal enum Register
{
    Rax = 0,
    Rcx = 1,
    Rdx = 2,
    Rbx = 3,
    Rbp = 5,
    Rsi = 6,
    Rdi = 7,
    R8 = 8,
    R9 = 9,
    R10 = 10,
    R11 = 11,
    R12 = 12,
    R13 = 13,
    R14 = 14,
    R15 = 15,
}

/// <summary>How functions are called here.</summary>
internal static class Arguments
{
    /// <summary>Where they find the first.</summary>
    public static Register First => OperatingSystem.IsWindows() ? Register.Rcx : Register.Rdi;
}

/// <summary>Bytes in memory: at a register, to which another and a constant are added.</summary>
internal readonly record struct Address(Register Base, int Offset = 0, Register? Index = null);

/// <summary>
/// Writes the few instructions that tiles are made of, as x64 encodes them: those with vectors of 512 bits behind an EVEX prefix (Intel 64 and IA-32
/// Architectures Software Developer's Manual, volume 2, 2.7), of which the compiler of .NET 10 does not know all.
/// </summary>
internal sealed class Assembler
{
    private readonly List<byte> code = [];

    public int Position => code.Count;

    public byte[] ToArray() => [.. code];

    /// <summary>64 bytes of memory.</summary>
    public void Load(int zmm, Address source) => Vector(new(Prefix.F3, Map.Base, 0x6F), zmm, 0, source, 64);

    /// <summary>32 bytes of memory; zeros in the other half.</summary>
    public void LoadHalf(int zmm, Address source) => Vector(new(Prefix.F3, Map.Base, 0x6F, Length: 1), zmm, 0, source, 32);

    /// <summary>32 bytes of memory in a half of a vector; the other stays.</summary>
    public void InsertHalf(int zmm, Address source, byte half)
    {
        Vector(new(Prefix.Sixty6, Map.Third, 0x3A, Wide: 1), zmm, zmm, source, 32);
        code.Add(half);
    }

    /// <summary>16 bytes of memory; zeros in the other quarters.</summary>
    public void LoadQuarter(int zmm, Address source) => Vector(new(Prefix.F3, Map.Base, 0x6F, Length: 0), zmm, 0, source, 16);

    /// <summary>16 bytes of memory in a quarter of a vector; the others stay.</summary>
    public void InsertQuarter(int zmm, Address source, byte quarter)
    {
        Vector(new(Prefix.Sixty6, Map.Third, 0x38), zmm, zmm, source, 16);
        code.Add(quarter);
    }

    /// <summary>32 bits of memory, as often as a vector holds them.</summary>
    public void Broadcast(int zmm, Address source) => Vector(new(Prefix.Sixty6, Map.Second, 0x58), zmm, 0, source, 4);

    /// <summary>16 bytes of memory as integers of 32 bits.</summary>
    public void LoadBytes(int zmm, Address source) => Vector(new(Prefix.Sixty6, Map.Second, 0x31), zmm, 0, source, 16);

    public void Store(Address target, int zmm) => Vector(new(Prefix.F3, Map.Base, 0x7F), zmm, 0, target, 64);

    public void StoreHalf(Address target, int zmm, byte half)
    {
        if (half == 0)
        {
            Vector(new(Prefix.F3, Map.Base, 0x7F, Length: 1), zmm, 0, target, 32);
            return;
        }

        Vector(new(Prefix.Sixty6, Map.Third, 0x3B, Wide: 1), zmm, 0, target, 32);
        code.Add(half);
    }

    public void StoreQuarter(Address target, int zmm, byte quarter)
    {
        if (quarter == 0)
        {
            Vector(new(Prefix.F3, Map.Base, 0x7F, Length: 0), zmm, 0, target, 16);
            return;
        }

        Vector(new(Prefix.Sixty6, Map.Third, 0x39), zmm, 0, target, 16);
        code.Add(quarter);
    }

    /// <summary>Adds four products of unsigned bytes and signed ones to each sum (AVX512_VNNI).</summary>
    public void MultiplyAddBytes(int sums, int unsigned, int signed) => Vector(new(Prefix.Sixty6, Map.Second, 0x50), sums, unsigned, signed);

    public void MultiplyAddBytes(int sums, int unsigned, Address signed) => Vector(new(Prefix.Sixty6, Map.Second, 0x50), sums, unsigned, signed, 64);

    /// <summary>The same with four signed bytes of memory for each sum.</summary>
    public void MultiplyAddSameBytes(int sums, int unsigned, Address signed) => Vector(new(Prefix.Sixty6, Map.Second, 0x50, Broadcast: 1), sums, unsigned, signed, 4);

    /// <summary>Integers of 32 bits.</summary>
    public void AddIntegers(int target, int left, int right) => Vector(new(Prefix.Sixty6, Map.Base, 0xFE), target, left, right);

    /// <summary>Integers to floats, rounded to the nearest.</summary>
    public void ToFloats(int target, int source) => Vector(new(Prefix.None, Map.Base, 0x5B), target, 0, source);

    /// <summary>Floats to integers, rounded to the nearest, halves to the even one.</summary>
    public void ToIntegers(int target, int source) => Vector(new(Prefix.Sixty6, Map.Base, 0x5B), target, 0, source);

    public void MultiplyFloats(int target, int left, int right) => Vector(new(Prefix.None, Map.Base, 0x59), target, left, right);

    public void MultiplyFloats(int target, int left, Address right) => Vector(new(Prefix.None, Map.Base, 0x59), target, left, right, 64);

    public void MinimumOfFloats(int target, int left, int right) => Vector(new(Prefix.None, Map.Base, 0x5D), target, left, right);

    /// <summary>Integers of 32 bits to 16, saturated: in each quarter of the result those of the left, then those of the right.</summary>
    public void PackWords(int target, int left, int right) => Vector(new(Prefix.Sixty6, Map.Base, 0x6B), target, left, right);

    /// <summary>Integers of 16 bits, the sums saturated.</summary>
    public void AddWords(int target, int left, int right) => Vector(new(Prefix.Sixty6, Map.Base, 0xED), target, left, right);

    /// <summary>Integers of 16 bits to unsigned bytes, saturated, in the order of <see cref="PackWords"/>.</summary>
    public void PackBytes(int target, int left, int right) => Vector(new(Prefix.Sixty6, Map.Base, 0x67), target, left, right);

    public void MaximumOfBytes(int target, int left, Address right) => Vector(new(Prefix.Sixty6, Map.Base, 0xDE), target, left, right, 64);

    public void MinimumOfBytes(int target, int left, Address right) => Vector(new(Prefix.Sixty6, Map.Base, 0xDA), target, left, right, 64);

    /// <summary>In each quarter of the result the bytes of a half of the operands' quarters, one of each in turn.</summary>
    public void InterleaveBytes(int target, int left, int right, bool ofHigh) => Vector(new(Prefix.Sixty6, Map.Base, (byte)(ofHigh ? 0x68 : 0x60)), target, left, right);

    /// <summary>The same with 16 bits.</summary>
    public void InterleaveWords(int target, int left, int right, bool ofHigh) => Vector(new(Prefix.Sixty6, Map.Base, (byte)(ofHigh ? 0x69 : 0x61)), target, left, right);

    /// <summary>The 32 bits of a vector in the order of the indices.</summary>
    public void Permute(int target, int indices, int source) => Vector(new(Prefix.Sixty6, Map.Second, 0x36), target, indices, source);

    /// <summary>What code before AVX waits for otherwise.</summary>
    public void ClearUpperHalves() => code.AddRange([0xC5, 0xF8, 0x77]);

    /// <summary>A hint that a line of memory is read soon: into the second cache.</summary>
    public void Prefetch(Register address) => code.AddRange([(byte)(0x40 | ((int)address >> 3)), 0x0F, 0x18, (byte)(0x50 | ((int)address & 7)), 0]);

    public void Push(Register register) => code.AddRange([(byte)(0x40 | ((int)register >> 3)), (byte)(0x50 | ((int)register & 7))]);

    public void Pop(Register register) => code.AddRange([(byte)(0x40 | ((int)register >> 3)), (byte)(0x58 | ((int)register & 7))]);

    public void Move(Register target, Register source) => General(0x8B, (int)target, source);

    public void Move(Register target, Address source) => General(0x8B, (int)target, source);

    public void Store(Address target, Register source) => General(0x89, (int)source, target);

    public void Add(Register target, Register source) => General(0x03, (int)target, source);

    public void Add(Register target, Address source) => General(0x03, (int)target, source);

    public void Add(Register target, int value)
    {
        General(0x81, 0, target);
        Int32(value);
    }

    public void Compare(Register register, int value)
    {
        General(0x81, 7, register);
        Int32(value);
    }

    public void Decrement(Register target) => General(0xFF, 1, target);

    public void Decrement(Address target) => General(0xFF, 1, target);

    /// <summary>Goes back.</summary>
    public void Jump(int position)
    {
        code.Add(0xE9);
        Int32(position - (Position + sizeof(int)));
    }

    /// <summary>Goes back where what was computed last is not zero.</summary>
    public void JumpIfNotZero(int position) => Jump(0x85, position);

    /// <summary>Goes back where what was compared last was not greater.</summary>
    public void JumpIfNotGreater(int position) => Jump(0x8E, position);

    /// <summary>Goes forward where what was compared last is the same.</summary>
    /// <returns>To be bound.</returns>
    public int JumpForwardIfEqual() => Jump(0x84, 0);

    /// <summary>Goes forward where what was compared last was greater.</summary>
    /// <returns>To be bound.</returns>
    public int JumpForwardIfGreater() => Jump(0x8F, 0);

    /// <summary>A forward jump ends here.</summary>
    public void Bind(int jump) => BinaryPrimitives.WriteInt32LittleEndian(CollectionsMarshal.AsSpan(code)[(jump - sizeof(int))..], Position - jump);

    public void Return() => code.Add(0xC3);

    /// <returns>The position behind it, from which the distance counts.</returns>
    private int Jump(byte condition, int position)
    {
        code.AddRange([0x0F, condition]);
        Int32(position - (Position + sizeof(int)));
        return Position;
    }

    private void General(byte operation, int register, Register operand) =>
        code.AddRange([(byte)(0x48 | (register >> 3 << 2) | ((int)operand >> 3)), operation, (byte)(0xC0 | ((register & 7) << 3) | ((int)operand & 7))]);

    private void General(byte operation, int register, Address operand)
    {
        code.AddRange([(byte)(0x48 | (register >> 3 << 2) | (((int?)operand.Index ?? 0) >> 3 << 1) | ((int)operand.Base >> 3)), operation]);
        Memory(register, operand, 1);
    }

    private void Vector(Instruction instruction, int target, int left, int right)
    {
        Evex(instruction, target, left, (right >> 3) & 1, (right >> 4) & 1);
        code.Add((byte)(0xC0 | ((target & 7) << 3) | (right & 7)));
    }

    /// <param name="unit">Bytes that a short offset counts in.</param>
    private void Vector(Instruction instruction, int register, int left, Address operand, int unit)
    {
        Evex(instruction, register, left, (int)operand.Base >> 3, ((int?)operand.Index ?? 0) >> 3);
        Memory(register, operand, unit);
    }

    private void Evex(Instruction instruction, int register, int left, int b, int x) => code.AddRange(
    [
        0x62,
        (byte)((Inverted(register >> 3) << 7) | (Inverted(x) << 6) | (Inverted(b) << 5) | (Inverted(register >> 4) << 4) | (int)instruction.Map),
        (byte)((instruction.Wide << 7) | ((~left & 0xF) << 3) | 4 | (int)instruction.Prefix),
        (byte)((instruction.Length << 5) | (instruction.Broadcast << 4) | (Inverted(left >> 4) << 3)),
        instruction.Code,
    ]);

    private static int Inverted(int bit) => ~bit & 1;

    /// <summary>The operand's registers and its offset: of a byte where that holds it, in units of what the instruction reads.</summary>
    private void Memory(int register, Address operand, int unit)
    {
        const int behind = 4, noIndex = 4;
        var isShort = operand.Offset % unit == 0 && operand.Offset / unit is >= sbyte.MinValue and <= sbyte.MaxValue;
        var mode = (isShort ? 0x40 : 0x80) | ((register & 7) << 3);
        var place = (int)operand.Base & 7;
        if (operand.Index is not null || place == behind)
        {
            code.AddRange([(byte)(mode | behind), (byte)((((int?)operand.Index & 7 ?? noIndex) << 3) | place)]);
        }
        else
        {
            code.Add((byte)(mode | place));
        }

        if (isShort)
        {
            code.Add((byte)(operand.Offset / unit));
        }
        else
        {
            Int32(operand.Offset);
        }
    }

    private void Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        code.AddRange(bytes);
    }

    private enum Prefix
    {
        None = 0,
        Sixty6 = 1,
        F3 = 2,
    }

    private enum Map
    {
        Base = 1,
        Second = 2,
        Third = 3,
    }

    /// <param name="Length">Of the vectors: 128 bits, 256 or 512.</param>
    /// <param name="Broadcast">Whether the operand in memory is 32 bits, as often as a vector holds them.</param>
    private readonly record struct Instruction(Prefix Prefix, Map Map, byte Code, int Length = 2, int Wide = 0, int Broadcast = 0);
}

using WebNN.Kernels.Integers;

namespace WebNN.Kernels.MachineCode;

/// <summary>What becomes of sums, as <see cref="Requantizer.Sixteen"/> has it: of up to four vectors of them at a time.</summary>
internal static class ResultCode
{
    /// <summary>Of a vector of sums.</summary>
    public const int Columns = 16;

    /// <summary>Loads what is the same for all sums.</summary>
    public static void Begin(Assembler code, in ResultRegisters registers)
    {
        code.Broadcast(registers.Most, registers.MostAt);
        code.Load(registers.Zeros, new(registers.Constants, Requantizer.Zeros));
        code.LoadBytes(registers.Order, registers.OrderAt);
    }

    /// <summary>The results of one, two or four vectors of sums: in the quarters of the first, one after the other.</summary>
    /// <param name="scales">The vector of each vector's scales.</param>
    public static void Finish(Assembler code, ReadOnlySpan<int> sums, ReadOnlySpan<int> scales, in ResultRegisters registers)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            code.ToFloats(sums[i], sums[i]);
            code.MultiplyFloats(sums[i], sums[i], scales[i]);
            code.MinimumOfFloats(sums[i], sums[i], registers.Most);
            code.ToIntegers(sums[i], sums[i]);
        }

        var (first, second) = (sums[0], sums.Length == 4 ? sums[2] : sums[0]);
        code.PackWords(first, first, sums.Length == 1 ? first : sums[1]);
        code.AddWords(first, first, registers.Zeros);
        if (second != first)
        {
            code.PackWords(second, second, sums[3]);
            code.AddWords(second, second, registers.Zeros);
        }

        code.PackBytes(first, first, second);
        code.MaximumOfBytes(first, first, new(registers.Constants, Requantizer.Lows));
        code.MinimumOfBytes(first, first, new(registers.Constants, Requantizer.Highs));
        code.Permute(first, registers.Order, first);
    }
}

/// <summary>Where <see cref="ResultCode"/> finds what it needs, and the vectors in which it keeps that.</summary>
/// <param name="Constants">Points to those of a <see cref="Requantizer"/>.</param>
internal readonly record struct ResultRegisters(Register Constants, Address MostAt, Address OrderAt, int Most, int Zeros, int Order);

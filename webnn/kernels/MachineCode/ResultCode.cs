using WebNN.Kernels.Integers;

namespace WebNN.Kernels.MachineCode;

/// <summary>What becomes of sums, as <see cref="Requantizer.Sixteen"/> has it: of up to four vectors of them at a time, without what their <see cref="ResultForm"/> spares.</summary>
internal readonly record struct ResultCode(Assembler Code, ResultForm Form, ResultRegisters Registers)
{
    /// <summary>Loads what is the same for all sums.</summary>
    public void Begin()
    {
        if (Form.HasFlag(ResultForm.Far))
        {
            Code.Broadcast(Registers.Most, Registers.MostAt);
        }

        if (Form.HasFlag(ResultForm.Shifted))
        {
            Code.Load(Registers.Zeros, new(Registers.Constants, Requantizer.Zeros));
        }
    }

    /// <summary>
    /// The results of one, two or four vectors of sums, in the first: in each quarter of it four of the first vector's, four of the second's, and so on.
    /// </summary>
    /// <param name="scale">Multiplies a vector, of which it gets the index, with its scales.</param>
    public void Finish(ReadOnlySpan<int> sums, Action<int, int> scale)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            Code.ToFloats(sums[i], sums[i]);
            scale(sums[i], i);
            if (Form.HasFlag(ResultForm.Far))
            {
                Code.MinimumOfFloats(sums[i], sums[i], Registers.Most);
            }

            Code.ToIntegers(sums[i], sums[i]);
        }

        var first = sums[0];
        PackWords(first, sums.Length == 1 ? first : sums[1]);
        if (sums.Length == 4)
        {
            PackWords(sums[2], sums[3]);
        }

        Code.PackBytes(first, first, sums.Length == 4 ? sums[2] : first);
        if (Form.HasFlag(ResultForm.Limited))
        {
            Code.MaximumOfBytes(first, first, new(Registers.Constants, Requantizer.Lows));
            Code.MinimumOfBytes(first, first, new(Registers.Constants, Requantizer.Highs));
        }
    }

    private void PackWords(int first, int second)
    {
        Code.PackWords(first, first, second);
        if (Form.HasFlag(ResultForm.Shifted))
        {
            Code.AddWords(first, first, Registers.Zeros);
        }
    }
}

/// <summary>What sums need beyond being multiplied, rounded and saturated in 8 bits.</summary>
[Flags]
internal enum ResultForm : byte
{
    None = 0,

    /// <summary>Products with a scale may be more than 32 bits hold.</summary>
    Far = 1,

    /// <summary>The zero point is not 0.</summary>
    Shifted = 2,

    /// <summary>There are limits within 8 bits.</summary>
    Limited = 4,

    All = Far | Shifted | Limited,

    /// <summary>To all sums of a row belongs a term of its own: those of a <see cref="ByteTileCall"/>.</summary>
    HasTerms = 8,
}

/// <summary>Where <see cref="ResultCode"/> finds what it needs, and the vectors in which it keeps that.</summary>
/// <param name="Constants">Points to those of a <see cref="Requantizer"/>.</param>
internal readonly record struct ResultRegisters(Register Constants, Address MostAt, int Most, int Zeros);

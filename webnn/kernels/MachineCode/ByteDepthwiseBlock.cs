using System.Runtime.InteropServices;
using WebNN.Kernels.Integers;

namespace WebNN.Kernels.MachineCode;

/// <summary>The weights of <see cref="ByteDepthwiseCall"/>s, which it runs as <see cref="ByteTile"/> does its own.</summary>
internal static unsafe class ByteDepthwiseBlock
{
    /// <summary>Bytes of a quarter of a vector, within which instructions interleave and pack.</summary>
    public const int Quarter = 16;

    /// <summary>The biases, the scales and the weights of a piece's channels, for each piece.</summary>
    public static void Pack(ByteDepthwiseForm form, WindowShape shape, IntegerWeights weights, int firstChannel, Span<byte> block)
    {
        var elements = MemoryMarshal.Cast<byte, sbyte>(weights.Elements.Span);
        var taps = Taps(form).ToArray();
        var shared = Shared(shape, weights, firstChannel, form.Channels);
        var taken = weights.ZeroPoint + shared.Whole;
        PackShared(form, shared, block);
        for (var i = 0; i < ByteDepthwiseForm.VectorBytes; i++)
        {
            var (vector, element) = Math.DivRem(i, Quarter);
            var filter = firstChannel + form.Channel(vector, element);
            var own = elements[(filter * weights.Strides.Filter)..];
            var sum = 0;
            for (var tap = 0; tap < shape.Taps; tap++)
            {
                sum += own[tap * weights.Strides.Tap] - weights.ZeroPoint;
            }

            MemoryMarshal.Cast<byte, int>(block)[i] = unchecked(weights.Bias[filter] - (weights.Requantization.InputZero * sum));
            MemoryMarshal.Cast<byte, float>(block)[ByteDepthwiseForm.VectorBytes + i] = weights.Scales[filter];
            for (var t = 0; t < taps.Length; t++)
            {
                var place = WeightOffset(t / ByteDepthwiseForm.Fours, i) + (t % ByteDepthwiseForm.Fours);
                block[place] = taps[t] < 0 ? (byte)0 : (byte)checked((sbyte)(own[taps[t] * weights.Strides.Tap] - taken));
            }
        }
    }

    /// <summary>How many times the shared part of a block's weights is added.</summary>
    public static int SharedTimes(byte* block) => *(int*)(block + ByteDepthwiseForm.SharedTimesAt);

    /// <param name="function">Of <see cref="ByteDepthwiseCode"/>; null where it cannot run.</param>
    public static void Run(delegate* unmanaged[SuppressGCTransition]<ByteDepthwiseCall*, void> function, ref ByteDepthwiseCall call, ByteDepthwiseForm form)
    {
        if (function is not null)
        {
            fixed (ByteDepthwiseCall* pointer = &call)
            {
                function(pointer);
            }
        }
        else
        {
            RunPlain(ref call, form);
        }
    }

    /// <summary>What <see cref="ByteDepthwiseCode"/> does.</summary>
    internal static void RunPlain(ref ByteDepthwiseCall call, ByteDepthwiseForm form)
    {
        var products = form.Products().ToArray();
        for (nint column = 0, count = call.Lead + (call.Together * form.StrideX) + call.Rest; column < count; column++)
        {
            Interleave(ref call, form, column);
        }

        for (nint x = 0, count = call.Together + call.Last; x < count; x++)
        {
            for (var i = 0; i < form.Lines * ByteDepthwiseForm.VectorBytes; i++)
            {
                var (line, place) = Math.DivRem(i, ByteDepthwiseForm.VectorBytes);
                var (vector, element) = Math.DivRem(place, Quarter);
                var sum = ((int*)call.Block)[place];
                for (var p = 0; p < products.Length; p++)
                {
                    var pixels = call.Slots + (((x * form.StrideX) + (products[p].Column * form.DilationX)) * form.SlotBytes) + Offset(products[p].Group, place);
                    for (var n = 0; n < ByteDepthwiseForm.Fours; n++)
                    {
                        var weight = ((sbyte*)call.Block)[WeightOffset(p, place) + n] + (form.Shared * ((sbyte*)call.Block)[form.SharedOffset(products[p].Group, line) + n]);
                        sum += products[p].Line == line ? pixels[n] * weight : 0;
                    }
                }

                ((byte*)call.Targets[(form.Piece(element) * form.Lines) + line])[call.Output + (x * call.Step) + form.Channel(vector, element)] =
                    new Requantizer(call.Requantizer).One(sum, ((float*)call.Block)[ByteDepthwiseForm.VectorBytes + place]);
            }
        }
    }

    /// <summary>The tap of each of a product's four weights, product after product; -1 where the line of the image is none of the window's.</summary>
    private static IEnumerable<int> Taps(ByteDepthwiseForm form) =>
        from product in form.Products()
        let rows = new ByteDepthwiseProduct(form, product.Group, product.Line)
        from n in Enumerable.Range(0, ByteDepthwiseForm.Fours)
        select rows.HasRow(n) ? (rows.Row(n) * form.KernelWidth) + product.Column : -1;

    /// <summary>Of the weights of some channels.</summary>
    private static SharedPart Shared(WindowShape shape, IntegerWeights weights, int firstChannel, int channels)
    {
        var elements = MemoryMarshal.Cast<byte, sbyte>(weights.Elements.Span);
        int least = sbyte.MaxValue, greatest = sbyte.MinValue;
        for (var channel = firstChannel; channel < firstChannel + channels; channel++)
        {
            for (var tap = 0; tap < shape.Taps; tap++)
            {
                var weight = elements[(channel * weights.Strides.Filter) + (tap * weights.Strides.Tap)];
                (least, greatest) = (Math.Min(least, weight), Math.Max(greatest, weight));
            }
        }

        return SharedPart.Of(least - weights.ZeroPoint, greatest - weights.ZeroPoint);
    }

    private static void PackShared(ByteDepthwiseForm form, SharedPart shared, Span<byte> block)
    {
        MemoryMarshal.Write(block[ByteDepthwiseForm.SharedTimesAt..], shared.Times);
        for (var i = 0; i < form.Groups * form.Lines; i++)
        {
            var (group, line) = Math.DivRem(i, form.Lines);
            var product = new ByteDepthwiseProduct(form, group, line);
            for (var n = 0; n < ByteDepthwiseForm.Fours; n++)
            {
                block[form.SharedOffset(group, line) + n] = product.HasRow(n) ? (byte)shared.Value : (byte)0;
            }
        }
    }

    private static void Interleave(ref ByteDepthwiseCall call, ByteDepthwiseForm form, nint column)
    {
        for (var i = 0; i < form.Groups * ByteDepthwiseForm.VectorBytes; i++)
        {
            var (group, place) = Math.DivRem(i, ByteDepthwiseForm.VectorBytes);
            var (vector, element) = Math.DivRem(place, Quarter);
            for (var n = 0; n < ByteDepthwiseForm.Fours; n++)
            {
                // The weights of lines beyond the last are zeros.
                var row = Math.Min((group * ByteDepthwiseForm.Fours) + n, form.Rows - 1);
                var pixels = (byte*)call.Rows[(form.Piece(element) * form.Rows) + row] + call.Input + (column * call.Step);
                call.Written[(column * form.SlotBytes) + Offset(group, place) + n] = pixels[form.Channel(vector, element)];
            }
        }
    }

    /// <summary>Where four lines of a channel are in an interleaved column.</summary>
    private static int Offset(int group, int place) => (((group * ByteDepthwiseForm.VectorBytes) + place) * ByteDepthwiseForm.Fours);

    /// <summary>Where the weights of a product and of an element of the sums are in a block.</summary>
    private static int WeightOffset(int product, int place) =>
        ByteDepthwiseForm.HeadBytes + (((product * ByteDepthwiseForm.VectorBytes) + place) * ByteDepthwiseForm.Fours);
}

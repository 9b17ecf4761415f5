using WebNN.Testing;

namespace WebNN.FlatBuffers.Tests;

public class MutationTests
{
    [Fact]
    public void Every_truncation_of_a_small_model_is_refused()
    {
        var file = SmallModels.Everything().ToArray();
        for (var length = 0; length < file.Length; length++)
        {
            var cut = file[..length];
            var error = Record.Exception(() => Traversal.Read(FlatBufferModel.Parse(cut)));
            Assert.True(error is InvalidModelException, $"{length} of {file.Length} bytes: {error?.ToString() ?? "accepted"}");
        }
    }

    [Fact]
    public void Every_single_bit_flip_of_a_small_model_is_refused_or_read()
    {
        var file = SmallModels.Everything().ToArray();
        var refused = 0;
        for (var bit = 0; bit < 8 * file.Length; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            refused += Survives(file, $"bit {bit}") ? 0 : 1;
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.InRange(refused, file.Length / 2, 8 * file.Length);
    }

    [Theory]
    [InlineData("hello_world_float.tflite", 6000, 1)]
    [InlineData("keras_lstm_mnist_ptq.tflite", 6000, 2)]
    [InlineData("kws_ref_model_int8.tflite", 3000, 3)]
    [InlineData("face_detection_short_range_fp16.tflite", 1000, 4)]
    public void Mutations_of_a_real_model_are_refused_or_read(string model, int count, int seed)
    {
        var folder = TfLite.Find("shared/models");
        Assert.SkipWhen(folder is null, "the folder shared/models is not here");
        var original = File.ReadAllBytes(Path.Combine(folder, model));
        var places = Structure(original);
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            var file = Mutate(original, places, random);
            refused += Survives(file, $"{model}, seed {seed}, mutation {i}") ? 0 : 1;
        }

        Assert.InRange(refused, count / 10, count - 1);
    }

    /// <summary>Bytes that are not weights: damage there is what a reader can trip over.</summary>
    private static int[] Structure(byte[] file)
    {
        var data = new bool[file.Length];
        foreach (var buffer in FlatBufferModel.Parse(file).Buffers)
        {
            if (buffer.Data.IsEmpty) continue;
            var start = buffer.Table.Locate(ModelBuffer.DataField, vector: true);
            Array.Fill(data, true, start, buffer.Data.Length);
        }

        return [.. Enumerable.Range(0, file.Length).Where(i => !data[i])];
    }

    private static byte[] Mutate(byte[] original, int[] places, Random random)
    {
        var file = (byte[])original.Clone();
        var changes = random.Next(1, 5);
        for (var i = 0; i < changes; i++)
        {
            var at = places[random.Next(places.Length)];
            switch (random.Next(4))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                case 2 when at + 4 <= file.Length:
                    BitConverter.TryWriteBytes(file.AsSpan(at & ~3), Interesting(random, file.Length));
                    break;
                default:
                    var from = places[random.Next(places.Length)] & ~3;
                    var length = Math.Min(4 * random.Next(1, 8), file.Length - Math.Max(from, at & ~3));
                    original.AsSpan(from, length).CopyTo(file.AsSpan(at & ~3));
                    break;
            }
        }

        return random.Next(10) == 0 ? file[..random.Next(file.Length)] : file;
    }

    private static int Interesting(Random random, int length)
    {
        int[] values = [0, 1, 2, 4, -1, -4, int.MaxValue, int.MinValue, 0x7FFF, 0xFFFF, length, length - 4, length + 1, random.Next(length)];
        return values[random.Next(values.Length)];
    }

    /// <summary>Whether the file was read to its end; false where it was refused. Anything else fails the test.</summary>
    private static bool Survives(byte[] file, string what)
    {
        FlatBufferModel model;
        try
        {
            model = FlatBufferModel.Parse(file);
        }
        catch (InvalidModelException)
        {
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{what}: Parse threw {e.GetType().Name}", e);
        }

        var error = Record.Exception(() => Traversal.Read(model));
        Assert.True(error is null, $"{what}: accepted, then {error}");
        return true;
    }
}

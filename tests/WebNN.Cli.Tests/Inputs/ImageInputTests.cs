using System.IO.Compression;
using WebNN.Cli.Images;
using WebNN.Cli.Inputs;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Tests.Inputs;

public sealed class ImageInputTests
{
    [Fact]
    public void Unsigned_inputs_are_the_samples_and_signed_ones_are_shifted()
    {
        Assert.Equal([0, 128, 255], Bytes(TensorType.UInt8, null));
        Assert.Equal([0x80, 0x00, 0x7F], Bytes(TensorType.Int8, null));
    }

    [Fact]
    public void A_chosen_normalization_goes_through_the_quantization() =>
        Assert.Equal([100, 151, 202], Bytes(TensorType.UInt8, new([0], [255]), value => (value / 0.0098f) + 100));

    [Fact]
    public void Float_inputs_run_from_minus_one_to_one_unless_something_says_more()
    {
        Assert.Equal([-1, 0.5f / 127.5f, 1], Floats(null, null));
        Assert.Equal([0, 128, 255], Floats(new([0], [1]), null));
        Assert.Equal([-10, 2.8f, 15.5f], Floats(null, new(null, [100], [10], [], [], null)));
    }

    [Fact]
    public void A_mean_for_each_channel_is_taken_from_its_channel() => Assert.Equal([-1, 126, 252], Floats(new([1, 2, 3], [1]), null));

    [Fact]
    public void An_input_that_is_no_picture_is_refused()
    {
        var error = Assert.Throws<InputException>(() =>
            ImageInput.Bytes(Image(), TensorType.Float32, [1, 640], null, null, value => value));

        Assert.Equal("its input Float32[1,640] is no picture; [1,height,width,3] of float32, uint8 or int8 is", error.Message);
    }

    [Fact]
    public void Labels_are_read_from_the_archive_behind_a_model()
    {
        var file = new MemoryStream();
        file.Write(new byte[100]);
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = new StreamWriter(archive.CreateEntry("labels.txt").Open()))
        {
            entry.Write("cat\ndog\n");
        }

        var labels = Labels.FromModel(file.ToArray(), "labels.txt");

        Assert.Equal((2, "dog", "class 7"), (labels.Count, labels[1], labels[7]));
        Assert.Equal(0, Labels.FromModel(new byte[100], "labels.txt").Count);
    }

    private static RgbImage Image()
    {
        var image = new RgbImage(1, 1);
        (image.Pixels[0], image.Pixels[1], image.Pixels[2]) = (0, 128, 255);
        return image;
    }

    private static byte[] Bytes(TensorType type, Normalization? chosen, Func<float, float>? quantize = null) =>
        ImageInput.Bytes(Image(), type, [1, 1, 1, 3], chosen, null, quantize ?? (value => value));

    private static float[] Floats(Normalization? chosen, TensorMetadata? metadata)
    {
        var bytes = ImageInput.Bytes(Image(), TensorType.Float32, [1, 1, 1, 3], chosen, metadata, value => value);
        return [BitConverter.ToSingle(bytes, 0), BitConverter.ToSingle(bytes, 4), BitConverter.ToSingle(bytes, 8)];
    }
}

using System.Diagnostics;
using System.Text;
using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>Models as files and bytes.</summary>
public sealed class TfLiteModelTests
{
    [Fact]
    public void Signatures_map_names_to_positions()
    {
        using var model = TfLiteModel.FromBytes(TestModels.AddRelu());

        var signature = Assert.Single(model.Signatures);

        Assert.Equal("serving_default", signature.Key);
        Assert.Equal([new("right", 1), new("left", 0)], signature.Inputs);
        Assert.Equal([new("out", 0)], signature.Outputs);
    }

    [Fact]
    public void Metadata_is_found_by_name()
    {
        using var model = TfLiteModel.FromBytes(TestModels.AddRelu());

        Assert.Equal(["note"], model.MetadataNames);
        Assert.Equal("hello", Encoding.UTF8.GetString(model.FlatBuffer.FindMetadata("note")!.Value.Span));
        Assert.Equal("add and relu", model.Description);
    }

    [Fact]
    public void A_missing_file_is_a_FileNotFoundException() =>
        Assert.Throws<FileNotFoundException>(() => TfLiteModel.FromFile(Path.Combine(Path.GetTempPath(), "no-such-model.tflite")));

    [Fact]
    public void Nothing_a_folder_and_a_pipe_are_refused_without_waiting()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no named pipes among files");
        var folder = Directory.CreateTempSubdirectory("models-").FullName;
        try
        {
            var (empty, pipe, link) = (Path.Combine(folder, "empty"), Path.Combine(folder, "pipe"), Path.Combine(folder, "link"));
            File.WriteAllBytes(empty, []);
            using (var mkfifo = Process.Start("mkfifo", [pipe]))
            {
                mkfifo.WaitForExit();
            }

            File.CreateSymbolicLink(link, pipe);
            foreach (var path in new[] { empty, pipe, link })
            {
                var error = Assert.Throws<IOException>(() => TfLiteModel.FromFile(path));
                Assert.Equal($"'{path}': the file is empty, or a pipe or a device, which models are not read from", error.Message);
            }

            Assert.Equal($"'{folder}' is a folder; a model is a file", Assert.Throws<IOException>(() => TfLiteModel.FromFile(folder)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Text_and_nothing_are_not_models()
    {
        Assert.Throws<InvalidModelException>(() => TfLiteModel.FromBytes("this is not a model, it is a text"u8.ToArray()));
        Assert.Throws<InvalidModelException>(() => TfLiteModel.FromBytes(ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    public void Half_a_model_is_refused_before_TFLite_sees_it()
    {
        var bytes = TestModels.AddRelu();

        Assert.Throws<InvalidModelException>(() => TfLiteModel.FromBytes(bytes.AsMemory(0, bytes.Length / 2)));
    }

    [Fact]
    public void A_file_gives_the_model_its_name()
    {
        var path = Path.Combine(Path.GetTempPath(), $"triple-{Guid.NewGuid():N}.tflite");
        File.WriteAllBytes(path, TestModels.Triple());
        try
        {
            using var model = TfLiteModel.FromFile(path);

            Assert.Equal(Path.GetFileNameWithoutExtension(path), model.Name);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_disposed_model_is_not_read_any_more()
    {
        var model = TfLiteModel.FromBytes(TestModels.Triple());

        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.Description);
    }
}

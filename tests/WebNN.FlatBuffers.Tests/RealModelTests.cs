using WebNN.Testing;

namespace WebNN.FlatBuffers.Tests;

public class RealModelTests
{
    public static TheoryData<string> Models()
    {
        var folder = TfLite.Find("shared/models");
        return folder is null ? ["none"] : [.. Directory.GetFiles(folder, "*.tflite").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
    }

    internal static byte[] Read(string model)
    {
        var folder = TfLite.Find("shared/models");
        Assert.SkipWhen(folder is null, "the folder shared/models is not here");
        return File.ReadAllBytes(Path.Combine(folder, model));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Inputs_and_outputs_are_what_TFLite_says(string model)
    {
        TfLite.Require();
        var file = Read(model);
        var parsed = FlatBufferModel.Parse(file);
        Assert.SkipWhen(parsed.OperatorCodes.Any(code => code.CustomCode is not null), "TFLite's C library has no kernel for this model's custom operator");
        using var session = new TfLiteSession(file);
        var graph = parsed.Subgraphs[0];
        Assert.Equal(session.Inputs, graph.Inputs.ToArray().Select(index => Facts(graph.Tensors[index])));
        var expected = session.Outputs.Zip(graph.Outputs.ToArray(), (facts, index) => facts with { ByteSize = Facts(graph.Tensors[index]).ByteSize });
        Assert.Equal(expected, graph.Outputs.ToArray().Select(index => Facts(graph.Tensors[index])));
    }

    private static TfLiteTensorFacts Facts(ModelTensor tensor)
    {
        int[] types = [1, 10, 2, 3, 4, 5, 6, 7, 8, 9];
        var quantization = tensor.Quantization;
        var scale = quantization is { Scales: [var only] } ? only : 0;
        var zeroPoint = quantization is { Scales.Length: 1, ZeroPoints: [var zero] } ? (int)zero : 0;
        var shape = string.Join(',', tensor.Shape.ToArray());
        return new(tensor.Name, types[(int)tensor.Type], shape, scale, zeroPoint, (int)tensor.Type.ByteSize(tensor.Shape)!);
    }
}

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
        using var session = new TfLiteSession(file);
        var graph = parsed.Subgraphs[0];
        Assert.Equal(session.Inputs, graph.Inputs.ToArray().Select(index => Facts(graph.Tensors[index])));
        Assert.Equal(
            session.Outputs.Zip(graph.Outputs.ToArray(), (facts, index) => AsStored(facts, graph.Tensors[index])),
            graph.Outputs.ToArray().Select(index => Facts(graph.Tensors[index])));
    }

    [Fact]
    public void A_dynamic_shape_is_read_with_its_signature()
    {
        var tensor = FlatBufferModel.Parse(Read("resnet8_int8.tflite")).Subgraphs[0].Tensors[0];
        Assert.Equal([1, 32, 32, 3], tensor.Shape.ToArray());
        Assert.Equal([-1, 32, 32, 3], tensor.ShapeSignature.ToArray());
    }

    [Fact]
    public void Per_channel_weights_are_read_with_their_dimension()
    {
        var graph = FlatBufferModel.Parse(Read("vww_96_int8.tflite")).Subgraphs[0];
        var depthwise = graph.Operators[1];
        var quantization = graph.Tensors[depthwise.Inputs[1]].Quantization!.Value;
        Assert.Equal((BuiltinOptionsType.DepthwiseConv2D, 3, 8, 8), (depthwise.OptionsType, quantization.QuantizedDimension, quantization.Scales.Length, quantization.ZeroPoints.Length));
    }

    [Fact]
    public void Metadata_and_custom_operators_are_read()
    {
        var model = FlatBufferModel.Parse(Read("coco_ssd_mobilenet_v1_quant.tflite"));
        var last = model.Subgraphs[0].Operators[^1];
        Assert.Equal("TFLite_Detection_PostProcess", model.CodeOf(last).Name);
        Assert.Contains("max_detections"u8.ToArray(), last.CustomOptions.ToArray());
    }

    /// <summary>TFLite has computed shapes that the file leaves open.</summary>
    private static TfLiteTensorFacts AsStored(TfLiteTensorFacts facts, ModelTensor tensor) =>
        facts with { ByteSize = Facts(tensor).ByteSize, Shape = tensor.Shape.IsEmpty ? string.Empty : facts.Shape };

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

using WebNN.Testing;

namespace WebNN.FlatBuffers.Tests;

public class RealModelTests
{
    public static TheoryData<string> Models()
    {
        var folder = TfLite.Find("shared/models");
        var files = folder is null ? ["none"] : Directory.GetFiles(folder, "*.tflite");
        return [.. files.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
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
        Assert.Equal(
            (BuiltinOptionsType.DepthwiseConv2D, 3, 8, 8),
            (depthwise.OptionsType, quantization.QuantizedDimension, quantization.Scales.Length, quantization.ZeroPoints.Length));
    }

    [Fact]
    public void Metadata_and_custom_operators_are_read()
    {
        var model = FlatBufferModel.Parse(Read("coco_ssd_mobilenet_v1_quant.tflite"));
        var last = model.Subgraphs[0].Operators[^1];
        Assert.Equal("TFLite_Detection_PostProcess", model.CodeOf(last).Name);
        Assert.Contains("max_detections"u8.ToArray(), last.CustomOptions.ToArray());
    }

    [Fact]
    public void A_sparse_tensor_is_read_with_its_dimensions()
    {
        var segments = new FlatRecord(FlatValue.Vector<ushort>([0, 2]));
        var indices = new FlatRecord(FlatValue.Vector<byte>([1, 3]));
        var dense = new FlatRecord(FlatValue.Byte(0), FlatValue.Int32(1));
        var compressed = new FlatRecord(FlatValue.Byte(1), null, FlatValue.Byte(2), segments, FlatValue.Byte(3), indices);
        var sparsity = new FlatRecord(FlatValue.Vector<int>([0, 1]), null, new FlatTables([dense, compressed]));
        var file = SmallModels.Raw(sparsity: sparsity, shape: [1, 4], buffer: 1, buffer1: new(FlatValue.Bytes(new byte[8])));

        var read = FlatBufferModel.Parse(file).Subgraphs[0].Tensors[0].Sparsity!.Value;
        Assert.Equal([0, 1], read.TraversalOrder.ToArray());
        Assert.Equal((false, 1, true), (read.Dimensions[0].IsCompressed, read.Dimensions[0].DenseSize, read.Dimensions[1].IsCompressed));
        Assert.Equal([0, 2], read.Dimensions[1].Segments());
        Assert.Equal([1, 3], read.Dimensions[1].Indices());
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

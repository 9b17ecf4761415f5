// A .tflite model without TensorFlow Lite: compiled whole from its file, on ONNX Runtime alone.
using WebNN.FlatBuffers;
using WebNN.TfLite;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: compiled-model MODEL.tflite");
    return 2;
}

try
{
    using var model = CompiledModel.FromFile(path);
    Console.WriteLine($"{model.Report.Nodes} nodes");
    foreach (var input in model.Inputs)
    {
        Console.WriteLine($"input {input.Name} {input.Type}[{string.Join(",", input.Shape)}], all halves");
        input.Data<float>().Fill(0.5f);
    }

    model.Run();
    foreach (var output in model.Outputs)
    {
        // The likeliest first.
        var scores = output.Data<float>().ToArray();
        var best = scores.Index().OrderByDescending(score => score.Item).Take(3).Select(score => $"{score.Index}: {score.Item:F3}");
        Console.WriteLine($"output {output.Name} {output.Type}[{string.Join(",", output.Shape)}], {string.Join(", ", best)}");
    }

    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidModelException)
{
    // There is no such file, or none that is a model.
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (UnsupportedModelException e)
{
    // TfLiteRuntime.Open runs such a model on TensorFlow Lite's interpreter, with WebNN as its delegate.
    Console.Error.WriteLine(e.Message);
    return 1;
}

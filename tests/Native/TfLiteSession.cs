using System.Runtime.InteropServices;

namespace WebNN.Testing;

/// <summary>What TFLite says about an input or output.</summary>
internal sealed record TfLiteTensorFacts(string Name, int Type, string Shape, float Scale, int ZeroPoint, int ByteSize);

/// <summary>A model loaded by TFLite itself, ready to run.</summary>
internal sealed class TfLiteSession : IDisposable
{
    private readonly GCHandle bytes;
    private readonly nint model;
    private readonly nint interpreter;
    private readonly nint xnnpack;

    /// <summary>Loads the model and allocates its tensors, or throws what failed.</summary>
    public TfLiteSession(byte[] file, bool useXnnpack = false)
    {
        bytes = GCHandle.Alloc(file, GCHandleType.Pinned);
        model = TfLite.ModelCreate(bytes.AddrOfPinnedObject(), (nuint)file.Length);
        if (model == 0) throw new InvalidOperationException("TfLiteModelCreate refused the file");
        var options = TfLite.OptionsCreate();
        TfLite.OptionsSetNumThreads(options, 1);
        if (useXnnpack) TfLite.OptionsAddDelegate(options, xnnpack = TfLite.XnnpackCreate(0));
        interpreter = TfLite.InterpreterCreate(model, options);
        TfLite.OptionsDelete(options);
        if (interpreter == 0) throw new InvalidOperationException("TfLiteInterpreterCreate refused the model");
        if (TfLite.AllocateTensors(interpreter) != 0) throw new InvalidOperationException("AllocateTensors failed");
    }

    public TfLiteTensorFacts[] Inputs =>
        [.. Enumerable.Range(0, TfLite.InputCount(interpreter)).Select(i => Facts(TfLite.Input(interpreter, i)))];

    public TfLiteTensorFacts[] Outputs =>
        [.. Enumerable.Range(0, TfLite.OutputCount(interpreter)).Select(i => Facts(TfLite.Output(interpreter, i)))];

    public void SetInput<T>(int index, ReadOnlySpan<T> values)
        where T : unmanaged => values.CopyTo(Data<T>(TfLite.Input(interpreter, index)));

    public void Invoke() => Assert.Equal(0, TfLite.Invoke(interpreter));

    public T[] Output<T>(int index)
        where T : unmanaged => Data<T>(TfLite.Output(interpreter, index)).ToArray();

    public void Dispose()
    {
        if (interpreter != 0) TfLite.InterpreterDelete(interpreter);
        if (xnnpack != 0) TfLite.XnnpackDelete(xnnpack);
        if (model != 0) TfLite.ModelDelete(model);
        bytes.Free();
    }

    private static unsafe Span<T> Data<T>(nint tensor)
        where T : unmanaged => new((void*)TfLite.TensorData(tensor), (int)TfLite.TensorByteSize(tensor) / sizeof(T));

    private static TfLiteTensorFacts Facts(nint tensor)
    {
        var shape = string.Join(',', Enumerable.Range(0, TfLite.TensorRank(tensor)).Select(i => TfLite.TensorDim(tensor, i)));
        var quantization = TfLite.TensorQuantization(tensor);
        var name = Marshal.PtrToStringUTF8(TfLite.TensorName(tensor)) ?? string.Empty;
        return new(name, TfLite.TensorType(tensor), shape, quantization.Scale, quantization.ZeroPoint, (int)TfLite.TensorByteSize(tensor));
    }
}

using System.Runtime.InteropServices;
using System.Text;
using WebNN.FlatBuffers;
using WebNN.Interop.Natives;
using WebNN.OnnxRuntime;
using WebNN.TfLite;
using WebNN.TfLite.Evidence;

namespace WebNN.EndToEnd.Tests;

/// <summary>
/// A model of one node, or of a chain, run by TFLite's own kernels, through the delegate and without TFLite on the same seeded values.
/// </summary>
internal sealed class SingleOperator(BuiltinOperator code, BuiltinOptions? options = null, int version = 1)
{
    private readonly ModelWriter writer = new();
    private Random? constants;
    private readonly List<int> operands = [];
    private readonly List<int> inputs = [];
    private readonly List<int> outputs = [];
    private readonly List<int> intermediates = [];
    private int nodes = 1;
    private bool hasState;
    private readonly List<Func<Random, int, byte[]>> draws = [];

    /// <summary>The first of the seeds that values are drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>How many runs, each of other values.</summary>
    public int Draws { get; init; } = 3;

    /// <summary>Of the delegate's backend.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>An operand whose values change from run to run.</summary>
    public SingleOperator Input(Elements elements, params ReadOnlySpan<int> shape) => Feed(elements, elements.Draw, shape);

    /// <summary>A vector that is fed, always of these values.</summary>
    public SingleOperator Values(params float[] values) =>
        Feed(Elements.Float, (_, _) => MemoryMarshal.AsBytes<float>(values).ToArray(), [values.Length]);

    /// <summary>An operand that is fed, always of these values.</summary>
    public SingleOperator Values<T>(Elements elements, T[] values, params ReadOnlySpan<int> shape)
        where T : unmanaged => Feed(elements, (_, _) => MemoryMarshal.AsBytes<T>(values).ToArray(), shape);

    private SingleOperator Feed(Elements elements, Func<Random, int, byte[]> draw, ReadOnlySpan<int> shape)
    {
        var tensor = writer.AddTensor($"input{inputs.Count}", elements.Type, shape, elements.Quantization);
        operands.Add(tensor);
        inputs.Add(tensor);
        draws.Add(draw);
        return this;
    }

    /// <summary>A constant of seeded values.</summary>
    public SingleOperator Constant(Elements elements, params ReadOnlySpan<int> shape) =>
        Constant(elements, Draw(elements, Count(shape)), shape);

    public SingleOperator Constant(Elements elements, byte[] data, params ReadOnlySpan<int> shape)
    {
        operands.Add(writer.AddTensor($"constant{operands.Count}", elements.Type, shape, elements.Quantization, data));
        return this;
    }

    /// <summary>A constant vector: a shape, axes, paddings.</summary>
    public SingleOperator Vector(params int[] values) =>
        Constant(Elements.Int32(0, 0), MemoryMarshal.AsBytes<int>(values).ToArray(), values.Length);

    /// <summary>A constant of rows of two.</summary>
    public SingleOperator Pairs(params int[] values) =>
        Constant(Elements.Int32(0, 0), MemoryMarshal.AsBytes<int>(values).ToArray(), values.Length / 2, 2);

    public SingleOperator Scalar(int value) => Constant(Elements.Int32(0, 0), BitConverter.GetBytes(value));

    /// <summary>The int32 bias of a quantized product: its scale is that of the accumulator.</summary>
    public SingleOperator Bias(float scale, int channels)
    {
        var elements = new Elements(TensorType.Int32, -2000, 2000, QuantizationParameters.PerTensor(scale));
        return Constant(elements, channels);
    }

    /// <summary>The same of int64, as TFLite has it for activations of int16.</summary>
    public SingleOperator WideBias(float scale, int channels) =>
        Constant(new Elements(TensorType.Int64, -2_000_000, 2_000_000, QuantizationParameters.PerTensor(scale)), channels);

    /// <summary>A constant of which a third is not 0, kept without its zeros along the last axis, and the node before this one that adds them.</summary>
    public SingleOperator SparseConstant(Elements elements, params ReadOnlySpan<int> shape)
    {
        var (dense, width) = (Draw(elements, Count(shape)), elements.Type.BitSize() / 8);
        var (kept, segments, indices) = (new List<byte>(), new List<int> { 0 }, new List<int>());
        for (var i = 0; i < Count(shape); i++)
        {
            if (i % 3 == 0)
            {
                indices.Add(i % shape[^1]);
                kept.AddRange(dense.AsSpan(i * width, width));
            }

            if ((i + 1) % shape[^1] == 0)
            {
                segments.Add(indices.Count);
            }
        }

        var dimensions = shape[..^1].ToArray().Select(size => new SparseDimension(size)).Append(new(shape[^1], [.. segments], [.. indices]));
        operands.Add(writer.AddTensor(new TensorDefinition($"constant{operands.Count}", elements.Type, [.. shape])
        {
            Quantization = elements.Quantization,
            Data = kept.ToArray(),
            Sparsity = new([.. Enumerable.Range(0, shape.Length)], [], [.. dimensions]),
        }));
        return Unpacked(BuiltinOperator.Densify, elements, shape);
    }

    /// <summary>The last operand is stored in few bits: a node before this one makes floats of it.</summary>
    public SingleOperator Dequantized(params ReadOnlySpan<int> shape) => Unpacked(BuiltinOperator.Dequantize, Elements.Float, shape);

    private SingleOperator Unpacked(BuiltinOperator by, Elements result, ReadOnlySpan<int> shape)
    {
        var unpacked = writer.AddTensor($"unpacked{nodes}", result.Type, shape, result.Quantization);
        writer.AddOperator(by, [operands[^1]], [unpacked]);
        operands[^1] = unpacked;
        nodes++;
        return this;
    }

    public SingleOperator Absent()
    {
        operands.Add(-1);
        return this;
    }

    /// <summary>A tensor that the operator keeps from run to run.</summary>
    public SingleOperator Variable(Elements elements, params ReadOnlySpan<int> shape)
    {
        operands.Add(writer.AddTensor($"variable{operands.Count}", elements.Type, shape, elements.Quantization, isVariable: true));
        hasState = true;
        return this;
    }

    /// <summary>A tensor without elements that says how a value inside the operator is quantized.</summary>
    public SingleOperator Intermediate(Elements elements)
    {
        intermediates.Add(writer.AddTensor($"intermediate{intermediates.Count}", elements.Type, [0], elements.Quantization));
        return this;
    }

    /// <summary>Ends the node with a result that only the next node reads, as its first operand.</summary>
    public SingleOperator Then(TensorType type, ReadOnlySpan<int> shape, BuiltinOperator next, BuiltinOptions? nextOptions = null) =>
        Then(new Elements(type, 0, 0), shape, next, nextOptions);

    /// <inheritdoc cref="Then(TensorType, ReadOnlySpan{int}, BuiltinOperator, BuiltinOptions?)"/>
    public SingleOperator Then(Elements elements, ReadOnlySpan<int> shape, BuiltinOperator next, BuiltinOptions? nextOptions = null)
    {
        var result = writer.AddTensor($"result{nodes}", elements.Type, shape, elements.Quantization);
        writer.AddOperator(code, [.. operands], [result], options, version);
        (code, options, version) = (next, nextOptions, 1);
        operands.Clear();
        operands.Add(result);
        nodes++;
        return this;
    }

    public SingleOperator Output(Elements elements, params ReadOnlySpan<int> shape)
    {
        outputs.Add(writer.AddTensor($"output{outputs.Count}", elements.Type, shape, elements.Quantization));
        return this;
    }

    /// <summary>Runs both, several times, and compares.</summary>
    public void AgreesWithTFLite(Tolerance tolerance)
    {
        using var model = Build();
        using var tflite = new Interpreter(model);
        using var webnn = new WebNNDelegate(new() { Threads = Threads });
        using var delegated = new Interpreter(model, new InterpreterOptions { Delegates = [webnn] });
        var report = delegated.Report!;
        Assert.True(
            report.DelegatedNodes == nodes && report.Partitions.Length == 1,
            $"{code} was not delegated: {report.Failure ?? report.Refused.FirstOrDefault()?.Reason}");
        using var compiled = new CompiledModel(model, new CompiledModelOptions { Threads = Threads });

        for (var seed = Seed; seed < Seed + Draws; seed++)
        {
            Run(tflite, delegated, compiled, tolerance, seed);
        }

        if (hasState)
        {
            Reset(tflite, delegated, compiled, tolerance);
        }

        if (nodes == 1)
        {
            OperatorEvidence.Agrees(code.SchemaName(), TypesOf(model, operands), TypesOf(model, outputs), report.Partitions[0].GraphText!);
        }
    }

    /// <summary>Runs an operator that TFLite 2.9 does not have, without TFLite; its definition says what the result is.</summary>
    public void Gives<T>(params T[] expected)
        where T : unmanaged, IEquatable<T>
    {
        using var model = Build();
        using var compiled = new CompiledModel(model);
        for (var i = 0; i < inputs.Count; i++)
        {
            draws[i](new Random(i), Count(compiled.Inputs[i].Shape.AsSpan())).CopyTo(compiled.Inputs[i].Bytes);
        }

        compiled.Run();
        Assert.Equal(expected, MemoryMarshal.Cast<byte, T>(compiled.Outputs[0].Bytes).ToArray());
        OperatorEvidence.AsDefined(code.SchemaName(), TypesOf(model, operands), TypesOf(model, outputs), compiled.Report.Partitions[0].GraphText!);
    }

    /// <summary>The delegate leaves the operator to TFLite, and there is no model without TFLite; both say why.</summary>
    public void IsRefused(string reason)
    {
        using var model = Build();
        using var webnn = new WebNNDelegate();
        using var delegated = new Interpreter(model, new InterpreterOptions { Delegates = [webnn] });
        var report = delegated.Report!;
        Assert.Equal(0, report.DelegatedNodes);
        Assert.Contains(reason, Assert.Single(report.Refused).Reason, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<UnsupportedModelException>(() => new CompiledModel(model)).Message, StringComparison.Ordinal);
        delegated.Run();
    }

    private TfLiteModel Build()
    {
        writer.AddOperator(code, [.. operands], [.. outputs], options, version, intermediates: [.. intermediates]);
        writer.SetInputs([.. inputs]);
        writer.SetOutputs([.. outputs]);
        Natives.SkipUnlessPresent();
        return TfLiteModel.FromBytes(writer.ToArray());
    }

    private byte[] Draw(Elements elements, int count) => elements.Draw(constants ??= new(7 + Seed), count);

    /// <summary>What ONNX Runtime keeps of the model once it agreed: its operators, and nodes with the names of the model's.</summary>
    public string Optimized()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            using var model = TfLiteModel.FromBytes(writer.ToArray());
            using var session = new OrtContext(new() { CacheDirectory = folder.FullName, AlwaysUsesSession = true });
            using var compiled = new CompiledModel(model, session);
            return Encoding.Latin1.GetString(File.ReadAllBytes(Assert.Single(folder.GetFiles()).FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The last run again, from the first state.</summary>
    private void Reset(Interpreter tflite, Interpreter delegated, CompiledModel compiled, Tolerance tolerance)
    {
        var before = tflite.Outputs[0].Bytes.ToArray();
        tflite.ResetState();
        delegated.ResetState();
        compiled.ResetState();
        Run(tflite, delegated, compiled, tolerance, Seed + Draws - 1);
        Assert.False(before.AsSpan().SequenceEqual(tflite.Outputs[0].Bytes), $"{code}: its state does not matter");
    }

    private void Run(Interpreter tflite, Interpreter delegated, CompiledModel compiled, Tolerance tolerance, int seed)
    {
        ModelRunner[] runners = [tflite, delegated, compiled];
        var random = new Random(seed);
        for (var i = 0; i < inputs.Count; i++)
        {
            var values = draws[i](random, Count(tflite.Inputs[i].Shape.AsSpan()));
            foreach (var runner in runners)
            {
                values.CopyTo(runner.Inputs[i].Bytes);
            }
        }

        Array.ForEach(runners, runner => runner.Run());
        Compare(tflite, delegated, tolerance, $"{code}, seed {seed}", delegated.Report!.Partitions[0].GraphText);
        Compare(tflite, compiled, tolerance, $"{code} without TFLite, seed {seed}", compiled.Report!.Partitions[0].GraphText);
    }

    private static void Compare(Interpreter tflite, ModelRunner delegated, Tolerance tolerance, string what, string graph)
    {
        for (var i = 0; i < tflite.Outputs.Length; i++)
        {
            var (expected, actual) = (tflite.Outputs[i], delegated.Outputs[i]);
            Assert.Equal(expected.ByteLength, actual.ByteLength);
            var objection = tolerance.Objection(expected.Type, expected.Bytes, actual.Bytes, out var measured);
            TestContext.Current.TestOutputHelper?.WriteLine($"{what}, output {i}: {measured}");
            Assert.True(objection is null, $"{what}, output {i}: {objection}\n{graph}");
        }
    }

    private static IEnumerable<string> TypesOf(TfLiteModel model, IEnumerable<int> tensors) =>
        tensors.Where(tensor => tensor >= 0).Select(tensor => $"{model.FlatBuffer.Subgraphs[0].Tensors[tensor].Type}".ToLowerInvariant());

    private static int Count(ReadOnlySpan<int> shape)
    {
        var count = 1;
        foreach (var dimension in shape)
        {
            count *= dimension;
        }

        return count;
    }
}

/// <summary>Tests that need the native libraries are skipped, with the reason, on a machine without them.</summary>
internal static class Natives
{
    public static void SkipUnlessPresent()
    {
        try
        {
            NativeLibraryLocator.Locate(NativeLibraryInfo.TfLite);
            NativeLibraryLocator.Locate(NativeLibraryInfo.OnnxRuntime);
        }
        catch (NativeLibraryException e)
        {
            Assert.Skip(e.Message);
        }
    }
}

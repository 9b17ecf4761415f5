using System.Buffers.Binary;
using WebNN.FlatBuffers;
using WebNN.TfLite;

namespace WebNN.Cli.Running;

/// <summary>
/// Which versions of an operator a TensorFlow Lite library loads, found by asking it: a model of one ABS that also lists the operator,
/// though no node uses it. TFLite looks up every listed operator before it does anything else, and answers with an error.
/// </summary>
internal sealed class HostOperators
{
    /// <summary>No operator has as many.</summary>
    private const int MaxVersion = 40;

    private const int OneByteCodeField = 0;
    private const int VersionField = 2;
    private const int CodeField = 3;
    private const int LargestOneByteCode = (int)BuiltinOperator.PlaceholderForGreaterOpCodes;

    private readonly string? library;

    /// <param name="library">TensorFlow Lite's C library; null: the one that would be used.</param>
    /// <exception cref="TfLiteException">It runs no model at all.</exception>
    public HostOperators(string? library)
    {
        this.library = library;
        using var model = TfLiteModel.FromBytes(Listing(BuiltinOperator.Abs, 1), "probe");
        using var interpreter = new Interpreter(model, new() { TfLiteLibrary = library });
        (Version, Build) = (interpreter.RuntimeVersion, BuildId.Of(interpreter.Library.Path));
    }

    public string Version { get; }

    public string Build { get; }

    /// <summary>The newest version that it loads; 0 where it does not know the operator.</summary>
    public int Newest(BuiltinOperator code)
    {
        var newest = 0;
        while (newest < MaxVersion && Loads(code, newest + 1))
        {
            newest++;
        }

        return newest;
    }

    private bool Loads(BuiltinOperator code, int version)
    {
        try
        {
            using var model = TfLiteModel.FromBytes(Listing(code, version), "probe");
            new Interpreter(model, new() { TfLiteLibrary = library }).Dispose();
            return true;
        }
        catch (TfLiteException)
        {
            return false;
        }
    }

    /// <summary>A model that runs ABS and lists another operator beside it.</summary>
    private static byte[] Listing(BuiltinOperator code, int version)
    {
        var writer = new ModelWriter();
        var tensors = Enumerable.Range(0, 3).Select(index => writer.AddTensor($"t{index}", TensorType.Float32, [1])).ToArray();
        writer.AddOperator(BuiltinOperator.Abs, [tensors[0]], [tensors[1]]);
        writer.AddOperator(BuiltinOperator.Abs, [tensors[1]], [tensors[2]], version: 2);
        writer.SetInputs([tensors[0]]);
        writer.SetOutputs([tensors[2]]);
        var whole = FlatBufferModel.Parse(writer.ToArray());
        var bytes = ModelSlice.OfNode(whole, 0, [tensors[0]], [tensors[1]]);
        var listed = whole.OperatorCodes[1].Table;   // the slice's bytes begin with the whole model's
        bytes[listed.Locate(OneByteCodeField)] = (byte)Math.Min((int)code, LargestOneByteCode);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(listed.Locate(VersionField)), version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(listed.Locate(CodeField)), (int)code);
        return bytes;
    }
}

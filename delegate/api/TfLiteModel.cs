using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.Interop.TfLite;
using WebNN.TfLite.ModelFile;

namespace WebNN.TfLite;

/// <summary>A verified .tflite model. Any number of interpreters run it; they keep its bytes alive when it is disposed before them.</summary>
public sealed unsafe class TfLiteModel : IDisposable
{
    private readonly ModelBytes bytes;
    private readonly Dictionary<int, ModelBytes> variants = [];

    private TfLiteModel(ModelBytes bytes, string name, string? folder)
    {
        Files = new(folder);
        this.bytes = bytes;
        Name = name;
        try
        {
            FlatBuffer = FlatBufferModel.Parse(bytes.Memory);
            if (FlatBuffer.HasDataOutside)
            {
                this.bytes = Inline(FlatBuffer);
                bytes.Dispose();
                FlatBuffer = FlatBufferModel.Parse(this.bytes.Memory);
            }
        }
        catch
        {
            bytes.Dispose();
            this.bytes.Dispose();
            throw;
        }

        Signatures = [.. FlatBuffer.SignatureDefs.Select(ReadSignature)];
        MetadataNames = [.. FlatBuffer.Metadata.Select(entry => entry.Name)];
    }

    /// <summary>
    /// The model as its schema has it, with constants that the file keeps behind its tables moved into them; not readable any more once
    /// this is disposed.
    /// </summary>
    public FlatBufferModel FlatBuffer { get; }

    /// <summary>The names of its operators that are not TensorFlow Lite's own.</summary>
    internal IEnumerable<string> CustomOperators =>
        FlatBuffer.OperatorCodes.Where(code => code.BuiltinCode == FlatBuffers.BuiltinOperator.Custom).Select(code => code.CustomCode).OfType<string>();

    /// <summary>Where constants outside the model are.</summary>
    internal ExternalFiles Files { get; }

    internal int ByteLength => bytes.Length;

    /// <summary>The file's name without its extension, or what the caller called the bytes.</summary>
    public string Name { get; }

    public string? Description => FlatBuffer.Description;

    /// <summary>Empty for a model without signatures.</summary>
    public ImmutableArray<SignatureInfo> Signatures { get; }

    /// <summary>What <see cref="FlatBufferModel.FindMetadata"/> finds.</summary>
    public ImmutableArray<string> MetadataNames { get; }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It cannot be read, or is a folder, a pipe or a device.</exception>
    /// <exception cref="InvalidModelException">It is not a valid model.</exception>
    public static TfLiteModel FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(ModelBytes.Read(path), Path.GetFileNameWithoutExtension(path), Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Copies the bytes.</summary>
    /// <exception cref="InvalidModelException">They are not a valid model.</exception>
    public static TfLiteModel FromBytes(ReadOnlyMemory<byte> bytes, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(ModelBytes.Copy(bytes.Span), name, null);
    }

    /// <inheritdoc cref="FromBytes(ReadOnlyMemory{byte}, string)"/>
    public static TfLiteModel FromBytes(ReadOnlySpan<byte> bytes, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(ModelBytes.Copy(bytes), name, null);
    }

    public void Dispose()
    {
        lock (variants)
        {
            bytes.Dispose();
            foreach (var variant in variants.Values)
            {
                variant.Dispose();
            }
        }
    }

    /// <summary>The signature of this key.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public SignatureInfo Signature(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Signatures.FirstOrDefault(signature => signature.Key == key) ?? throw new ArgumentException(
            $"'{Name}' has no signature '{key}'; it has {(Signatures.IsEmpty ? "none" : string.Join(", ", Signatures.Select(signature => signature.Key)))}",
            nameof(key));
    }

    /// <summary>TFLite's own model object with this subgraph as its first; keeps the bytes alive.</summary>
    /// <exception cref="TfLiteException">This version of TFLite does not know what the model has, or refused it.</exception>
    internal TfLiteModelHandle Open(TfLiteLibrary library, int subgraph)
    {
        var opened = Variant(subgraph);
        if (HostSupport.Objection(FlatBuffer, library.Version) is { } objection)
        {
            throw new TfLiteException($"TensorFlow Lite {library.Version} cannot run '{Name}': {objection}");
        }

        var handle = new TfLiteModelHandle(library, opened, (nuint)opened.Length);
        return handle.IsInvalid
            ? throw new TfLiteException($"TensorFlow Lite {library.Version} does not accept the model '{Name}'")
            : handle;
    }

    private ModelBytes Variant(int subgraph)
    {
        lock (variants)
        {
            ObjectDisposedException.ThrowIf(bytes.IsDisposed, this);
            if (subgraph == 0)
            {
                return bytes;
            }

            if (!variants.TryGetValue(subgraph, out var variant))
            {
                variants[subgraph] = variant = PrimarySubgraph.Copy(bytes, subgraph);
            }

            return variant;
        }
    }

    private static ModelBytes Inline(FlatBufferModel model)
    {
        var inlined = new InlinedModel(model);
        var result = new ModelBytes(inlined.Length);
        inlined.Write(result.Memory.Span);
        return result;
    }

    private SignatureInfo ReadSignature(ModelSignature signature)
    {
        var subgraph = FlatBuffer.Subgraphs[signature.SubgraphIndex];
        return new(
            signature.Key,
            [.. signature.Inputs.Select(input => new SignatureTensor(input.Name, subgraph.Inputs.IndexOf(input.TensorIndex)))],
            [.. signature.Outputs.Select(output => new SignatureTensor(output.Name, subgraph.Outputs.IndexOf(output.TensorIndex)))],
            signature.SubgraphIndex);
    }
}

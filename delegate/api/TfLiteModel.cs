using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite;

/// <summary>A verified .tflite model. Any number of interpreters run it; they keep its bytes alive when it is disposed before them.</summary>
public sealed unsafe class TfLiteModel : IDisposable
{
    private readonly ModelBytes bytes;
    private readonly Dictionary<int, ModelBytes> variants = [];

    private TfLiteModel(ModelBytes bytes, string name)
    {
        this.bytes = bytes;
        Name = name;
        try
        {
            FlatBuffer = FlatBufferModel.Parse(bytes.Memory);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }

        Signatures = [.. FlatBuffer.SignatureDefs.Select(ReadSignature)];
        MetadataNames = [.. FlatBuffer.Metadata.Select(entry => entry.Name)];
    }

    /// <summary>The model as its schema has it; not readable any more once this is disposed.</summary>
    public FlatBufferModel FlatBuffer { get; }

    /// <summary>The file's name without its extension, or what the caller called the bytes.</summary>
    public string Name { get; }

    public string? Description => FlatBuffer.Description;

    /// <summary>Empty for a model without signatures.</summary>
    public ImmutableArray<SignatureInfo> Signatures { get; }

    /// <summary>What <see cref="FlatBufferModel.FindMetadata"/> finds.</summary>
    public ImmutableArray<string> MetadataNames { get; }

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidModelException">It is not a valid model.</exception>
    public static TfLiteModel FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(ModelBytes.Read(path), Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>Copies the bytes.</summary>
    /// <exception cref="InvalidModelException">They are not a valid model.</exception>
    public static TfLiteModel FromBytes(ReadOnlyMemory<byte> bytes, string name = "model") => new(ModelBytes.Copy(bytes.Span), name);

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

    /// <summary>TFLite's own model object with this subgraph as its first, and the bytes that must outlive it.</summary>
    internal (TfLiteModelHandle Handle, ModelBytes Bytes) Open(TfLiteLibrary library, int subgraph)
    {
        var opened = Variant(subgraph);
        var handle = new TfLiteModelHandle(library, opened.Pointer, (nuint)opened.Length);
        return handle.IsInvalid
            ? throw new TfLiteException($"TensorFlow Lite {library.Version} does not accept the model '{Name}'")
            : (handle, opened);
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

using System.Collections.Immutable;
using WebNN.FlatBuffers;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite;

/// <summary>A verified .tflite model. Any number of interpreters run it; they keep its bytes alive when it is disposed before them.</summary>
public sealed unsafe class TfLiteModel : IDisposable
{
    private readonly ModelBytes bytes;

    private TfLiteModel(ModelBytes bytes, string name)
    {
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

    public void Dispose() => bytes.Dispose();

    /// <summary>TFLite's own model object, and the bytes that must outlive it.</summary>
    /// <exception cref="TfLiteException">This version of TFLite does not know what the model has, or refused it.</exception>
    internal (TfLiteModelHandle Handle, ModelBytes Bytes) Open(TfLiteLibrary library)
    {
        ObjectDisposedException.ThrowIf(bytes.IsDisposed, this);
        if (HostSupport.Objection(FlatBuffer, library.Version) is { } objection)
        {
            throw new TfLiteException($"TensorFlow Lite {library.Version} cannot run '{Name}': {objection}");
        }

        var handle = new TfLiteModelHandle(library, bytes.Pointer, (nuint)bytes.Length);
        return handle.IsInvalid
            ? throw new TfLiteException($"TensorFlow Lite {library.Version} does not accept the model '{Name}'")
            : (handle, bytes);
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
        var main = signature.SubgraphIndex == 0;
        var subgraph = FlatBuffer.Subgraphs[signature.SubgraphIndex];
        return new(
            signature.Key,
            [.. signature.Inputs.Select(input => new SignatureTensor(input.Name, main ? subgraph.Inputs.IndexOf(input.TensorIndex) : -1))],
            [.. signature.Outputs.Select(output => new SignatureTensor(output.Name, main ? subgraph.Outputs.IndexOf(output.TensorIndex) : -1))]);
    }
}

using System.Text;
using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Model;

/// <summary>
/// An ONNX model without nodes, to which a graph is added: the fields of onnx.proto's ModelProto that have to be there. All are shorter
/// than 128 bytes, so that lengths and numbers take a byte each.
/// </summary>
internal static unsafe class EmptyModel
{
    /// <summary>The version of the file format that operator set 21 came with.</summary>
    private const byte IrVersion = 10;

    /// <summary>A field's number, and its type: 0 a number, 2 bytes with their length before them.</summary>
    private const byte ModelIrVersion = (1 << 3) | 0;
    private const byte ModelGraph = (7 << 3) | 2;
    private const byte ModelOperatorSet = (8 << 3) | 2;
    private const byte OperatorSetDomain = (1 << 3) | 2;
    private const byte OperatorSetVersion = (2 << 3) | 0;
    private const byte GraphName = (2 << 3) | 2;

    private static readonly byte[] Model = Bytes();

    /// <summary>A session that takes nodes, and runs once it is finalized.</summary>
    public static OrtSessionHandle CreateSession(OrtLibrary library, OrtSessionOptionsHandle options)
    {
        OrtSession* session;
        fixed (byte* data = Model)
        {
            library.Check(library.Editor.CreateModelEditorSessionFromArray(library.Environment, data, (nuint)Model.Length, options.Pointer, &session));
        }

        return new(library, session);
    }

    private static byte[] Bytes()
    {
        List<byte> bytes = [ModelIrVersion, IrVersion];
        foreach (var (domain, version) in OperatorSets.Domains.Zip(OperatorSets.Versions))
        {
            byte[] name = Encoding.UTF8.GetBytes(domain);
            Append(bytes, ModelOperatorSet, [OperatorSetDomain, (byte)name.Length, .. name, OperatorSetVersion, (byte)version]);
        }

        Append(bytes, ModelGraph, [GraphName, 1, (byte)'g']);
        return [.. bytes];
    }

    private static void Append(List<byte> bytes, byte field, byte[] content)
    {
        bytes.Add(field);
        bytes.Add((byte)content.Length);
        bytes.AddRange(content);
    }
}

using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime;

/// <summary>Sessions of models that ONNX Runtime wrote itself.</summary>
internal static unsafe class OrtSessions
{
    /// <exception cref="OrtException">The bytes are no model that this version can run.</exception>
    public static OrtSessionHandle FromBytes(OrtLibrary library, ReadOnlySpan<byte> model, OrtSessionOptionsHandle options)
    {
        OrtSession* session;
        fixed (byte* bytes = model)
        {
            library.Check(library.Api.CreateSessionFromArray(library.Environment, bytes, (nuint)model.Length, options.Pointer, &session));
        }

        return new(library, session);
    }
}

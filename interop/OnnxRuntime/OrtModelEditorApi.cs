namespace WebNN.Interop.OnnxRuntime;

/// <summary>The table that <c>GetModelEditorApi</c> returns: builds a model in memory, so that no protobuf is needed.</summary>
public readonly unsafe struct OrtModelEditorApi(void** table)
{
    /// <summary>Copies the shape and type; the caller keeps <c>tensor_info</c>.</summary>
    public delegate* unmanaged<OrtTensorTypeAndShapeInfo*, OrtTypeInfo**, OrtStatus*> CreateTensorTypeInfo =>
        (delegate* unmanaged<OrtTensorTypeAndShapeInfo*, OrtTypeInfo**, OrtStatus*>)table[0];

    /// <summary>Copies the type; the caller keeps <c>type_info</c>.</summary>
    public delegate* unmanaged<byte*, OrtTypeInfo*, OrtValueInfo**, OrtStatus*> CreateValueInfo =>
        (delegate* unmanaged<byte*, OrtTypeInfo*, OrtValueInfo**, OrtStatus*>)table[5];

    /// <summary>
    /// operator, domain, name, input names and count, output names and count, attributes and count, node. Takes the attributes over,
    /// whether it succeeds or not.
    /// </summary>
    public delegate* unmanaged<byte*, byte*, byte*, byte**, nuint, byte**, nuint, OrtOpAttr**, nuint, OrtNode**, OrtStatus*> CreateNode =>
        (delegate* unmanaged<byte*, byte*, byte*, byte**, nuint, byte**, nuint, OrtOpAttr**, nuint, OrtNode**, OrtStatus*>)table[6];

    public delegate* unmanaged<OrtGraph**, OrtStatus*> CreateGraph => (delegate* unmanaged<OrtGraph**, OrtStatus*>)table[7];

    /// <summary>Takes the infos over.</summary>
    public delegate* unmanaged<OrtGraph*, OrtValueInfo**, nuint, OrtStatus*> SetGraphInputs => (delegate* unmanaged<OrtGraph*, OrtValueInfo**, nuint, OrtStatus*>)table[8];

    /// <summary>Takes the infos over.</summary>
    public delegate* unmanaged<OrtGraph*, OrtValueInfo**, nuint, OrtStatus*> SetGraphOutputs => (delegate* unmanaged<OrtGraph*, OrtValueInfo**, nuint, OrtStatus*>)table[9];

    /// <summary>graph, name, tensor, whether its memory is used in place (refused under 128 bytes). Takes the value over.</summary>
    public delegate* unmanaged<OrtGraph*, byte*, OrtValue*, byte, OrtStatus*> AddInitializerToGraph =>
        (delegate* unmanaged<OrtGraph*, byte*, OrtValue*, byte, OrtStatus*>)table[10];

    /// <summary>Takes the node over.</summary>
    public delegate* unmanaged<OrtGraph*, OrtNode*, OrtStatus*> AddNodeToGraph => (delegate* unmanaged<OrtGraph*, OrtNode*, OrtStatus*>)table[11];

    /// <summary>domains, their operator set versions, their count, model.</summary>
    public delegate* unmanaged<byte**, int*, nuint, OrtModel**, OrtStatus*> CreateModel => (delegate* unmanaged<byte**, int*, nuint, OrtModel**, OrtStatus*>)table[12];

    /// <summary>Takes the graph over.</summary>
    public delegate* unmanaged<OrtModel*, OrtGraph*, OrtStatus*> AddGraphToModel => (delegate* unmanaged<OrtModel*, OrtGraph*, OrtStatus*>)table[13];

    /// <summary>environment, the bytes of an ONNX model to begin with, their count, options, session: not to be run before it is finalized.</summary>
    public delegate* unmanaged<OrtEnv*, void*, nuint, OrtSessionOptions*, OrtSession**, OrtStatus*> CreateModelEditorSessionFromArray =>
        (delegate* unmanaged<OrtEnv*, void*, nuint, OrtSessionOptions*, OrtSession**, OrtStatus*>)table[16];

    /// <summary>Adds the model's nodes and constants to the session's; its inputs and outputs take the place of the session's.</summary>
    public delegate* unmanaged<OrtSession*, OrtModel*, OrtStatus*> ApplyModelToModelEditorSession =>
        (delegate* unmanaged<OrtSession*, OrtModel*, OrtStatus*>)table[18];

    /// <summary>session, options, weights shared between sessions (null for none).</summary>
    public delegate* unmanaged<OrtSession*, OrtSessionOptions*, void*, OrtStatus*> FinalizeModelEditorSession =>
        (delegate* unmanaged<OrtSession*, OrtSessionOptions*, void*, OrtStatus*>)table[19];
}

using Microsoft.Win32.SafeHandles;

namespace WebNN.Interop.OnnxRuntime;

// One per native type, and nothing else in it. "Take" gives the pointer away: to a function that takes the object over.

/// <summary>An object of ONNX Runtime's, released with the table that made it.</summary>
public abstract unsafe class OrtHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private protected OrtHandle(OrtLibrary library, void* pointer)
        : base(ownsHandle: true)
    {
        Library = library;
        SetHandle((nint)pointer);
    }

    public OrtLibrary Library { get; }

    /// <summary>The pointer, now the caller's.</summary>
    private protected void* TakePointer()
    {
        var pointer = (void*)handle;
        SetHandleAsInvalid();
        return pointer;
    }
}

public sealed unsafe class OrtSessionOptionsHandle(OrtLibrary library, OrtSessionOptions* pointer) : OrtHandle(library, pointer)
{
    public OrtSessionOptions* Pointer => (OrtSessionOptions*)handle;

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseSessionOptions(Pointer);
        return true;
    }
}

public sealed unsafe class OrtSessionHandle(OrtLibrary library, OrtSession* pointer) : OrtHandle(library, pointer)
{
    public OrtSession* Pointer => (OrtSession*)handle;

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseSession(Pointer);
        return true;
    }
}

public sealed unsafe class OrtMemoryInfoHandle(OrtLibrary library, OrtMemoryInfo* pointer) : OrtHandle(library, pointer)
{
    public OrtMemoryInfo* Pointer => (OrtMemoryInfo*)handle;

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseMemoryInfo(Pointer);
        return true;
    }
}

public sealed unsafe class OrtValueHandle(OrtLibrary library, OrtValue* pointer) : OrtHandle(library, pointer)
{
    public OrtValue* Pointer => (OrtValue*)handle;

    public OrtValue* Take() => (OrtValue*)TakePointer();

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseValue(Pointer);
        return true;
    }
}

public sealed unsafe class OrtTensorInfoHandle(OrtLibrary library, OrtTensorTypeAndShapeInfo* pointer) : OrtHandle(library, pointer)
{
    public OrtTensorTypeAndShapeInfo* Pointer => (OrtTensorTypeAndShapeInfo*)handle;

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseTensorTypeAndShapeInfo(Pointer);
        return true;
    }
}

public sealed unsafe class OrtTypeInfoHandle(OrtLibrary library, OrtTypeInfo* pointer) : OrtHandle(library, pointer)
{
    public OrtTypeInfo* Pointer => (OrtTypeInfo*)handle;

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseTypeInfo(Pointer);
        return true;
    }
}

public sealed unsafe class OrtValueInfoHandle(OrtLibrary library, OrtValueInfo* pointer) : OrtHandle(library, pointer)
{
    public OrtValueInfo* Pointer => (OrtValueInfo*)handle;

    public OrtValueInfo* Take() => (OrtValueInfo*)TakePointer();

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseValueInfo(Pointer);
        return true;
    }
}

public sealed unsafe class OrtOpAttrHandle(OrtLibrary library, OrtOpAttr* pointer) : OrtHandle(library, pointer)
{
    public OrtOpAttr* Pointer => (OrtOpAttr*)handle;

    public OrtOpAttr* Take() => (OrtOpAttr*)TakePointer();

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseOpAttr(Pointer);
        return true;
    }
}

public sealed unsafe class OrtNodeHandle(OrtLibrary library, OrtNode* pointer) : OrtHandle(library, pointer)
{
    public OrtNode* Pointer => (OrtNode*)handle;

    public OrtNode* Take() => (OrtNode*)TakePointer();

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseNode(Pointer);
        return true;
    }
}

public sealed unsafe class OrtGraphHandle(OrtLibrary library, OrtGraph* pointer) : OrtHandle(library, pointer)
{
    public OrtGraph* Pointer => (OrtGraph*)handle;

    public OrtGraph* Take() => (OrtGraph*)TakePointer();

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseGraph(Pointer);
        return true;
    }
}

public sealed unsafe class OrtModelHandle(OrtLibrary library, OrtModel* pointer) : OrtHandle(library, pointer)
{
    public OrtModel* Pointer => (OrtModel*)handle;

    protected override bool ReleaseHandle()
    {
        Library.Api.ReleaseModel(Pointer);
        return true;
    }
}

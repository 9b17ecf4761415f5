using System.Runtime.InteropServices;

namespace WebNN.Interop.TfLite;

/// <summary>
/// TfLiteContext as of TFLite 2.9; always the runtime's own. Fields up to <see cref="PreviewDelegatePartitioning"/> are there since 2.2;
/// the ones behind it must not be read from a runtime of unknown age.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct TfLiteContext
{
    public nuint TensorsSize;

    /// <summary>The array it answers is the runtime's, and is overwritten by its next call.</summary>
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteIntArray**, TfLiteStatus> GetExecutionPlan;

    /// <summary>May move when tensors are added: fetch it anew in each callback.</summary>
    public TfLiteTensor* Tensors;
    public void* Impl;

    /// <summary>Takes ownership of the array, which must come from the runtime's own heap.</summary>
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteTensor*, TfLiteIntArray*, TfLiteStatus> ResizeTensor;

    /// <summary>Variadic in C: call it with a finished message whose percent signs are doubled.</summary>
    public delegate* unmanaged[Cdecl]<TfLiteContext*, byte*, void> ReportError;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, int, int*, TfLiteStatus> AddTensors;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, int, TfLiteNode**, TfLiteRegistration**, TfLiteStatus> GetNodeAndRegistration;

    /// <summary>Copies the node list. The registration goes by value.</summary>
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteRegistration, TfLiteIntArray*, TfLiteDelegate*, TfLiteStatus>
        ReplaceNodeSubsetsWithDelegateKernels;

    public int RecommendedNumThreads;
    public void* GetExternalContext;
    public void* SetExternalContext;
    public byte AllowFp32RelaxToFp16;
    public void* Profiler;

    /// <summary>Its signature differs between 2.2 and later: never called here.</summary>
    public void* AllocatePersistentBuffer;
    public void* AllocateBufferForEval;
    public void* RequestScratchBufferInArena;
    public void* GetScratchBuffer;
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteTensor*, int, int*, TfLiteStatus> ResizeTensorExplicit;

    /// <summary>The array it answers is the runtime's, valid until its next call.</summary>
    public delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteIntArray*, TfLiteDelegateParams**, int*, TfLiteStatus> PreviewDelegatePartitioning;

    /// <summary>TFLite 2.3.</summary>
    public void* GetTensor;

    /// <summary>TFLite 2.4.</summary>
    public void* GetEvalTensor;

    /// <summary>TFLite 2.7.</summary>
    public void* GetModelMetadata;
}

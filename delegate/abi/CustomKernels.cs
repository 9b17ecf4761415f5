using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using WebNN.Interop.TfLite;
using WebNN.TfLite.Delegation;

namespace WebNN.TfLite.Abi;

/// <summary>
/// Kernels by which TFLite takes models with custom operators: they size their outputs as the translation does, for the delegate to claim
/// the nodes, and do not compute. Lives as long as an interpreter that was made with it.
/// </summary>
public sealed unsafe class CustomKernels : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int NewestVersion = 8;

    /// <summary>What native code calls by an address alone.</summary>
    private readonly List<NodeCallback> callbacks = [];

    /// <summary>Registers an operator for each of the names that has a translation, where the library lets operators be registered.</summary>
    public CustomKernels(TfLiteLibrary library, TfLiteOptionsHandle options, CustomOperators operators, IEnumerable<string> names)
        : base(ownsHandle: true)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(operators);
        byte[][] known = library.OptionsAddCustomOp is null ? [] : [.. names.Intersect(operators.Names, StringComparer.Ordinal).Select(name => Encoding.UTF8.GetBytes(name + "\0"))];

        // The registrations, then the names that they point to.
        var memory = (byte*)NativeMemory.AllocZeroed((nuint)((known.Length * sizeof(TfLiteRegistration)) + known.Sum(name => name.Length) + 1));
        SetHandle((nint)memory);
        var text = memory + (known.Length * sizeof(TfLiteRegistration));
        for (var i = 0; i < known.Length; i++)
        {
            known[i].CopyTo(new Span<byte>(text, known[i].Length));
            var registration = (TfLiteRegistration*)memory + i;
            Fill(registration, text, operators);
            library.OptionsAddCustomOp(options.DangerousGetHandle(), text, registration, 1, NewestVersion);
            text += known[i].Length;
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate TfLiteStatus NodeCallback(TfLiteContext* context, TfLiteNode* node);

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }

    private void Fill(TfLiteRegistration* registration, byte* text, CustomOperators operators)
    {
        var name = Marshal.PtrToStringUTF8((nint)text)!;
        registration->BuiltinCode = (int)BuiltinOperator.Custom;
        registration->CustomName = text;
        registration->Version = 1;
        registration->Prepare = (delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteNode*, TfLiteStatus>)Address((context, node) => Prepare(context, node, name, operators));
        registration->Invoke = (delegate* unmanaged[Cdecl]<TfLiteContext*, TfLiteNode*, TfLiteStatus>)Address((context, _) =>
        {
            HostLog.Report(context, $"{name} runs on WebNN alone, and the delegate did not claim it: its report says why");
            return TfLiteStatus.Error;
        });
    }

    private nint Address(NodeCallback callback)
    {
        callbacks.Add(callback);
        return Marshal.GetFunctionPointerForDelegate(callback);
    }

    /// <summary>No exception may unwind through TFLite's frames.</summary>
    private static TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node, string name, CustomOperators operators)
    {
        try
        {
            var inputs = TfLiteIntArray.Elements(node->Inputs).ToArray();
            var outputs = TfLiteIntArray.Elements(node->Outputs).ToArray();
            var shapes = ShapeInference.OutputsOf(new NodeInfo(
                Index: 0,
                BuiltinOperator.Custom,
                Version: 1,
                Params: null,
                [.. inputs.Select(index => index < 0 ? null : TensorReader.Read(context, index))],
                [.. outputs.Select(index => TensorReader.Read(context, index))],
                name)
            {
                CustomOptions = [.. new ReadOnlySpan<byte>(node->CustomInitialData, node->CustomInitialDataSize)],
                CustomOperators = operators,
            });
            for (var i = 0; i < outputs.Length; i++)
            {
                TensorSizes.Resize(context, outputs[i], shapes[i].AsSpan());
            }

            return TfLiteStatus.Ok;
        }
        catch (Exception e)
        {
            HostLog.Report(context, e.Message);
            return TfLiteStatus.Error;
        }
    }
}

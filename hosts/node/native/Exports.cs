using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using WebNN.Node.Interop;
using WebNN.Node.Tflite;

namespace WebNN.Node;

/// <summary>A function that lib/ calls; its result is a value of JavaScript's, 0 for undefined.</summary>
internal delegate nint AddonFunction(Arguments call);

/// <summary>What the library exports: the two entry points of a Node-API addon. Nothing that goes wrong behind them reaches Node.js but as an error.</summary>
internal static unsafe class Exports
{
    /// <summary>Arguments that need no memory of their own.</summary>
    private const int FewArguments = 32;

    private static readonly (string Name, AddonFunction Function)[] functions =
    [
        ("initialize", AddonEnvironment.Initialize),
        ("release", Release),
        ("createContext", Contexts.Create),
        ("describeContext", Contexts.Describe),
        ("opSupportLimits", Contexts.OpSupportLimits),
        ("createTensor", Tensors.Create),
        ("writeTensor", Tensors.Write),
        ("readTensor", Tensors.Read),
        ("readTensorInto", Tensors.ReadInto),
        ("createBuilder", Builders.Create),
        ("input", Builders.Input),
        ("constant", Builders.Constant),
        ("scalar", Builders.Scalar),
        ("constantTensor", Builders.ConstantTensor),
        ("record", Builders.Record),
        ("build", Builders.Build),
        ("describeGraph", Graphs.Describe),
        ("dispatch", Graphs.Dispatch),
        ("computeSync", Graphs.ComputeSync),
        ("loadModel", Models.Load),
        ("loadSignature", Models.Signature),
        ("loadInterpreter", Interpreters.Load),
        ("resizeInput", Interpreters.Resize),
        ("writeStrings", Interpreters.WriteStrings),
        ("allocateTensors", Interpreters.Allocate),
        ("resetState", Interpreters.Reset),
        ("describeModel", Models.Describe),
        ("describeTensors", Models.DescribeTensors),
        ("modelMemory", Models.Memory),
        ("detach", Models.Detach),
        ("runModel", Models.Run),
        ("runModelSync", Models.RunSync),
    ];

    [UnmanagedCallersOnly(EntryPoint = "node_api_module_get_api_version_v1", CallConvs = [typeof(CallConvCdecl)])]
    public static int ApiVersion() => NodeApi.Version;

    [UnmanagedCallersOnly(EntryPoint = "napi_register_module_v1", CallConvs = [typeof(CallConvCdecl)])]
    public static nint Register(nint env, nint exports)
    {
        try
        {
            AddonEnvironment.Attach(env);
            for (var i = 0; i < functions.Length; i++)
            {
                Define(env, exports, functions[i].Name, i);
            }
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"webnn-node: the addon does not start: {(e as TypeInitializationException)?.InnerException?.Message ?? e.Message}");
        }

        return exports;
    }

    /// <summary>(context, tensor, graph or model), once or more: frees it before the collector would.</summary>
    private static nint Release(Arguments call)
    {
        call.Object<IWrapped>(0).Release(call.Env);
        return 0;
    }

    private static void Define(nint env, nint exports, string name, int index)
    {
        nint function;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0"))
        {
            NodeApi.Check(NodeApi.CreateFunction(env, text, (nuint)name.Length, &Invoke, (void*)index, &function));
            NodeApi.Check(NodeApi.SetNamedProperty(env, exports, text, function));
        }
    }

    /// <summary>Every function of the addon's: which one is in its data.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Invoke(nint env, nint info)
    {
        try
        {
            void* data;
            nuint count = FewArguments;
            var few = stackalloc nint[FewArguments];
            NodeApi.Check(NodeApi.GetCallbackInfo(env, info, &count, few, null, &data));
            var function = functions[(int)data].Function;
            if (count <= FewArguments)
            {
                return function(new(env, new(few, (int)count)));
            }

            var all = new nint[(int)count];
            fixed (nint* start = all)
            {
                NodeApi.Check(NodeApi.GetCallbackInfo(env, info, &count, start, null, null));
            }

            return function(new(env, all));
        }
        catch (Exception e)
        {
            ThrowInto(env, e);
            return 0;
        }
    }

    private static void ThrowInto(nint env, Exception e)
    {
        try
        {
            AddonErrors.Throw(env, e);
        }
        catch (Exception second)
        {
            Console.Error.WriteLine($"webnn-node: an error could not be thrown ({second.Message}): {e.Message}");
        }
    }
}

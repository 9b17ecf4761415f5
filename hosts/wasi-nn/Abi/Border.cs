using System.Collections.Immutable;
using Wasmtime;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Abi;

/// <summary>
/// Where guest code calls the host: whatever happens behind it, the guest gets an error number. Allocates nothing in calls that succeed.
/// </summary>
internal sealed class Border(WasiNnGuest guest)
{
    private const string MemoryName = "memory";

    private Store? owner;
    private Memory? memory;
    private ulong memoryLength;

    public void Define(Linker linker, string module, ImmutableArray<AbiFunction> functions)
    {
        foreach (var function in functions)
        {
            Define(linker, module, function, guest.AddFunction(module, function.Name));
        }
    }

    private void Define(Linker linker, string module, AbiFunction function, CallCounter counter)
    {
        switch (function.Parameters)
        {
            case 1:
                linker.DefineFunction(module, function.Name, (Caller caller, int a) => Call(caller, function, counter, new((uint)a)));
                break;
            case 2:
                linker.DefineFunction(
                    module, function.Name, (Caller caller, int a, int b) => Call(caller, function, counter, new((uint)a, (uint)b)));
                break;
            case 3:
                linker.DefineFunction(
                    module,
                    function.Name,
                    (Caller caller, int a, int b, int c) => Call(caller, function, counter, new((uint)a, (uint)b, (uint)c)));
                break;
            case 4:
                linker.DefineFunction(
                    module,
                    function.Name,
                    (Caller caller, int a, int b, int c, int d) => Call(caller, function, counter, new((uint)a, (uint)b, (uint)c, (uint)d)));
                break;
            case 5:
                linker.DefineFunction(
                    module,
                    function.Name,
                    (Caller caller, int a, int b, int c, int d, int e) =>
                        Call(caller, function, counter, new((uint)a, (uint)b, (uint)c, (uint)d, (uint)e)));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(function));
        }
    }

    private int Call(Caller caller, AbiFunction function, CallCounter counter, in Arguments arguments)
    {
        Errno errno;
        if (guest.Turn.TryEnter())
        {
            var begin = counter.Begin();
            try
            {
                errno = Find(caller) ?? function.Call(guest, new GuestMemory(memory!, ref memoryLength), arguments);
            }
            catch (Exception e)
            {
                errno = guest.Refuse(e);
            }

            counter.End(begin, errno);
            if (errno != Errno.Success)
            {
                guest.ReportFailure(function.Name, errno);
            }

            guest.Turn.Leave();
        }
        else
        {
            errno = guest.Turn.IsOver ? Errno.RuntimeError : Errno.Busy;
        }

        return (int)errno;
    }

    /// <summary>Finds the guest's memory, once: to look it up costs more than all else in a call.</summary>
    private Errno? Find(Caller caller)
    {
        var store = caller.Store;
        if (memory is not null && ReferenceEquals(store, owner))
        {
            return null;
        }

        if (owner is not null && !ReferenceEquals(store, owner))
        {
            return guest.Refuse(Errno.RuntimeError, "a linker with wasi-nn serves one store, and this is another");
        }

        (owner, memory) = (store, caller.GetMemory(MemoryName));
        return memory is null ? guest.Refuse(Errno.MissingMemory, $"the guest exports no memory of the name '{MemoryName}'") : null;
    }
}

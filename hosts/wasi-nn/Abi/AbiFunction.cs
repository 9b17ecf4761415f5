using WebNN.TfLite;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi.Abi;

/// <summary>What a guest gave: i32 all of them, those that the function lacks 0.</summary>
internal readonly record struct Arguments(uint A, uint B = 0, uint C = 0, uint D = 0, uint E = 0);

/// <summary>
/// One import: reads its arguments, asks the guest's state, and writes what came of it; nothing on failure, but for the size that a buffer
/// should have had.
/// </summary>
internal delegate Errno AbiCall(WasiNnGuest guest, GuestMemory memory, in Arguments arguments);

/// <summary>Checks a guest's tensor, a structure at an address, and copies its elements into an input.</summary>
internal delegate Errno TensorCopy(WasiNnGuest guest, GuestMemory memory, uint structure, TensorView input);

/// <param name="Parameters">How many; all are i32, and so is the result.</param>
internal sealed record AbiFunction(string Name, int Parameters, AbiCall Call);

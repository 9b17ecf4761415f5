namespace WebNN.Wasi.Runner;

/// <summary>A guest that cannot be run as it is: no WebAssembly, a component, imports that nobody defines. One line says what.</summary>
public sealed class GuestException(string message, Exception? inner = null) : Exception(message, inner);

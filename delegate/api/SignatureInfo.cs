using System.Collections.Immutable;

namespace WebNN.TfLite;

/// <summary>A tensor's name in a signature.</summary>
/// <param name="Position">Its index among the interpreter's inputs or outputs; -1 where the signature is not of the main subgraph.</param>
public sealed record SignatureTensor(string Name, int Position);

/// <summary>A named entry point of a model.</summary>
public sealed record SignatureInfo(string Key, ImmutableArray<SignatureTensor> Inputs, ImmutableArray<SignatureTensor> Outputs);

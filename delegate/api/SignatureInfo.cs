using System.Collections.Immutable;

namespace WebNN.TfLite;

/// <summary>A tensor's name in a signature.</summary>
/// <param name="Position">Its index among the inputs or outputs of an interpreter that runs the signature; -1 where it is none of them.</param>
public sealed record SignatureTensor(string Name, int Position);

/// <summary>A named entry point of a model.</summary>
/// <param name="SubgraphIndex">What it runs; 0 for the main graph.</param>
public sealed record SignatureInfo(string Key, ImmutableArray<SignatureTensor> Inputs, ImmutableArray<SignatureTensor> Outputs, int SubgraphIndex = 0);

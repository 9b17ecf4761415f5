namespace WebNN.Cli.Results;

/// <summary>A model of the zoo; <see cref="File"/> is where it was written, null where it was only listed.</summary>
internal sealed record ZooResult(string Name, string Description, bool? Int8, string? File, long? Bytes);

/// <summary>A TFLite operator that the delegate can translate, up to a version.</summary>
/// <param name="HostVersion">The newest version that the TensorFlow Lite in use loads, 0 for none; null where there was none to ask.</param>
internal sealed record OperatorResult(string Name, int MaxVersion, int? HostVersion);

/// <summary>What a process that only prepares and runs a model needed.</summary>
internal sealed record StartResult(double FirstPrepareMs, double FirstResultMs, double PeakMemoryMiB);

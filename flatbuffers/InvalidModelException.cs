namespace WebNN.FlatBuffers;

/// <summary>The bytes are not a model that can be read safely.</summary>
/// <param name="problem">What is wrong, without the place.</param>
/// <param name="offset">Byte of the file where it shows.</param>
/// <param name="fieldPath">
/// The schema's path of the field, <c>subgraphs[0].operators[3].inputs[1]</c>; empty for the file as a whole.
/// </param>
public sealed class InvalidModelException(string problem, long offset = 0, string fieldPath = "")
    : Exception(fieldPath.Length == 0 ? $"{problem} (byte {offset})" : $"{fieldPath}: {problem} (byte {offset})")
{
    /// <summary>Byte of the file where the problem shows.</summary>
    public long Offset { get; } = offset;

    /// <summary>The schema's path of the field; empty for the file as a whole.</summary>
    public string FieldPath { get; } = fieldPath;
}

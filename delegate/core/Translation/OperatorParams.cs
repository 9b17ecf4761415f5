using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>TfLiteNode.builtin_data of one node. Implemented over the pointer by whoever holds it.</summary>
public interface IBuiltinData
{
    T Read<T>() where T : unmanaged;

    /// <summary>The floats that a struct of a count and an address is about.</summary>
    ImmutableArray<float> Floats();

    /// <summary>The numbers that a struct of at most eight of them and their count is about.</summary>
    ImmutableArray<int> Dimensions();
}

/// <summary>Reads an operator's parameters. The operator's row in the table knows which struct they are.</summary>
public static class OperatorParams
{
    /// <summary>The boxed parameter struct; null where the operator has none, or is not in the table.</summary>
    /// <param name="version">The operator's version in the model: an older one has a shorter struct behind it.</param>
    public static object? Read(BuiltinOperator code, IBuiltinData data, int version = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(data);
        return OperatorTable.Find(code)?.ReadParams?.Invoke(data, version);
    }
}

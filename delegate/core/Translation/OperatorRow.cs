using System.Collections.Immutable;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Delegation;

/// <summary>Emits the WebNN operands that compute one TFLite node's outputs, or throws <see cref="UnsupportedException"/>.</summary>
internal delegate ImmutableArray<MLOperand> Translation<in TParams>(OperatorContext op, TParams parameters);

/// <summary>One TFLite builtin that the delegate can translate.</summary>
/// <param name="MaxVersion">The newest version of the operator whose meaning is known here.</param>
/// <param name="ReadParams">Reads the parameter struct for a version; null where the operator has none.</param>
internal sealed record OperatorRow(
    BuiltinOperator Code,
    int MaxVersion,
    Func<IBuiltinData, int, object>? ReadParams,
    Func<OperatorContext, object?, ImmutableArray<MLOperand>> Translate)
{
    /// <summary>Whether TFLite's own kernel takes int16, activations of a network with weights of int8, where it takes floats.</summary>
    public bool TakesInt16 { get; private init; }

    public OperatorRow WithInt16() => this with { TakesInt16 = true };

    /// <summary>An operator without parameters, or with parameters that do not matter.</summary>
    public static OperatorRow Of(BuiltinOperator code, int maxVersion, Func<OperatorContext, MLOperand> translate) =>
        new(code, maxVersion, null, (op, _) => [translate(op)]);

    /// <summary>An operator that is not TFLite's own: its options are in the context, as bytes.</summary>
    public static OperatorRow OfCustom(Func<OperatorContext, ImmutableArray<MLOperand>> translate) => new(BuiltinOperator.Custom, int.MaxValue, null, (op, _) => translate(op)) { TakesInt16 = true };

    public static OperatorRow Of<TParams>(BuiltinOperator code, int maxVersion, Func<OperatorContext, TParams, MLOperand> translate)
        where TParams : unmanaged =>
        OfMany<TParams>(code, maxVersion, (op, parameters) => [translate(op, parameters)]);

    /// <summary>An operator with any number of outputs.</summary>
    public static OperatorRow OfMany<TParams>(BuiltinOperator code, int maxVersion, Translation<TParams> translate)
        where TParams : unmanaged =>
        new(code, maxVersion, static (data, _) => data.Read<TParams>(), (op, boxed) => translate(op, op.Params<TParams>(boxed)));

    /// <summary>An operator whose struct grew at <paramref name="since"/>: <paramref name="widen"/> completes the older one.</summary>
    public static OperatorRow OfGrown<TOld, TParams>(
        BuiltinOperator code, int maxVersion, int since, Func<TOld, TParams> widen, Func<OperatorContext, TParams, MLOperand> translate)
        where TOld : unmanaged
        where TParams : unmanaged =>
        new(
            code,
            maxVersion,
            (data, version) => version >= since ? data.Read<TParams>() : widen(data.Read<TOld>()),
            (op, boxed) => [translate(op, op.Params<TParams>(boxed))]);
}

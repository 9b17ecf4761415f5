using System.Collections.Immutable;

namespace WebNN;

/// <summary>Records an operation that has one result: <c>(builder, x, options) => builder.Conv2d(x[0], x[1], null, options)</c>.</summary>
public delegate MLOperand MLRecordOperation<in TOptions>(MLGraphBuilder builder, ReadOnlySpan<MLOperand> operands, TOptions options);

/// <summary>Records an operation that has several results: split, gru, lstm.</summary>
public delegate ImmutableArray<MLOperand> MLRecordOperations<in TOptions>(MLGraphBuilder builder, ReadOnlySpan<MLOperand> operands, TOptions options);

/// <summary>
/// An operation as a framework knows it, for an <see cref="MLOperationCache"/>: declared once, in a static field, since a cache tells operations
/// apart by their instances. It may record several operators, such as a convolution and its activation. Our extension.
/// </summary>
/// <typeparam name="TOptions">
/// What decides besides the operands, equal by its values: the builder's own records of options, numbers, tuples, records of the caller's;
/// <see cref="ValueTuple"/> for nothing.
/// </typeparam>
public sealed class MLOperation<TOptions>
    where TOptions : IEquatable<TOptions>?
{
    private readonly MLRecordOperations<TOptions> record;

    public MLOperation(MLRecordOperation<TOptions> record)
    {
        ArgumentNullException.ThrowIfNull(record);
        this.record = (builder, operands, options) => [record(builder, operands, options)];
    }

    public MLOperation(MLRecordOperations<TOptions> record)
    {
        ArgumentNullException.ThrowIfNull(record);
        this.record = record;
    }

    /// <summary>Compiles the operation over these operands.</summary>
    /// <param name="places">Which of the operands each input of the graph is: constants and what is not used are none.</param>
    internal MLGraph Build(MLContext context, TOptions options, ReadOnlySpan<OperationOperand> operands, out ImmutableArray<int> places)
    {
        var builder = new MLGraphBuilder(context);
        var values = new MLOperand[operands.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = operands[i].Constant is { } constant ? builder.Constant(constant) : builder.Input($"{i}", operands[i].Descriptor);
        }

        var graph = builder.Build([.. record(builder, values, options).Select((result, i) => new MLNamedOperand($"{i}", result))]);
        places = [.. graph.Inputs.Select(input => Array.FindIndex(values, value => value.InputName == input.Name))];
        return graph;
    }
}

/// <summary>What is known of an operand before anything is computed.</summary>
/// <param name="Constant">The tensor that is compiled into the graph; null for an input.</param>
internal readonly record struct OperationOperand(MLOperandDescriptor Descriptor, MLTensor? Constant);

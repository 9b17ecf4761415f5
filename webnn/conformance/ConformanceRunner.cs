using System.Collections.Immutable;
using System.Text.Json;

namespace WebNN.Conformance;

/// <summary>What became of a case.</summary>
public enum ConformanceVerdict
{
    Passed,
    Failed,

    /// <summary>The backend says that it cannot run one of the case's operators.</summary>
    Skipped,
}

/// <summary>What became of a case, and why; the reason is empty where it passed.</summary>
public sealed record ConformanceResult(ConformanceCase Case, ConformanceVerdict Verdict, string Reason);

/// <summary>Runs conformance cases on a context: built with the public builder, computed, and held against what is expected.</summary>
public static class ConformanceRunner
{
    public static ConformanceResult Run(MLContext context, ConformanceCase test)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(test);
        try
        {
            return Compute(context, test) is { } violation ? new(test, ConformanceVerdict.Failed, violation) : new(test, ConformanceVerdict.Passed, "");
        }
        catch (ArgumentException e) when (e.InnerException is UnsupportedException)
        {
            // As the builder passes on what the backend refuses.
            return new(test, ConformanceVerdict.Skipped, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // One case must not end the others, whatever its backend throws.
            return new(test, ConformanceVerdict.Failed, e.Message);
        }
    }

    /// <summary>The first output that is not as expected, in words; null where all are.</summary>
    private static string? Compute(MLContext context, ConformanceCase test)
    {
        var builder = new MLGraphBuilder(context);
        var operands = new Dictionary<string, MLOperand>(StringComparer.Ordinal);
        var inputs = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var input in test.Inputs.EnumerateObject())
        {
            var data = TensorData.Read(input.Value);
            var constant = input.Value.TryGetProperty("constant", out var flag) && flag.GetBoolean();
            operands.Add(input.Name, constant ? builder.Constant(data.Descriptor, data.Bytes) : builder.Input(input.Name, data.Descriptor));
            inputs.Add(input.Name, data);
        }

        Record(builder, test, operands);
        using var graph = builder.Build([.. test.ExpectedOutputs.EnumerateObject().Select(output => new MLNamedOperand(output.Name, operands[output.Name]))]);
        ImmutableArray<TensorData> outputs = [.. graph.Outputs.Select(port => new TensorData(port.Descriptor))];
        graph.Compute([.. graph.Inputs.Select(port => inputs[port.Name].Buffer)], [.. outputs.Select(output => output.Buffer)]);
        GC.KeepAlive(inputs);
        return graph.Outputs.Zip(outputs)
            .Select(pair => Violation(test.ExpectedOutputs.GetProperty(pair.First.Name), operands[pair.First.Name], pair.Second, pair.First.Name))
            .FirstOrDefault(violation => violation is not null);
    }

    private static string? Violation(JsonElement json, MLOperand operand, TensorData actual, string name)
    {
        var expected = TensorData.Read(json);
        if (!expected.Descriptor.Equals(actual.Descriptor))
        {
            return $"{name}: is {actual.Descriptor}; expected {expected.Descriptor}";
        }

        var violation = Tolerance.Of(operand.Producer!, expected.Descriptor.DataType).Violation(expected, actual);
        return violation is null ? null : $"{name}: {violation}";
    }

    private static void Record(MLGraphBuilder builder, ConformanceCase test, Dictionary<string, MLOperand> operands)
    {
        foreach (var @operator in test.Operators.EnumerateArray())
        {
            var arguments = new Arguments(@operator, operands, test.Lost);
            var name = @operator.GetProperty("name").GetString()!;
            var results = ConformanceOperators.Apply(builder, name, arguments);
            if (arguments.Unread.Count > 0)
            {
                throw new InvalidDataException($"{name} has an argument that is not known: {string.Join(", ", arguments.Unread)}");
            }

            var outputs = @operator.GetProperty("outputs");
            string[] names = outputs.ValueKind is JsonValueKind.Array
                ? [.. outputs.EnumerateArray().Select(output => output.GetString()!)]
                : [outputs.GetString()!];
            foreach (var (output, result) in names.Zip(results))
            {
                operands.Add(output, result);
            }
        }
    }
}

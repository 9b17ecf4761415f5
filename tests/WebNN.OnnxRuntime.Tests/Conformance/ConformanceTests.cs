namespace WebNN.OnnxRuntime.Tests.Conformance;

/// <summary>The web platform's conformance cases, each built with the public builder and computed by ONNX Runtime.</summary>
public sealed class ConformanceTests
{
    private const string Absent = "";

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var file in ConformanceCase.Files)
            {
                foreach (var name in ConformanceCase.Of(file).Keys)
                {
                    cases.Add(file, name);
                }
            }

            if (cases.Count == 0)
            {
                cases.Add(Absent, Absent);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Computes_what_the_web_platform_expects(string file, string name)
    {
        Assert.SkipWhen(file == Absent, "the conformance cases (../shared/wpt/conformance beside the repository) are absent");
        var test = ConformanceCase.Of(file)[name];
        Assert.SkipWhen(Skips.Reason(test) is not null, Skips.Reason(test) ?? "");

        Native.Library();
        using var context = new OrtContext();
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
        var outputs = graph.Outputs.Select(port => new TensorData(port.Descriptor)).ToArray();
        graph.Compute([.. graph.Inputs.Select(port => inputs[port.Name].Buffer)], [.. outputs.Select(output => output.Buffer)]);

        for (var i = 0; i < outputs.Length; i++)
        {
            var expected = TensorData.Read(test.ExpectedOutputs.GetProperty(graph.Outputs[i].Name));
            Assert.Equal(expected.Descriptor, outputs[i].Descriptor);
            var tolerance = Tolerance.Of(operands[graph.Outputs[i].Name].Producer!, expected.Descriptor.DataType);
            var violation = tolerance.Violation(expected, outputs[i]);
            Assert.True(violation is null, $"{file}: {name}: {graph.Outputs[i].Name}: {violation}");
        }
    }

    private static void Record(MLGraphBuilder builder, ConformanceCase test, Dictionary<string, MLOperand> operands)
    {
        foreach (var @operator in test.Operators.EnumerateArray())
        {
            var arguments = new Arguments(@operator, operands);
            var results = ConformanceOperators.Apply(builder, @operator.GetProperty("name").GetString()!, arguments);
            Assert.Empty(arguments.Unread);
            var outputs = @operator.GetProperty("outputs");
            string[] names = outputs.ValueKind is System.Text.Json.JsonValueKind.Array
                ? [.. outputs.EnumerateArray().Select(output => output.GetString()!)]
                : [outputs.GetString()!];
            foreach (var (name, result) in names.Zip(results))
            {
                operands.Add(name, result);
            }
        }
    }
}

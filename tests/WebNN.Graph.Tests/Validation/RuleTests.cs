using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace WebNN.Tests.Validation;

/// <summary>The steps of the specification's algorithms that are an operation's own: a row for each rule, at least one for each option.</summary>
public sealed class RuleTests
{
    private static readonly Rule[] rules =
    [
        .. ActivationRules.All, .. ConvolutionRules.All, .. ElementwiseRules.All, .. IndexingRules.All, .. JoiningRules.All, .. LayoutRules.All,
        .. NormalizationRules.All, .. PoolingRules.All, .. ProductRules.All, .. RecurrentNetworkRules.All, .. ReductionRules.All,
    ];

    /// <summary>The members of the specification's dictionaries (label apart), and the arguments that are no operands, by operation.</summary>
    private static readonly Dictionary<string, string> members = new(StringComparer.Ordinal)
    {
        ["argMax"] = "axis keepDimensions outputDataType",
        ["argMin"] = "axis keepDimensions outputDataType",
        ["averagePool2d"] = Pool,
        ["batchNormalization"] = "mean variance scale bias axis epsilon",
        ["cast"] = "dataType",
        ["clamp"] = "minValue maxValue",
        ["concat"] = "inputs axis",
        ["conv2d"] = "padding strides dilations groups inputLayout filterLayout bias",
        ["convTranspose2d"] = "padding strides dilations outputPadding outputSizes groups inputLayout filterLayout bias",
        ["cumulativeSum"] = "axis exclusive reversed",
        ["dequantizeLinear"] = "scale zeroPoint",
        ["elu"] = "alpha",
        ["expand"] = "newShape",
        ["gather"] = "axis",
        ["gatherElements"] = "axis indices",
        ["gatherND"] = "indices",
        ["gemm"] = "c alpha beta aTranspose bTranspose",
        ["gru"] = "steps hiddenSize weight recurrentWeight bias recurrentBias initialHiddenState resetAfter returnSequence direction layout activations",
        ["gruCell"] = "hiddenSize weight recurrentWeight hiddenState bias recurrentBias resetAfter layout activations",
        ["hardSigmoid"] = "alpha beta",
        ["instanceNormalization"] = "scale bias epsilon layout",
        ["l2Pool2d"] = Pool,
        ["layerNormalization"] = "scale bias axes epsilon",
        ["leakyRelu"] = "alpha",
        ["linear"] = "alpha beta",
        ["lstm"] = "steps hiddenSize weight recurrentWeight bias recurrentBias peepholeWeight initialHiddenState initialCellState returnSequence direction layout activations",
        ["lstmCell"] = "hiddenSize weight recurrentWeight hiddenState cellState bias recurrentBias peepholeWeight layout activations",
        ["matmul"] = "a b",
        ["maxPool2d"] = Pool,
        ["pad"] = "beginningPadding endingPadding mode value",
        ["prelu"] = "slope",
        ["reduceL1"] = Reduce, ["reduceL2"] = Reduce, ["reduceLogSum"] = Reduce, ["reduceLogSumExp"] = Reduce, ["reduceMax"] = Reduce, ["reduceMean"] = Reduce,
        ["reduceMin"] = Reduce, ["reduceProduct"] = Reduce, ["reduceSum"] = Reduce, ["reduceSumSquare"] = Reduce,
        ["quantizeLinear"] = "scale zeroPoint",
        ["resample2d"] = "mode scales sizes axes",
        ["reshape"] = "newShape",
        ["reverse"] = "axes",
        ["scatterElements"] = "axis indices updates",
        ["scatterND"] = "indices updates",
        ["slice"] = "starts sizes strides",
        ["softmax"] = "axis",
        ["split"] = "splits axis",
        ["tile"] = "repetitions",
        ["transpose"] = "permutation",
        ["triangular"] = "upper diagonal",
        ["where"] = "condition trueValue falseValue",
    };

    private const string Reduce = "axes keepDimensions";

    private const string Pool = "windowDimensions padding strides dilations layout outputShapeRounding outputSizes";

    public static TheoryData<string> Rules => [.. rules.Select(rule => rule.ToString())];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_call_that_breaks_one_rule_is_refused_and_its_neighbour_builds(string name)
    {
        var rule = rules.Single(each => each.ToString() == name);
        var lines = new List<string>();
        if (rule.Refusal is { } refusal)
        {
            var error = Assert.Throws<ArgumentException>(() => rule.Broken(new MLGraphBuilder(new AcceptingContext())));
            Assert.Equal($"[{Rule.Label}] {rule.Operation}: {refusal}", error.Message);
            Assert.Equal("TypeError", MLError.NameOf(error));
        }
        else
        {
            lines.Add(Line(rule.Broken));
        }

        lines.Add(Line(rule.Kept));
        Assert.All(rule.Lines, line => Assert.Contains(line, lines));
    }

    [Fact]
    public void Every_option_of_every_operation_has_a_rule()
    {
        var lacking = members.SelectMany(row => row.Value.Split(' ').Select(member => (row.Key, Member: member)))
            .Where(each => !rules.Any(rule => rule.Operation == each.Key && rule.Member == each.Member))
            .Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key}: {each.Member} ({Rule.AnchorOf(each.Key)})"));
        Assert.Empty(lacking);
        Assert.Empty(members.Keys.Except(OperationCalls.All.Select(operation => operation.Name)));
    }

    /// <summary>What is not in the list takes operands alone: one, or two that broadcast.</summary>
    [Fact]
    public void An_operation_without_options_has_one_operand_or_a_rule_for_its_second()
    {
        foreach (var operation in OperationCalls.All.Where(operation => !members.ContainsKey(operation.Name) && operation.Parameters.Length > 1))
        {
            Assert.Contains(rules, rule => rule.Operation == operation.Name && rule.Member == operation.Parameters[1].Name);
        }
    }

    /// <summary>An option that the builder gets needs a row here.</summary>
    [Fact]
    public void Every_member_of_an_options_record_is_listed()
    {
        var listed = members.Values.SelectMany(row => row.Split(' ')).ToHashSet();
        foreach (var record in typeof(MLGraphBuilder).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type != typeof(MLContextOptions)))
        {
            Assert.All(
                record.GetProperties().Where(property => property.CanWrite),
                property => Assert.Contains(Member(property.Name), listed));
        }
    }

    /// <summary>A new operation, or a new argument of one, needs rows: what the builder's methods take is read off them.</summary>
    [Fact]
    public void Every_argument_of_every_method_of_the_builder_is_listed()
    {
        var methods = typeof(MLGraphBuilder).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(MLOperand) || method.ReturnType == typeof(ImmutableArray<MLOperand>))
            .Where(method => method.Name is not ("Input" or "Constant"))
            .ToLookup(method => Lower(method.Name));
        Assert.Equal(methods.Select(method => method.Key).Order(StringComparer.Ordinal), OperationCalls.All.Select(operation => operation.Name).Order(StringComparer.Ordinal));
        foreach (var parameter in methods.SelectMany(group => group).SelectMany(method => method.GetParameters()).Where(parameter => parameter.Name != "label"))
        {
            var operation = Lower(parameter.Member.Name);
            var listed = members.GetValueOrDefault(operation, "").Split(' ');
            if (parameter.ParameterType == typeof(MLOperand))
            {
                Assert.Contains(OperationCalls.Find(operation).Parameters, each => each.Name == parameter.Name);
            }
            else if (parameter.Name == "options")
            {
                var properties = parameter.ParameterType.GetProperties().Where(property => property.CanWrite).Select(property => Member(property.Name));
                Assert.True(properties.Intersect(listed).Any(), $"{operation}: no option is listed");
            }
            else
            {
                Assert.True(listed.Contains(Argument(operation, parameter.Name!)), $"{operation}: {parameter.Name} is not listed");
            }
        }
    }

    /// <summary>An argument as the specification spells it.</summary>
    private static string Argument(string operation, string name) => (operation, name) switch
    {
        ("pad", "beginning" or "ending") => $"{name}Padding",
        ("cast", "type") => "dataType",
        ("split", "sizes" or "parts") => "splits",
        _ => name,
    };

    private static string Member(string name) => name switch
    {
        "Beginning" => "beginningPadding",
        "Ending" => "endingPadding",
        _ => Lower(name),
    };

    private static string Lower(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";

    /// <summary>The line of the operator, without the number of its result.</summary>
    private static string Line(Func<MLGraphBuilder, MLOperand> call)
    {
        var builder = new MLGraphBuilder(new AcceptingContext());
        var result = call(builder);
        Assert.Equal(Rule.Label, result.Producer!.Label);
        var line = builder.Define(new MLNamedOperand("y", result)).ToText().Split('\n').Last(text => text.Contains('(', StringComparison.Ordinal));
        return line[(line.IndexOf("= ", StringComparison.Ordinal) + 2)..];
    }
}

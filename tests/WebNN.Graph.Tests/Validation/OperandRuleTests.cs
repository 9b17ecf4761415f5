namespace WebNN.Tests.Validation;

/// <summary>
/// The steps with which the specification's algorithm of every operation starts: can not build, validating operand, allowed data types and
/// allowed ranks.
/// </summary>
public sealed class OperandRuleTests
{
    private static readonly MLOperandDataType[] types = Enum.GetValues<MLOperandDataType>();

    public static TheoryData<string> Operations => [.. SmallestCalls.All.Keys];

    [Fact]
    public void Every_operation_is_called() =>
        Assert.Equal(OperatorSignatures.All.Select(signature => signature.Name), SmallestCalls.All.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operands_of_the_allowed_types_are_recorded_under_the_label(string operation)
    {
        var (builder, operands) = Smallest(operation);
        var node = Call(operation, builder, operands).Producer!;
        Assert.Equal((operation, Rule.Label), (node.Operator, node.Label));
        Assert.Equal(operands, node.Inputs);
        foreach (var type in Signature(operation).Inputs[0].Types.Each())
        {
            var (other, others) = Smallest(operation, type);
            Call(operation, other, others);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operand_of_another_type_is_refused(string operation)
    {
        var rules = Signature(operation).Inputs;
        for (var i = 0; i < rules.Length; i++)
        {
            foreach (var type in types.Where(type => rules[i].Like is null ? !rules[i].Types.Contains(type) : type != Smallest(operation).Operands[i].DataType))
            {
                var (builder, operands) = Smallest(operation);
                operands[i] = Rule.Input(builder, operands[i].Descriptor.WithType(type));
                var error = Assert.Throws<ArgumentException>(() => Call(operation, builder, operands));
                RequireMessage(error, rules[i], operands[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operand_of_another_rank_is_refused(string operation)
    {
        var rules = Signature(operation).Inputs;
        for (var i = 0; i < rules.Length; i++)
        {
            foreach (var rank in Enumerable.Range(0, 7).Where(rank => rank < rules[i].MinRank || rank > rules[i].MaxRank))
            {
                var (builder, operands) = Smallest(operation);
                operands[i] = Rule.Input(builder, operands[i].Descriptor.WithShape([.. Enumerable.Repeat(1, rank)]));
                var error = Assert.Throws<ArgumentException>(() => Call(operation, builder, operands));
                RequireMessage(error, rules[i], operands[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operand_of_another_builder_is_refused(string operation)
    {
        for (var i = 0; i < Signature(operation).Inputs.Length; i++)
        {
            var (builder, operands) = Smallest(operation);
            operands[i] = Smallest(operation).Operands[i];
            var error = Assert.Throws<ArgumentException>(() => Call(operation, builder, operands));
            Assert.Equal($"{Rule.Label}: operand {i} belongs to another MLGraphBuilder", error.Message);
            Assert.Equal("TypeError", MLError.NameOf(error));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Only_an_optional_operand_may_be_left_out(string operation)
    {
        var rules = Signature(operation).Inputs;
        for (var i = 0; i < rules.Length; i++)
        {
            var (builder, operands) = Smallest(operation);
            operands[i] = null!;
            if (rules[i].Optional)
            {
                Assert.Null(Call(operation, builder, operands).Producer!.Inputs[i]);
                continue;
            }

            var error = Assert.Throws<ArgumentNullException>(() => Call(operation, builder, operands));
            Assert.StartsWith(rules[i].Name, error.ParamName, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_builder_that_can_not_build_records_nothing(string operation)
    {
        var (built, operands) = Smallest(operation);
        built.Build(new MLNamedOperand("y", Call(operation, built, operands)));
        var (lost, others) = Smallest(operation);
        lost.Context.Destroy();
        Assert.Equal("InvalidStateError", MLError.NameOf(Assert.Throws<InvalidOperationException>(() => Call(operation, built, operands))));
        Assert.Equal("InvalidStateError", MLError.NameOf(Assert.Throws<InvalidOperationException>(() => Call(operation, lost, others))));
    }

    private static OperatorSignature Signature(string operation) => OperatorSignatures.Find(operation);

    private static MLOperand Call(string operation, MLGraphBuilder builder, MLOperand[] operands) => SmallestCalls.All[operation](builder, operands, Rule.Label);

    /// <param name="first">The type of the first operand; null for the first one that is allowed.</param>
    private static (MLGraphBuilder Builder, MLOperand[] Operands) Smallest(string operation, MLOperandDataType? first = null)
    {
        var (builder, rules) = (new MLGraphBuilder(new AcceptingContext()), Signature(operation).Inputs);
        var own = rules.Where(rule => rule.Like is null).ToDictionary(rule => rule.Name, rule => rule == rules[0] && first is { } type ? type : rule.Types.Each().First());
        return (builder, [.. rules.Select(rule => Rule.Input(builder, new(own[rule.Like ?? rule.Name], rule.Smallest.AsSpan())))]);
    }

    /// <summary>The message names the label, the operand, what was expected and what was found.</summary>
    private static void RequireMessage(ArgumentException error, ParameterRule rule, MLOperand operand)
    {
        Assert.StartsWith($"{Rule.Label}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(rule.Name, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"found {operand.Descriptor}", error.Message, StringComparison.Ordinal);
        Assert.Equal("TypeError", MLError.NameOf(error));
    }
}

namespace WebNN.Tests.Validation;

/// <summary>
/// The steps with which the specification's algorithm of every operation starts: can not build, validating operand, allowed data types and
/// allowed ranks.
/// </summary>
public sealed class OperandRuleTests
{
    private static readonly MLOperandDataType[] types = Enum.GetValues<MLOperandDataType>();

    public static TheoryData<string> Operations => [.. OperationCalls.All.Select(operation => operation.Name)];

    /// <summary>What the context lists is what the tables of constraints have.</summary>
    [Fact]
    public void The_limits_are_those_of_every_operand()
    {
        var limits = new AcceptingContext().OpSupportLimits().Operations;
        Assert.Equal(limits.Keys.Order(StringComparer.Ordinal), OperationCalls.All.Select(operation => operation.Name).Order(StringComparer.Ordinal));
        foreach (var operation in OperationCalls.All)
        {
            Assert.Equal(operation.Parameters.Select(parameter => parameter.Name), operation.Parameters.Select(parameter => parameter.Name).Intersect(limits[operation.Name].Keys));
            foreach (var parameter in operation.Parameters)
            {
                var (limit, own) = (limits[operation.Name][parameter.Name], parameter.Like is { } like ? operation.Parameters.Single(each => each.Name == like) : parameter);
                Assert.Equal(own.Types.Order(), limit.DataTypes.Order());
                Assert.Equal(new(parameter.MinRank, Math.Min(parameter.MaxRank, 16)), limit.RankRange);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operands_of_the_allowed_types_are_recorded_under_the_label(string operation)
    {
        var (builder, operands) = Find(operation).Smallest();
        var node = Find(operation).Call(builder, operands).Producer!;
        Assert.Equal((operation, Rule.Label), (node.Operator, node.Label));
        Assert.Equal(operands, node.Inputs);
        foreach (var type in Find(operation).Parameters[0].Types)
        {
            var (other, others) = Find(operation).Smallest(type);
            Find(operation).Call(other, others);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operand_of_another_type_is_refused(string operation)
    {
        var rules = Find(operation).Parameters;
        for (var i = 0; i < rules.Length; i++)
        {
            foreach (var type in types.Where(type => rules[i].Like is null ? !rules[i].Types.Contains(type) : type != Find(operation).Smallest().Operands[i].DataType))
            {
                var (builder, operands) = Find(operation).Smallest();
                operands[i] = Rule.Input(builder, operands[i].Descriptor.WithType(type));
                var error = Assert.Throws<ArgumentException>(() => Find(operation).Call(builder, operands));
                RequireMessage(error, rules[i], operands[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operand_of_another_rank_is_refused(string operation)
    {
        var rules = Find(operation).Parameters;
        for (var i = 0; i < rules.Length; i++)
        {
            foreach (var rank in Enumerable.Range(0, 7).Where(rank => rank < rules[i].MinRank || rank > rules[i].MaxRank))
            {
                var (builder, operands) = Find(operation).Smallest();
                operands[i] = Rule.Input(builder, operands[i].Descriptor.WithShape([.. Enumerable.Repeat(1, rank)]));
                var error = Assert.Throws<ArgumentException>(() => Find(operation).Call(builder, operands));
                RequireMessage(error, rules[i], operands[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operand_of_another_builder_is_refused(string operation)
    {
        for (var i = 0; i < Find(operation).Parameters.Length; i++)
        {
            var (builder, operands) = Find(operation).Smallest();
            operands[i] = Find(operation).Smallest().Operands[i];
            var error = Assert.Throws<ArgumentException>(() => Find(operation).Call(builder, operands));
            Assert.Equal($"[{Rule.Label}] {operation}: operand {i} belongs to another MLGraphBuilder", error.Message);
            Assert.Equal("TypeError", MLError.NameOf(error));
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Only_an_optional_operand_may_be_left_out(string operation)
    {
        var rules = Find(operation).Parameters;
        for (var i = 0; i < rules.Length; i++)
        {
            var (builder, operands) = Find(operation).Smallest();
            operands[i] = null!;
            if (rules[i].Optional)
            {
                Assert.Null(Find(operation).Call(builder, operands).Producer!.Inputs[i]);
                continue;
            }

            var error = Assert.Throws<ArgumentNullException>(() => Find(operation).Call(builder, operands));
            Assert.StartsWith(rules[i].Name, error.ParamName, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void A_builder_that_can_not_build_records_nothing(string operation)
    {
        var (built, operands) = Find(operation).Smallest();
        built.Build(new MLNamedOperand("y", Find(operation).Call(built, operands)));
        var (lost, others) = Find(operation).Smallest();
        lost.Context.Destroy();
        Assert.Equal("InvalidStateError", MLError.NameOf(Assert.Throws<InvalidOperationException>(() => Find(operation).Call(built, operands))));
        Assert.Equal("InvalidStateError", MLError.NameOf(Assert.Throws<InvalidOperationException>(() => Find(operation).Call(lost, others))));
    }

    private static Operation Find(string operation) => OperationCalls.Find(operation);

    /// <summary>The message names the label, the operand, what was expected and what was found.</summary>
    private static void RequireMessage(ArgumentException error, Parameter rule, MLOperand operand)
    {
        Assert.StartsWith($"[{Rule.Label}] ", error.Message, StringComparison.Ordinal);
        Assert.Contains(rule.Name, error.Message, StringComparison.Ordinal);
        Assert.Contains("expected ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"found {operand.Descriptor}", error.Message, StringComparison.Ordinal);
        Assert.Equal("TypeError", MLError.NameOf(error));
    }
}

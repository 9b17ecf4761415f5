namespace WebNN.OnnxRuntime.Tests;

public sealed class OperatorTableTests
{
    /// <summary>https://www.w3.org/TR/webnn/#api-mlgraphbuilder, section by section.</summary>
    private const string Specification = """
        argMin argMax batchNormalization cast clamp concat conv2d convTranspose2d cumulativeSum
        add sub mul div max min pow
        equal notEqual greater greaterOrEqual lesser lesserOrEqual logicalNot logicalAnd logicalOr logicalXor isNaN isInfinite
        abs ceil cos erf exp floor identity log neg reciprocal roundEven sin sign sqrt tan
        dequantizeLinear quantizeLinear elu expand gather gatherElements gatherND gelu gemm gru gruCell hardSigmoid hardSwish
        instanceNormalization layerNormalization leakyRelu linear lstm lstmCell matmul pad averagePool2d l2Pool2d maxPool2d prelu
        reduceL1 reduceL2 reduceLogSum reduceLogSumExp reduceMax reduceMean reduceMin reduceProduct reduceSum reduceSumSquare
        relu resample2d reshape reverse scatterElements scatterND sigmoid slice softmax softplus softsign split tanh tile transpose
        triangular where
        """;

    [Fact]
    public void Every_operation_of_the_specification_has_a_lowering() => Assert.Equal(
        Specification.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), OrtContext.SupportedOperators);
}

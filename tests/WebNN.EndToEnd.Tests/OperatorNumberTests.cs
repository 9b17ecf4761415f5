using FileOperator = WebNN.FlatBuffers.BuiltinOperator;
using RuntimeOperator = WebNN.Interop.TfLite.BuiltinOperator;

namespace WebNN.EndToEnd.Tests;

/// <summary>flatbuffers and interop reference nothing, so each has the schema's list of operators. They must not part.</summary>
public sealed class OperatorNumberTests
{
    [Fact]
    public void The_reader_of_files_and_the_runtime_number_and_name_every_operator_alike() => Assert.Equal(
        Enum.GetValues<RuntimeOperator>().Select(code => ((int)code, code.ToString(), WebNN.Interop.TfLite.BuiltinOperators.SchemaName(code))),
        Enum.GetValues<FileOperator>().Select(code => ((int)code, code.ToString(), WebNN.FlatBuffers.BuiltinOperators.SchemaName(code))));
}

using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WebNN.Repository.Tests;

/// <summary>Dependencies point one way, and unsafe code stays at the border: ARCHITECTURE.md's table, as tests.</summary>
public sealed partial class DependencyTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "flatbuffers/WebNN.FlatBuffers.csproj", [] },
        { "interop/WebNN.Interop.csproj", [] },
        { "webnn/graph/WebNN.Graph.csproj", [] },
        { "webnn/kernels/WebNN.Kernels.csproj", [] },
        { "webnn/kernels-library/WebNN.Kernels.Library.csproj", ["WebNN.Kernels"] },
        { "webnn/onnxruntime/WebNN.OnnxRuntime.csproj", ["WebNN.Graph", "WebNN.Kernels", "WebNN.Interop"] },
        { "webnn/reference/WebNN.Reference.csproj", ["WebNN.Graph"] },
        { "webnn/conformance/WebNN.Conformance.csproj", ["WebNN.Graph"] },
        { "delegate/core/WebNN.TfLite.Delegation.csproj", ["WebNN.Graph", "WebNN.Interop"] },
        { "delegate/abi/WebNN.TfLite.Abi.csproj", ["WebNN.OnnxRuntime", "WebNN.TfLite.Delegation"] },
        { "delegate/modelfile/WebNN.TfLite.ModelFile.csproj", ["WebNN.FlatBuffers", "WebNN.TfLite.Delegation"] },
        { "delegate/api/WebNN.TfLite.csproj", ["WebNN.FlatBuffers", "WebNN.TfLite.Abi", "WebNN.TfLite.ModelFile"] },
        { "delegate/plugin/WebNN.TfLite.Plugin.csproj", ["WebNN.TfLite.Abi"] },
        { "hosts/wasi-nn/WebNN.Wasi.csproj", ["WebNN.TfLite"] },
        { "hosts/node/native/WebNN.Node.csproj", ["WebNN.OnnxRuntime", "WebNN.TfLite"] },
        { "models/WebNN.Models.csproj", ["WebNN.FlatBuffers"] },
        { "samples/graph-by-hand/graph-by-hand.csproj", ["WebNN.OnnxRuntime"] },
        { "samples/lenet/lenet.csproj", ["WebNN.OnnxRuntime"] },
        { "samples/lenet-training/lenet-training.csproj", [] },
        { "samples/single-operations/single-operations.csproj", ["WebNN.OnnxRuntime"] },
        { "samples/compiled-model/compiled-model.csproj", ["WebNN.TfLite"] },
        { "samples/custom-operator/custom-operator.csproj", ["WebNN.TfLite"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Each_project_references_only_what_the_architecture_allows(string project, string[] allowed)
    {
        var references = XDocument.Parse(RepositoryFiles.Read(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(allowed));
    }

    [Fact]
    public void Sources_of_another_folder_are_compiled_only_where_listed() => Assert.Equal(
        ["interop/WebNN.Interop.csproj: ../flatbuffers/BuiltinOperator.cs;../flatbuffers/BuiltinOperators.cs"],
        RepositoryFiles.All("*.csproj").Where(path => !path.StartsWith("tests/", StringComparison.Ordinal)).SelectMany(path => XDocument.Parse(RepositoryFiles.Read(path))
            .Descendants("Compile").Select(compile => $"{path}: {compile.Attribute("Include")?.Value}")));

    [Fact]
    public void Unsafe_code_compiles_only_at_the_border() => Assert.Equal(
        ["delegate/abi", "delegate/api", "delegate/plugin", "hosts/node/native", "interop", "webnn/kernels-library", "webnn/kernels", "webnn/onnxruntime"],
        RepositoryFiles.All("*.csproj")
            .Where(path => !path.StartsWith("tests/", StringComparison.Ordinal) && !path.StartsWith("perf/", StringComparison.Ordinal))
            .Where(path => RepositoryFiles.Read(path).Contains("<AllowUnsafeBlocks>true", StringComparison.Ordinal))
            .Select(path => Path.GetDirectoryName(path)!.Replace('\\', '/')));

    /// <summary>Elsewhere only what the compiler knows is asked: how wide the vectors of this code are, whether it can prefetch.</summary>
    [Fact]
    public void One_file_asks_the_processor() => Assert.Equal(
        ["webnn/kernels/Processor.cs"],
        RepositoryFiles.OurSources()
            .Where(path => !path.StartsWith("tests/", StringComparison.Ordinal))
            .Where(path => ProcessorQuestion().IsMatch(RepositoryFiles.Read(path))));

    [Fact]
    public void Every_sample_is_in_the_lists_of_samples()
    {
        var (list, readme) = (RepositoryFiles.Read("samples/README.md"), RepositoryFiles.Read("README.md"));
        Assert.Empty(RepositoryFiles.All("*.csproj").Where(path => path.StartsWith("samples/", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension)
            .Where(name => !list.Contains($"[{name}]({name}/Program.cs)", StringComparison.Ordinal) || !readme.Contains($"(samples/{name}/Program.cs)", StringComparison.Ordinal)));
    }

    [Fact]
    public void Shipping_libraries_have_no_package_references() => Assert.Empty(
        RepositoryFiles.All("*.csproj")
            .Where(path => new[] { "flatbuffers/", "interop/", "webnn/", "delegate/", "hosts/node/", "models/", "samples/" }.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
            .Where(path => RepositoryFiles.Read(path).Contains("<PackageReference", StringComparison.Ordinal)));

    [GeneratedRegex(@"\bCpuId\(|\b(Avx\w*|Fma)(\.X64)?\.IsSupported")]
    private static partial Regex ProcessorQuestion();
}

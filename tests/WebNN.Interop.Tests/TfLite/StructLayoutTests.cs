using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using WebNN.Interop.TfLite;

namespace WebNN.Interop.Tests.TfLite;

/// <summary>Our structs against what a C compiler makes of the shipped headers.</summary>
public sealed partial class StructLayoutTests
{
    private static readonly Type[] exact =
    [
        typeof(TfLiteQuantizationParams), typeof(TfLiteQuantization), typeof(TfLiteAffineQuantization), typeof(TfLiteDimensionMetadata),
        typeof(TfLiteSparsity), typeof(TfLiteTensor), typeof(TfLiteDelegateParams), typeof(TfLiteIntArray), typeof(TfLiteFloatArray),
    ];

    /// <summary>Ours may be longer: the newest layout, or zero padding. <c>TfLiteNode</c> is only read through pointers.</summary>
    private static readonly Type[] atLeast = [typeof(TfLiteContext), typeof(TfLiteNode), typeof(TfLiteRegistration), typeof(TfLiteDelegate)];

    /// <summary>Fields that the header's version does not have yet.</summary>
    private static readonly Dictionary<string, string[]> notIn = new()
    {
        [""] = ["TfLiteRegistration.RegistrationExternal", "TfLiteRegistration.AsyncKernel", "TfLiteRegistration.InplaceOperator", "TfLiteDelegate.OpaqueDelegateBuilder"],
        ["tflite-2.2"] =
        [
            "TfLiteRegistration.RegistrationExternal", "TfLiteRegistration.AsyncKernel", "TfLiteRegistration.InplaceOperator",
            "TfLiteDelegate.OpaqueDelegateBuilder", "TfLiteNode.MightHaveSideEffect", "TfLiteContext.GetTensor", "TfLiteContext.GetEvalTensor",
            "TfLiteContext.GetModelMetadata",
        ],
    };

    [Theory]
    [InlineData("")]
    [InlineData("tflite-2.2")]
    public async Task Every_field_is_where_the_C_header_has_it(string headers)
    {
        var fields = exact.Concat(atLeast).SelectMany(Fields).Where(field => !notIn[headers].Contains($"{field.Struct}.{field.Name}")).ToArray();
        var expressions = fields.Select(field => $"offsetof({field.Struct}, {CName(field.Struct, field.Name)})").ToArray();

        var actual = await CLayouts.Compile(CLayouts.RequireHeaders(headers, CLayouts.TfLiteHeader), CLayouts.TfLiteHeader, expressions);

        Assert.All(fields.Zip(expressions), pair => Assert.True(
            actual[pair.Second] == pair.First.Offset, $"{pair.Second} is {actual[pair.Second]} in C and {pair.First.Offset} in {pair.First.Name}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tflite-2.2")]
    public async Task Structs_that_the_runtime_copies_are_as_long_as_in_C_and_the_others_at_least(string headers)
    {
        var sizes = exact.Concat(atLeast).ToDictionary(type => $"sizeof({type.Name})");

        var actual = await CLayouts.Compile(CLayouts.RequireHeaders(headers, CLayouts.TfLiteHeader), CLayouts.TfLiteHeader, sizes.Keys);

        Assert.All(exact, type => Assert.Equal(actual[$"sizeof({type.Name})"], Marshal.SizeOf(type)));
        Assert.All(atLeast, type => Assert.InRange(actual[$"sizeof({type.Name})"], 1, Marshal.SizeOf(type)));
    }

    [Fact]
    public void A_registration_has_the_newest_layout_and_128_zero_bytes_behind_it()
    {
        Assert.Equal(64, Marshal.OffsetOf<TfLiteRegistration>(nameof(TfLiteRegistration.RegistrationExternal)));
        Assert.Equal(72, Marshal.OffsetOf<TfLiteRegistration>(nameof(TfLiteRegistration.AsyncKernel)));
        Assert.Equal(80, Marshal.OffsetOf<TfLiteRegistration>(nameof(TfLiteRegistration.InplaceOperator)));
        Assert.Equal(88 + 128, Marshal.SizeOf<TfLiteRegistration>());
    }

    [Fact]
    public void A_delegate_is_oversized() => Assert.Equal(256, Marshal.SizeOf<TfLiteDelegate>());

    private static IEnumerable<(string Struct, string Name, long Offset)> Fields(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => (type.Name, field.Name, (long)Marshal.OffsetOf(type, field.Name)));

    /// <summary>TfLiteContext's functions keep their names in C; data members are snake_case, registration callbacks lower case.</summary>
    private static string CName(string type, string field) => (type, field) switch
    {
        ("TfLiteContext", "Impl") => "impl_",
        ("TfLiteContext", "Tensors" or "TensorsSize" or "RecommendedNumThreads" or "AllowFp32RelaxToFp16" or "Profiler") => Snake(field),
        ("TfLiteContext", _) => field,
        ("TfLiteDelegate", "Data") => "data_",
        ("TfLiteDelegate", "Prepare" or "CopyFromBufferHandle" or "CopyToBufferHandle" or "FreeBufferHandle") => field,
        _ => Snake(field),
    };

    private static string Snake(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex WordStart();
}

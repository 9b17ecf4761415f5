using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebNN.OnnxRuntime.Tests.Limits;

/// <summary>Frameworks have no way back when a graph fails that the limits allowed.</summary>
public sealed class OpSupportLimitsTests : IDisposable
{
    private readonly OrtContext context;

    public OpSupportLimitsTests()
    {
        Native.Library();
        context = new OrtContext();
    }

    public static TheoryData<string> Operations => [.. LimitCalls.All.Keys.Order(StringComparer.Ordinal)];

    public void Dispose() => context.Dispose();

    [Fact]
    public void Every_operation_has_limits() =>
        Assert.Equal(LimitCalls.All.Keys.Order(StringComparer.Ordinal), context.OpSupportLimits().Operations.Keys.Order(StringComparer.Ordinal));

    /// <summary>Each parameter at its lowest and highest rank, with every combination of listed types.</summary>
    [Theory]
    [MemberData(nameof(Operations))]
    public void What_is_listed_builds_and_runs(string operation)
    {
        var limits = context.OpSupportLimits().Operations[operation];
        var groups = Groups(operation);
        Assert.Equal(groups.Keys.Order(StringComparer.Ordinal), limits.Keys.Order(StringComparer.Ordinal));
        foreach (var (parameter, group) in groups)
        {
            Assert.Equal(limits[group].DataTypes, limits[parameter].DataTypes);
            var range = limits[parameter].RankRange;
            foreach (var rank in new[] { range.Min, range.Max }.Distinct())
            {
                foreach (var types in Combinations([.. groups.Values.Distinct()], name => limits[name].DataTypes))
                {
                    var call = Call(operation, types, parameter, rank);
                    Assert.Equal(rank, call.Operands[parameter].Rank);
                    Assert.Equal(types[group], call.Operands[parameter].DataType);
                    Run(call);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void The_builder_refuses_what_is_not_listed(string operation)
    {
        var limits = context.OpSupportLimits().Operations[operation];
        var groups = Groups(operation);
        var listed = groups.Values.Distinct().ToDictionary(group => group, group => limits[group].DataTypes[0]);
        foreach (var group in listed.Keys.Where(group => group is not "output" || operation is "cast" or "argMin" or "argMax"))
        {
            foreach (var type in Enum.GetValues<MLOperandDataType>().Except(limits[group].DataTypes))
            {
                var types = new Dictionary<string, MLOperandDataType>(listed) { [group] = type };
                var refusal = Assert.ThrowsAny<Exception>(() => Call(operation, types));
                Assert.True(refusal is ArgumentException or UnsupportedException, $"{operation}: {group} of {type}: {refusal}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void The_builder_refuses_a_rank_above_the_highest(string operation)
    {
        var types = Groups(operation).Values.Distinct().ToDictionary(group => group, group => context.OpSupportLimits().Operations[operation][group].DataTypes[0]);
        foreach (var (parameter, limit) in context.OpSupportLimits().Operations[operation].Where(limit => limit.Value.RankRange.Max == context.MaxRank))
        {
            Assert.Throws<ArgumentException>(() => Call(operation, types, parameter, limit.RankRange.Max + 1));
        }
    }

    [Fact]
    public void The_JSON_has_the_keys_that_a_browser_has_and_takes_all_that_it_takes()
    {
        var path = Find("shared/reference/opSupportLimits_chromium153_tflite_cpu.json");
        Assert.SkipWhen(path is null, "../shared/reference beside the repository is absent");
        using var browser = JsonDocument.Parse(File.ReadAllBytes(path!));
        using var own = JsonDocument.Parse(context.OpSupportLimits().ToJson());
        Assert.Equal(Keys(browser.RootElement), Keys(own.RootElement));
        Assert.Equal(100, Keys(own.RootElement).Count());
        Assert.True(own.RootElement.GetProperty("maxTensorByteLength").GetInt64() >= browser.RootElement.GetProperty("maxTensorByteLength").GetInt64());
        foreach (var operation in browser.RootElement.EnumerateObject().Where(member => member.Value.ValueKind is JsonValueKind.Object))
        {
            Covers(operation.Value, own.RootElement.GetProperty(operation.Name), operation.Name);
        }
    }

    /// <summary>The node's own signatures are what the survey asks about; a backend that refuses types loses just these.</summary>
    [Fact]
    public void The_limits_say_what_the_kernels_lack()
    {
        var operations = context.OpSupportLimits().Operations;
        Assert.DoesNotContain(MLOperandDataType.Uint64, operations["pow"]["a"].DataTypes);
        Assert.Contains(MLOperandDataType.Uint32, operations["pow"]["a"].DataTypes);
        Assert.Contains(MLOperandDataType.Uint64, operations["add"]["a"].DataTypes);
    }

    private static void Covers(JsonElement browser, JsonElement own, string place)
    {
        if (browser.TryGetProperty("dataTypes", out var types))
        {
            // int4 is the browser's own extension.
            Assert.Empty(Texts(types).Except(Texts(own.GetProperty("dataTypes"))).Except(["int4"]));
            var (theirs, ours) = (browser.GetProperty("rankRange"), own.GetProperty("rankRange"));
            Assert.True(ours.GetProperty("min").GetInt32() <= theirs.GetProperty("min").GetInt32(), place);
            Assert.True(ours.GetProperty("max").GetInt32() >= theirs.GetProperty("max").GetInt32(), place);
            return;
        }

        Assert.Equal(Keys(browser), Keys(own));
        foreach (var parameter in browser.EnumerateObject())
        {
            Covers(parameter.Value, own.GetProperty(parameter.Name), $"{place}.{parameter.Name}");
        }
    }

    private Dictionary<string, string> Groups(string operation)
    {
        var limits = context.OpSupportLimits().Operations[operation];
        return Call(operation, limits.ToDictionary(limit => limit.Key, limit => limit.Value.DataTypes[0])).Groups;
    }

    private LimitCase Call(string operation, Dictionary<string, MLOperandDataType> types, string focus = "", int rank = 0)
    {
        var call = new LimitCase(context) { Types = types, Focus = focus, FocusRank = rank };
        LimitCalls.All[operation](call);
        return call;
    }

    private static IEnumerable<Dictionary<string, MLOperandDataType>> Combinations(string[] groups, Func<string, IEnumerable<MLOperandDataType>> types) =>
        groups.Aggregate<string, IEnumerable<Dictionary<string, MLOperandDataType>>>(
            [[]], (all, group) => all.SelectMany(_ => types(group), (one, type) => new Dictionary<string, MLOperandDataType>(one) { [group] = type }));

    private static void Run(LimitCase call)
    {
        var names = call.Operands.Where(operand => operand.Value.Producer is not null).ToArray();
        using var graph = call.Builder.Build([.. names.Select(named => new MLNamedOperand(named.Key, named.Value))]);
        var memory = new List<byte[]>();
        MLBuffer Buffer(MLGraphPort port, bool ones)
        {
            var bytes = GC.AllocateArray<byte>((int)port.Descriptor.ByteLength, pinned: true);
            memory.Add(bytes);
            if (ones)
            {
                One(port.Descriptor.DataType, bytes);
            }

            return new(Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0), (nuint)bytes.Length);
        }

        graph.Compute([.. graph.Inputs.Select(port => Buffer(port, ones: true))], [.. graph.Outputs.Select(port => Buffer(port, ones: false))]);
        GC.KeepAlive(memory);
    }

    /// <summary>Not 0: an integer divided by it would be ONNX Runtime's error.</summary>
    private static void One(MLOperandDataType type, Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i += type.ByteSize())
        {
            switch (type)
            {
                case MLOperandDataType.Float32: MemoryMarshal.Write(bytes[i..], 1f); break;
                case MLOperandDataType.Float16: MemoryMarshal.Write(bytes[i..], (Half)1); break;
                default: bytes[i] = 1; break;
            }
        }
    }

    private static IEnumerable<string> Keys(JsonElement element) => element.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);

    private static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "..", name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}

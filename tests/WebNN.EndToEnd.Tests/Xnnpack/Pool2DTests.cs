using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Xnnpack;

public sealed class Pool2DTests
{
    private static readonly Row[] rows =
    [
        new(new("UnitPoolSamePadding", 1..1) { Padding = Padding.Same }),
        new(new("UnitPoolValidPadding", 1..1)),
        new(new("EqualPoolAndStrideWithSamePadding", 2..7) { Padding = Padding.Same }) { StrideIsPool = true },
        new(new("EqualPoolAndStrideWithValidPadding", 2..7)) { StrideIsPool = true },
        new(new("LargePoolSmallStrideWithSamePadding", 4..7) { Stride = 2..3, Padding = Padding.Same }),
        new(new("LargePoolSmallStrideWithValidPadding", 4..7) { Stride = 2..3 }),
        new(new("GlobalPooling", 1..1)) { IsGlobal = true },
        .. WindowRow.Activations.Select(window => new Row(window)),
    ];

    private static readonly Dictionary<string, Action<DrawnSizes>> tests = Suites();

    public static TheoryData<string> Names => tests.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_TFLite(string test) => tests.Run(test);

    private static Dictionary<string, Action<DrawnSizes>> Suites()
    {
        var suites = new Dictionary<string, Action<DrawnSizes>>();
        foreach (var numbers in Numbers.All)
        {
            suites
                .Add($"{numbers.Prefix}AveragePool2D", rows, (row, sizes) => Run(BuiltinOperator.AveragePool2D, numbers, row, sizes))
                .Add($"{numbers.Prefix}MaxPool2D", rows, (row, sizes) => Run(BuiltinOperator.MaxPool2D, numbers, row, sizes));
        }

        return suites;
    }

    private static void Run(BuiltinOperator code, Numbers numbers, Row row, DrawnSizes sizes)
    {
        var (window, batch, channels) = (row.Window, sizes.In(row.Window.Batch), sizes.In(5..16));
        var (y, x) = (row.Draw(sizes), row.Draw(sizes));
        sizes.Operator(code, new Pool2DOptions(window.Padding, x.Stride, y.Stride, x.Kernel, y.Kernel, window.Activation), version: 2)
            .Input(numbers.Stored, batch, y.Size, x.Size, channels)
            .Output(numbers.Stored, batch, y.Windows(window.Padding), x.Windows(window.Padding), channels)
            .AgreesOrIsRefused(window.Activation, numbers.Near);
    }

    private sealed record Row(WindowRow Window)
    {
        public bool StrideIsPool { get; init; }

        public bool IsGlobal { get; init; }

        public DrawnAxis Draw(DrawnSizes sizes)
        {
            var axis = new DrawnAxis(sizes, Window);
            return IsGlobal ? axis with { Kernel = axis.Size } : StrideIsPool ? axis with { Stride = axis.Kernel } : axis;
        }

        public override string ToString() => Window.Name;
    }
}

using System.Globalization;
using WebNN.TfLite;

namespace WebNN.Wasi.Tests.Guests;

/// <summary>Random calls with random pointers, lengths, handles and types: an error number each, and the host lives.</summary>
public sealed class RandomCallTests(ITestOutputHelper output)
{
    /// <summary>How many calls a guest makes; 100,000 in the long form.</summary>
    private const string CallsVariable = "WEBNN_RANDOM_CALLS";
    private const string SeedVariable = "WEBNN_RANDOM_SEED";
    private const int ShortForm = 3000;

    /// <summary>What a test may leave behind: the runtimes' own caches, and one computation's tensors.</summary>
    private const long Slack = 64 << 20;

    private static readonly uint[] corners = [0, 1, 2, 3, 4, 5, 8, 16, 20, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffff0, 0xffffffff];

    [Theory]
    [InlineData(Guest.OnePage, 0x1_0000)]
    [InlineData(Guest.TwoGiB, 0x8000_0000)]
    [InlineData(Guest.FourGiB, 0x1_0000_0000)]
    public void Every_call_is_answered(string memory, long size)
    {
        TestModels.RequireOnnxRuntime();
        TestModels.RequireTfLite();
        var calls = Number(CallsVariable, ShortForm);
        var seed = Number(SeedVariable, 1);
        using var models = new ModelSet { ["m"] = TfLiteModel.FromBytes(SmallModels.Triple()), ["n"] = TfLiteModel.FromBytes(SmallModels.QuantizedAndReal()) };
        using var guest = new Guest(new() { Models = models, Quotas = new() { Graphs = 6, Contexts = 6, ModelBytes = 10_000 } }, memory);
        var run = new RandomRun(guest, size, seed);
        run.Call(calls / 10);
        var (before, managed) = (Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true));
        run.Call(calls - (calls / 10));

        var (grown, grownManaged) = (Environment.WorkingSet - before, GC.GetTotalMemory(forceFullCollection: true) - managed);
        output.WriteLine($"{calls} calls, seed {seed}: {run}; grown by {grown >> 20} MiB, managed {grownManaged >> 10} KiB");
        Assert.True(run.Successes > calls / 50, $"{run.Successes} of {calls} calls succeeded, seed {seed}");
        Assert.True(grownManaged < Slack, $"{grownManaged} bytes of managed memory more than after a tenth of the calls, seed {seed}");
    }

    /// <summary>A guest that calls whatever chance says.</summary>
    private sealed class RandomRun(Guest guest, long size, int seed)
    {
        private readonly Random random = new(seed);
        private readonly int[] answers = new int[9];
        private Structures structures = Structures.Put(guest, size);
        private (uint Graphs, uint Contexts) made;
        private int calls;

        public int Successes => answers[0];

        public override string ToString() => string.Join(", ", answers.Select((count, errno) => $"{errno}: {count}"));

        public void Call(int times)
        {
            for (var i = 0; i < times; i++)
            {
                Call();

                // What the guest overwrote makes later calls fail early.
                if (++calls % 50 == 0)
                {
                    structures = Structures.Put(guest, size);
                }
            }
        }

        private void Call()
        {
            var function = Guest.Functions[random.Next(Guest.Functions.Length)];
            var wildness = random.Next(3);
            var arguments = structures.Arguments(function.Export, random, made)
                .Select(argument => random.Next(4) < wildness ? Wild(random, structures, size) : argument).ToArray();
            var errno = (int)guest.Call(function.Export, arguments);
            Assert.True(errno is >= 0 and <= 8, $"call {calls}, seed {seed}: {function.Export}({string.Join(", ", arguments)}) answered {errno}");
            answers[errno]++;
            guest.Log.Clear();
            if (errno == 0)
            {
                made.Graphs += function.Name.StartsWith("load", StringComparison.Ordinal) ? 1u : 0;
                made.Contexts += function.Name.StartsWith("init", StringComparison.Ordinal) ? 1u : 0;
            }
        }
    }

    /// <summary>Addresses of structures that are good, and of some that are not.</summary>
    private sealed record Structures(uint[] Good, uint[] Bad)
    {
        private const int Builder = 0, Array = 1, Name = 2, Tensor = 3, Bytes = 4, Floats = 5, Size = 6, Out = 7, Buffer = 8;

        public static Structures Put(Guest guest, long size)
        {
            guest.PutAt((uint)(size - 30_000));
            var model = SmallModels.Triple();
            var bytes = guest.Put(model);
            var builder = guest.Put(bytes, (uint)model.Length);
            var (dims, data) = (guest.Put(1, 4), guest.Put(SmallModels.Floats(1, 2, 3, 4)));
            return new(
                [
                    builder, guest.Put(builder, 1), guest.Put("mn"u8), guest.Put(dims, 2, 1, data, 16), guest.Put(dims, 2, 2, data, 4),
                    guest.Put(guest.Put(dims, 2), 1, data), guest.Put(16), guest.Take(8), guest.Take(64),
                ],
                [
                    guest.Put(dims, 0x40000000, 1, data, 16), guest.Put(0x40000000, 2, 1, data, 16), guest.Put(dims, 2, 1, 0xfffffff8, 16),
                    guest.Put(bytes, 0xffffffff), guest.Put(bytes, 100), guest.Put(0xffffffff), guest.Put(guest.Put(0xffffffff, 2), 1, data),
                ]);
        }

        /// <summary>What the function could be called with, of the last few handles.</summary>
        public uint[] Arguments(string function, Random random, (uint Graphs, uint Contexts) made)
        {
            var isOfGraph = function.EndsWith("init_execution_context", StringComparison.Ordinal) || function == "unload";
            var handle = (uint)Math.Max((isOfGraph ? made.Graphs : made.Contexts) - (long)random.Next(8), 0);
            return function switch
            {
                "load" => [Good[Builder], 1, 4, 0, Good[Out]],
                "legacy load" => [Good[Array], 4, 0, Good[Out]],
                "load_by_name" or "legacy load_by_name" => [Good[Name] + (uint)random.Next(2), 1, Good[Out]],
                "load_by_name_with_config" => [Good[Name], 1, 0, 0, Good[Out]],
                "init_execution_context" or "legacy init_execution_context" => [handle, Good[Out]],
                "set_input" => [handle, 0, Good[random.Next(2) == 0 ? Tensor : Bytes]],
                "legacy set_input" => [handle, 0, Good[Floats]],
                "get_output" or "get_output_single" => [handle, (uint)random.Next(2), Good[Buffer], 64, Good[Out]],
                "legacy get_output" => [handle, (uint)random.Next(2), Good[Buffer], Good[Size]],
                _ => [handle],
            };
        }
    }

    private static uint Wild(Random random, Structures structures, long size) => random.Next(6) switch
    {
        0 => structures.Good[random.Next(structures.Good.Length)],
        1 => structures.Bad[random.Next(structures.Bad.Length)],
        2 => (uint)random.Next(5),
        3 => corners[random.Next(corners.Length)],
        4 => (uint)(size - random.Next(40)),
        _ => random.Next(2) == 0 ? (uint)random.NextInt64(size) : (uint)random.NextInt64(1L << 32),
    };

    private static int Number(string variable, int byDefault) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : byDefault;
}

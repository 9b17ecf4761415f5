using WebNN.Cli.Running;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Tests.Running;

public sealed class RunningTests
{
    [Fact]
    public void A_build_id_is_read_from_the_note_that_the_linker_wrote()
    {
        byte[] note = [4, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, .. "GNU\0"u8, 0xAB, 0xCD, 0x01, 0];
        var file = new byte[64 + 56 + note.Length];
        "\u007fELF\u0002\u0001"u8.CopyTo(file);
        (file[32], file[56]) = (64, 1);                                              // one program header, behind the file's
        (file[64], file[64 + 8], file[64 + 32]) = (4, 64 + 56, (byte)note.Length);   // a note segment
        note.CopyTo(file, 64 + 56);

        Assert.Equal("abcd01", BuildId.OfElf(file));
        Assert.Null(BuildId.OfElf(file.AsSpan(0, file.Length - 1)));
    }

    [Fact]
    public void A_library_without_a_build_id_is_told_by_its_hash()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "abc");

        Assert.Equal("sha256 ba7816bf8f01cfea", BuildId.Of(path));
        Assert.Equal("unknown build", BuildId.Of(path + ".missing"));
        File.Delete(path);
    }

    [Fact]
    public void A_benchmark_of_a_number_of_runs_gives_every_arm_as_many_after_its_warm_up()
    {
        var (first, second) = (0, 0);
        var runner = new BenchRunner([() => first++, () => second++], new(TimeSpan.Zero, Runs: 5000));

        var times = runner.Run(_ => { });

        Assert.All(times, arm => Assert.True(arm.Runs.Count >= 5000));
        Assert.All(times, arm => Assert.Equal(runner.Rounds, arm.Rounds.Count));
        Assert.True(first > times[0].Runs.Count && second > times[1].Runs.Count, "an arm warms up before it is measured");
    }

    [Fact]
    public void A_fast_arm_runs_more_often_in_a_round_than_a_slow_one()
    {
        var runner = new BenchRunner([() => Thread.Sleep(40), () => { }], new(TimeSpan.Zero, Runs: 2));

        var times = runner.Run(_ => { });

        Assert.Equal((2, 2), (times[0].Runs.Count, runner.Rounds));
        Assert.Equal(2000, times[1].Runs.Count);
    }

    [Fact]
    public void The_arm_that_begins_changes_from_round_to_round()
    {
        var order = new List<int>();
        Action Slow(int arm) => () =>
        {
            order.Add(arm);
            Thread.Sleep(40);
        };
        var runner = new BenchRunner([Slow(0), Slow(1), Slow(2)], new(TimeSpan.Zero, Runs: 3));

        runner.Run(_ => { });

        Assert.Equal([0, 1, 2, 1, 2, 0, 2, 0, 1], order[^9..]);
    }

    [Fact]
    public void A_slice_of_one_node_reads_what_the_node_before_it_wrote()
    {
        var model = FlatBufferModel.Parse(SmallModels.Quantized());

        var slice = FlatBufferModel.Parse(ModelSlice.OfNode(model, 1, [1], [2]));

        var graph = slice.Subgraphs[0];
        Assert.Equal("DEQUANTIZE", slice.CodeOf(Assert.Single(graph.Operators)).Name);
        Assert.Equal("hidden", graph.Tensors[Assert.Single(graph.Inputs.ToArray())].Name);
        Assert.Equal("output", graph.Tensors[Assert.Single(graph.Outputs.ToArray())].Name);
    }

    [Fact]
    public void A_model_with_other_outputs_keeps_its_nodes()
    {
        var slice = FlatBufferModel.Parse(ModelSlice.WithOutputs(FlatBufferModel.Parse(SmallModels.Float()), [1, 2]));

        Assert.Equal([1, 2], slice.Subgraphs[0].Outputs.ToArray());
        Assert.Equal(2, slice.Subgraphs[0].Operators.Count);
    }

    [Fact]
    public void A_folder_stands_for_the_models_below_it()
    {
        var folder = Directory.CreateTempSubdirectory("webnn-cli-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "deep"));
        File.WriteAllText(Path.Combine(folder, "deep", "b.tflite"), "");
        File.WriteAllText(Path.Combine(folder, "a.tflite"), "");
        File.WriteAllText(Path.Combine(folder, "a.txt"), "");

        var files = ModelFiles.Expand([folder, "missing.tflite"]);

        Assert.Equal([Path.Combine(folder, "a.tflite"), Path.Combine(folder, "deep", "b.tflite"), "missing.tflite"], files);
        Directory.Delete(folder, recursive: true);
    }
}

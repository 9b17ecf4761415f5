using System.Runtime.InteropServices;
using WebNN.FlatBuffers;

namespace WebNN.TfLite.Tests;

/// <summary>Models compiled from their files, without TensorFlow Lite.</summary>
public sealed class CompiledModelTests
{
    [Fact]
    public void Run_computes_the_model()
    {
        using var compiled = Compile(TestModels.AddRelu());
        compiled.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        compiled.Inputs[1].CopyFrom<float>([10, -20, 30, -40]);

        compiled.Run();

        Assert.Equal([11, 0, 33, 0], compiled.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void Tensors_say_what_they_are_and_are_found_by_name()
    {
        using var compiled = Compile(TestModels.AddRelu());

        Assert.Equal("input 1 'b' Float32[1,4]", compiled.Inputs[1].ToString());
        Assert.Equal((16, (0f, 0)), (compiled.Outputs[0].ByteLength, compiled.Outputs[0].Quantization));
        Assert.Same(compiled.Inputs[0], compiled.Input("left"));
        Assert.Same(compiled.Inputs[1], compiled.Input("b"));
        Assert.Same(compiled.Outputs[0], compiled.Output("out"));
        Assert.StartsWith(
            "'model' has no 'middle'; it has right, left, a, b", Assert.Throws<ArgumentException>(() => compiled.Input("middle")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warm_run_allocates_nothing()
    {
        using var compiled = Compile(TestModels.AddRelu());
        Allocations.AssertNone(compiled.Run);
    }

    [Fact]
    public void A_model_that_is_not_whole_is_refused_with_every_node_that_is_in_the_way()
    {
        var error = Assert.Throws<UnsupportedModelException>(() => Compile(TestModels.UnknownCustomOperator()));

        Assert.Equal(
            "'model' does not run whole on WebNN, and an Interpreter with TensorFlow Lite may run it: "
            + "1 of 2 nodes are refused: #1 FrobnicateV2: custom operator FrobnicateV2",
            error.Message);
        Assert.Equal(1, Assert.Single(error.Report.Refused).Node);
    }

    [Fact]
    public void An_output_may_be_an_input_a_constant_or_another_output()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [2]);
        var seven = writer.AddTensor("seven", TensorType.Float32, [2], data: MemoryMarshal.AsBytes<float>([7f, 8f]).ToArray());
        var y = writer.AddTensor("y", TensorType.Float32, [2]);
        writer.AddOperator(BuiltinOperator.Neg, [x], [y]);
        writer.SetInputs([x]);
        writer.SetOutputs([y, x, seven, y]);
        using var compiled = Compile(writer.ToArray());
        compiled.Inputs[0].CopyFrom<float>([1, -2]);

        compiled.Run();

        Assert.Equal(
            [[-1, 2], [1, -2], [7, 8], [-1, 2]], compiled.Outputs.Select(output => output.Data<float>().ToArray()));
    }

    [Fact]
    public void Disposed_it_says_so_and_spans_of_its_memory_stay_valid()
    {
        var compiled = Compile(TestModels.AddRelu());
        var input = compiled.Inputs[0];
        compiled.Dispose();
        compiled.Dispose();

        Assert.Contains(nameof(CompiledModel), Assert.Throws<ObjectDisposedException>(compiled.Run).ObjectName, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => compiled.Signature("serving_default"));
        input.Data<float>().Fill(1);
        Assert.Equal([1, 1, 1, 1], input.Data<float>().ToArray());
    }

    [Fact]
    public void Disposed_while_other_threads_run_it_ends_every_run_or_refuses_it()
    {
        for (var round = 0; round < 20; round++)
        {
            var compiled = Compile(TestModels.AddRelu());
            var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                try
                {
                    while (true)
                    {
                        compiled.Run();
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            })).ToList();
            threads.ForEach(thread => thread.Start());
            Thread.Sleep(5);
            compiled.Dispose();
            Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "a thread still runs"));
        }
    }

    [Fact]
    public void Instances_on_several_threads_do_not_disturb_each_other()
    {
        using var model = TfLiteModel.FromBytes(TestModels.Triple());
        Parallel.For(0, 8, number =>
        {
            using var compiled = new CompiledModel(model);
            for (var i = 0; i < 50; i++)
            {
                compiled.Inputs[0].Data<float>().Fill(number + i);
                compiled.Run();
                Assert.All(compiled.Outputs[0].Data<float>().ToArray(), value => Assert.Equal(3f * (number + i), value));
            }
        });
    }

    [Fact]
    public void Resized_inputs_give_every_tensor_the_shape_that_follows()
    {
        using var compiled = Compile(ShapeChain());
        compiled.Inputs[0].CopyFrom<float>([1, 2, 3, 4, 5, 6]);
        compiled.Run();
        Assert.Equal([1, 6], compiled.Outputs[0].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], compiled.Outputs[0].Data<float>().ToArray());

        compiled.Resize([2, 2, 2]);
        compiled.Inputs[0].CopyFrom<float>([1, -2, 3, -4, 5, -6, 7, -8]);
        compiled.Run();

        Assert.Equal([2, 4], compiled.Outputs[0].Shape);
        Assert.Equal([1, 0, 3, 0, 5, 0, 7, 0], compiled.Outputs[0].Data<float>().ToArray());
        compiled.Resize([1, 3, 2]);
        Assert.Equal([1, 2, 3, 4, 5, 6], compiled.Inputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void A_resize_that_fails_leaves_everything_as_it_was()
    {
        using var compiled = Compile(TestModels.AddRelu());
        compiled.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);

        Assert.Contains("ADD", Assert.Throws<UnsupportedModelException>(() => compiled.Resize([1, 3], [1, 4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => compiled.Resize([1, 4]));
        Assert.Throws<ArgumentException>(() => compiled.Resize([1, 4], [1, 0]));
        compiled.Run();

        Assert.Equal([1, 2, 3, 4], compiled.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void A_resize_beyond_the_limit_of_memory_is_refused_before_anything_is_compiled()
    {
        TestModels.RequireOnnxRuntime();
        using var compiled = CompiledModel.FromBytes(TestModels.Triple(), new() { MemoryLimit = 1 << 20 });

        var error = Assert.Throws<ModelMemoryException>(() => compiled.Resize([1 << 15, 1 << 15]));
        compiled.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        compiled.Run();

        Assert.Contains("the limit is 1048576", error.Message, StringComparison.Ordinal);
        Assert.Equal([3, 6, 9, 12], compiled.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void Of_many_shapes_the_latest_stay_compiled()
    {
        using var compiled = Compile(TestModels.Triple());
        for (var n = 1; n <= 20; n++)
        {
            compiled.Resize([1, n]);
            compiled.Inputs[0].Data<float>().Fill(n);
            compiled.Run();
            Assert.Equal(Enumerable.Repeat(3f * n, n), compiled.Outputs[0].Data<float>().ToArray());
        }

        compiled.Resize([1, 20]);
        Assert.Equal(20, compiled.Inputs[0].Data<float>()[0]);
        compiled.Resize([1, 1]);
        Assert.Equal(0, compiled.Inputs[0].Data<float>()[0]);
    }

    [Theory]
    [MemberData(nameof(WholeModels))]
    public void Both_sources_of_nodes_give_the_same_graph_and_the_same_bits(string name)
    {
        using var model = TestModels.Shared(name);
        using var webnn = TestModels.RequireWebNN();
        using var interpreter = new Interpreter(model, new() { Delegates = [webnn] });
        using var compiled = new CompiledModel(model);
        TestModels.Fill(interpreter, seed: 5);
        foreach (var (source, target) in interpreter.Inputs.Zip(compiled.Inputs))
        {
            source.Bytes.CopyTo(target.Bytes);
        }

        interpreter.Invoke();
        compiled.Run();

        Assert.Equal(Assert.Single(interpreter.Report!.Partitions).GraphText, Assert.Single(compiled.Report.Partitions).GraphText);
        foreach (var (expected, actual) in interpreter.Outputs.Zip(compiled.Outputs))
        {
            Assert.Equal((expected.Name, expected.Type), (actual.Name, actual.Type));
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.Equal(expected.Quantization, actual.Quantization);
            Assert.True(expected.Bytes.SequenceEqual(actual.Bytes), $"{actual} differs, seed 5");
        }
    }

    public static TheoryData<string> WholeModels =>
    [
        "ad01_fp32", "deeplabv3_fp32", "face_detection_short_range_fp16", "face_landmark", "hello_world_float", "kws_ref_model_dynamic_range",
        "kws_ref_model_int8", "mobilenet_v1_0.25_128_uint8", "mobilenet_v1_0.25_224_fp32", "mobilenet_v2_1.0_224_ptq_int8", "movenet_lightning_ptq",
        "movie_review_nl", "resnet8_int8", "vww_96_float", "vww_96_int8",
    ];

    private static CompiledModel Compile(byte[] bytes)
    {
        TestModels.RequireOnnxRuntime();
        return CompiledModel.FromBytes(bytes);
    }

    /// <summary>relu(x) as [its first dimension, the rest], by SHAPE, STRIDED_SLICE and PACK.</summary>
    private static byte[] ShapeChain()
    {
        var writer = new ModelWriter();
        var x = writer.AddTensor("x", TensorType.Float32, [1, 3, 2]);
        var relu = writer.AddTensor("relu", TensorType.Float32, [1, 3, 2]);
        var shape = writer.AddTensor("shape", TensorType.Int32, [3]);
        var rows = writer.AddTensor("rows", TensorType.Int32, []);
        var target = writer.AddTensor("target", TensorType.Int32, [2]);
        var y = writer.AddTensor("y", TensorType.Float32, [1, 6]);
        int Constant(string name, ReadOnlySpan<int> dimensions, params int[] values) =>
            writer.AddTensor(name, TensorType.Int32, dimensions, data: MemoryMarshal.AsBytes<int>(values).ToArray());
        writer.AddOperator(BuiltinOperator.Relu, [x], [relu]);
        writer.AddOperator(BuiltinOperator.Shape, [relu], [shape], new ShapeOptions(TensorType.Int32));
        writer.AddOperator(
            BuiltinOperator.StridedSlice,
            [shape, Constant("begin", [1], 0), Constant("end", [1], 1), Constant("strides", [1], 1)],
            [rows],
            new StridedSliceOptions(ShrinkAxisMask: 1));
        writer.AddOperator(BuiltinOperator.Pack, [rows, Constant("rest", [], -1)], [target], new PackOptions(2, 0));
        writer.AddOperator(BuiltinOperator.Reshape, [relu, target], [y]);
        writer.SetInputs([x]);
        writer.SetOutputs([y]);
        return writer.ToArray();
    }
}

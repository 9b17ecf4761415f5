using WebNN.Interop.Natives;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Tests;

/// <summary>The interpreter on its own and with XNNPACK.</summary>
public sealed class InterpreterTests
{
    [Fact]
    public void Invoke_computes_the_model()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var interpreter = new Interpreter(model);
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Inputs[1].CopyFrom<float>([10, -20, 30, -40]);

        interpreter.Invoke();

        Assert.Equal([11, 0, 33, 0], interpreter.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void Tensors_say_what_they_are()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var interpreter = new Interpreter(model);

        Assert.Equal("input 1 'b' Float32[1,4]", interpreter.Inputs[1].ToString());
        Assert.Equal(TfLiteType.Float32, interpreter.Outputs[0].Type);
        Assert.Equal([1, 4], interpreter.Outputs[0].Shape);
        Assert.Equal(16, interpreter.Outputs[0].ByteLength);
        Assert.Equal((0f, 0), interpreter.Outputs[0].Quantization);
    }

    [Fact]
    public void The_runtime_says_its_version_and_where_it_came_from()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var interpreter = new Interpreter(model);

        Assert.Equal("2.9.0", interpreter.RuntimeVersion);
        Assert.Contains("tensorflowlite_c", interpreter.Library.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_are_found_by_the_names_of_the_signature_and_their_own()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var interpreter = new Interpreter(model);

        Assert.Same(interpreter.Inputs[0], interpreter.Input("left"));
        Assert.Same(interpreter.Inputs[1], interpreter.Input("b"));
        Assert.Same(interpreter.Outputs[0], interpreter.Output("out"));
        Assert.StartsWith(
            "'test' has no 'middle'; it has right, left, a, b", Assert.Throws<ArgumentException>(() => interpreter.Input("middle")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resized_input_changes_the_shapes_after_allocation()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model);

        interpreter.ResizeInput(0, [2, 3]);
        interpreter.AllocateTensors();
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4, 5, 6]);
        interpreter.Invoke();

        Assert.Equal([2, 3], interpreter.Outputs[0].Shape);
        Assert.Equal([3, 6, 9, 12, 15, 18], interpreter.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void Between_resize_and_allocation_there_is_no_data_and_no_invoke()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model);

        interpreter.ResizeInput(0, [2, 3]);

        var error = Assert.Throws<InvalidOperationException>(() => interpreter.Inputs[0].Data<float>().Length);
        Assert.Equal("an input was resized: call AllocateTensors first", error.Message);
        Assert.Throws<InvalidOperationException>(interpreter.Invoke);
    }

    [Fact]
    public void Wrong_element_types_and_counts_are_refused()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model);
        var input = interpreter.Inputs[0];

        Assert.Equal("input 0 'x' Float32[1,4] does not hold Byte elements", Assert.Throws<ArgumentException>(() => input.Data<byte>().Length).Message);
        Assert.Equal("input 0 'x' Float32[1,4] takes 4 elements; got 3", Assert.Throws<ArgumentException>(() => input.CopyFrom<float>([1, 2, 3])).Message);
        Assert.Equal(
            "output 0 'y' Float32[1,4] has 4 elements; there is room for 5",
            Assert.Throws<ArgumentException>(() => interpreter.Outputs[0].CopyTo(new float[5].AsSpan())).Message);
    }

    [Fact]
    public void Impossible_resizes_are_refused()
    {
        using var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model);

        Assert.Throws<ArgumentException>(() => interpreter.ResizeInput(0, [0, 4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => interpreter.ResizeInput(1, [1, 4]));
    }

    [Fact]
    public void Shapes_that_the_model_cannot_take_fail_at_allocation_with_the_log_of_TFLite()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var interpreter = new Interpreter(model);

        interpreter.ResizeInput(0, [1, 3]);
        var error = Assert.Throws<TfLiteException>(interpreter.AllocateTensors);

        Assert.StartsWith("TensorFlow Lite 2.9.0 cannot prepare 'test': ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Given shapes, [1,3] and [1,4], are not broadcastable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interpreter_survives_a_failed_resize()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        using var interpreter = new Interpreter(model);
        interpreter.ResizeInput(0, [1, 3]);
        Assert.Throws<TfLiteException>(interpreter.AllocateTensors);

        interpreter.ResizeInput(0, [1, 4]);
        interpreter.AllocateTensors();
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Inputs[1].CopyFrom<float>([1, 1, 1, 1]);
        interpreter.Invoke();

        Assert.Equal([2, 3, 4, 5], interpreter.Outputs[0].Data<float>().ToArray());
    }

    [Fact]
    public void An_unknown_custom_operator_is_named()
    {
        using var model = TestModels.Load(TestModels.UnknownCustomOperator());

        var error = Assert.Throws<TfLiteException>(() => new Interpreter(model));

        Assert.Equal(
            "'test' has the custom operator 'FrobnicateV2': TensorFlow Lite cannot run it without a kernel for it, and this library has none",
            error.Message);
    }

    [Fact]
    public void What_TFLite_logs_reaches_the_listener_and_the_messages()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        var lines = new List<string>();
        using var interpreter = new Interpreter(model, new() { Log = lines.Add });
        interpreter.ResizeInput(0, [1, 3]);

        Assert.Throws<TfLiteException>(interpreter.AllocateTensors);

        Assert.NotEmpty(lines);
        Assert.Contains(lines[0], interpreter.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_not_there_is_named()
    {
        using var model = TestModels.Load(TestModels.AddRelu());

        var error = Assert.Throws<NativeLibraryException>(() => new Interpreter(model, new() { TfLiteLibrary = "/nowhere/libtflite.so" }));

        Assert.Contains("/nowhere/libtflite.so", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_interpreter_refuses_everything()
    {
        using var model = TestModels.Load(TestModels.AddRelu());
        var interpreter = new Interpreter(model);
        var input = interpreter.Inputs[0];

        interpreter.Dispose();
        interpreter.Dispose();

        Assert.Throws<ObjectDisposedException>(interpreter.Invoke);
        Assert.Throws<ObjectDisposedException>(interpreter.AllocateTensors);
        Assert.Throws<ObjectDisposedException>(() => input.Data<float>().Length);
    }

    [Fact]
    public void A_model_may_be_disposed_before_its_interpreter()
    {
        var model = TestModels.Load(TestModels.Triple());
        using var interpreter = new Interpreter(model);

        model.Dispose();
        interpreter.Inputs[0].CopyFrom<float>([1, 2, 3, 4]);
        interpreter.Invoke();

        Assert.Equal([3, 6, 9, 12], interpreter.Outputs[0].Data<float>().ToArray());
        Assert.Throws<ObjectDisposedException>(() => new Interpreter(model));
    }

    [Fact]
    public void XNNPACK_computes_what_TFLite_computes()
    {
        using var model = TestModels.Shared("mobilenet_v1_0.25_224_fp32");
        using var delegates = new XnnpackDelegate();
        using var plain = new Interpreter(model);
        using var fast = new Interpreter(model, new() { Delegates = [delegates] });
        TestModels.Fill(plain, 7);
        TestModels.Fill(fast, 7);

        plain.Invoke();
        fast.Invoke();

        var (expected, actual) = (plain.Outputs[0].Data<float>().ToArray(), fast.Outputs[0].Data<float>().ToArray());
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}

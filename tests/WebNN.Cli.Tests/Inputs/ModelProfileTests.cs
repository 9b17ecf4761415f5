using WebNN.Cli.Inputs;
using WebNN.FlatBuffers;

namespace WebNN.Cli.Tests.Inputs;

public sealed class ModelProfileTests
{
    [Fact]
    public void A_model_of_floats_computes_in_floats() => Assert.Equal(Numerics.Float, ProfileOf(SmallModels.Float()).Numerics);

    [Fact]
    public void A_model_with_integer_activations_is_quantized_whatever_its_output() =>
        Assert.Equal(Numerics.Quantized, ProfileOf(SmallModels.Quantized()).Numerics);

    [Fact]
    public void Float_activations_on_integer_weights_are_dynamic_range() =>
        Assert.Equal(Numerics.DynamicRange, ProfileOf(SmallModels.DynamicRange()).Numerics);

    [Fact]
    public void A_float_output_of_a_quantized_model_has_the_step_of_the_tensor_before_it() =>
        Assert.Equal(new StepSource("hidden", 1 / 256f), ProfileOf(SmallModels.Quantized()).StepOf(0));

    [Fact]
    public void A_float_model_has_no_steps() => Assert.Null(ProfileOf(SmallModels.Float()).StepOf(0));

    [Fact]
    public void Indices_stay_within_the_table_that_they_select_from() =>
        Assert.Equal("[0, 49] (GATHER selects one of 50)", InputRange.Of(ProfileOf(SmallModels.Tokens()), 0).ToString());

    [Fact]
    public void A_float_input_that_is_quantized_at_once_takes_what_its_integers_can_represent() =>
        Assert.Equal(
            "[-10, 15.5] (what its QUANTIZE can represent)", InputRange.Of(ProfileOf(SmallModels.QuantizingItself()), 0).ToString());

    [Fact]
    public void An_int8_input_takes_all_its_values() =>
        Assert.Equal("[-128, 127] (all values of its type)", InputRange.Of(ProfileOf(SmallModels.Quantized()), 0).ToString());

    [Fact]
    public void Random_values_fill_the_range_and_the_same_seed_gives_the_same_bytes()
    {
        var range = new InputRange(0, 49, "");
        var (first, second) = (new byte[4000], new byte[4000]);
        range.Fill(first, TensorType.Int32, new Random(5));
        range.Fill(second, TensorType.Int32, new Random(5));

        var values = Enumerable.Range(0, 1000).Select(index => BitConverter.ToInt32(first, index * 4)).ToArray();
        Assert.Equal((0, 49), (values.Min(), values.Max()));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Metadata_that_is_damaged_counts_as_none()
    {
        var random = new Random(3);
        for (var length = 0; length < 200; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.Empty(TaskMetadata.Read(bytes).Inputs);
        }
    }

    [Fact]
    public void Metadata_tells_how_a_real_model_normalises_its_pictures()
    {
        var model = FlatBufferModel.Parse(File.ReadAllBytes(Needs.Shared("models/deeplabv3_fp32.tflite")));

        var input = Assert.Single(new ModelProfile(model).Metadata.Inputs);

        Assert.Equal([127.5f], input.Mean);
        Assert.Equal([127.5f], input.Std);
    }

    private static ModelProfile ProfileOf(byte[] model) => new(FlatBufferModel.Parse(model));
}

using WebNN.FlatBuffers;

namespace WebNN.EndToEnd.Tests.Operators;

/// <summary>Each model runs several times, keeping its state, and once more after the state was reset.</summary>
public sealed class RecurrentTests
{
    private static readonly Elements small = Elements.Float with { Low = -0.5, High = 0.5 };

    /// <summary>With a zero point of 0: TFLite 2.9 subtracts another one where it should add it, newer ones do not.</summary>
    private static readonly Elements hidden = Elements.Int8(0.008f, 0);

    /// <summary>What a full LSTM may have besides its four gates.</summary>
    public enum Extra
    {
        None,
        Coupled,
        Peephole,
        Projection,
        Norm,
        CellClip,
        All,
    }

    [Theory]
    [InlineData(Extra.None, true)]
    [InlineData(Extra.None, false)]
    [InlineData(Extra.Coupled, true)]
    [InlineData(Extra.Peephole, true)]
    [InlineData(Extra.Projection, false)]
    [InlineData(Extra.Norm, false)]
    [InlineData(Extra.CellClip, true)]
    [InlineData(Extra.All, false)]
    public void Sequences_of_an_LSTM_agree(Extra extra, bool timeMajor)
    {
        var clip = extra is Extra.CellClip or Extra.All ? 0.3f : 0;
        var model = new SingleOperator(BuiltinOperator.UnidirectionalSequenceLstm, new SequenceLstmOptions(timeMajor, Activation.Tanh, clip, extra == Extra.All ? 0.2f : 0))
            .Input(Elements.Float, timeMajor ? [5, 2, 6] : [2, 5, 6]);
        var outputs = Lstm(model, extra, small, 2);
        model.Output(Elements.Float, timeMajor ? [5, 2, outputs] : [2, 5, outputs]).AgreesWithTFLite(Tolerance.Float);
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Relu6)]
    public void Other_activations_of_an_LSTM_agree(Activation activation)
    {
        var model = new SingleOperator(BuiltinOperator.UnidirectionalSequenceLstm, new SequenceLstmOptions(true, activation)).Input(Elements.Float, 4, 1, 6);
        var outputs = Lstm(model, Extra.None, small, 1);
        model.Output(Elements.Float, 4, 1, outputs).AgreesWithTFLite(Tolerance.Float);
    }

    [Theory]
    [InlineData(Extra.None)]
    [InlineData(Extra.Coupled)]
    [InlineData(Extra.All)]
    public void One_step_of_an_LSTM_agrees(Extra extra)
    {
        var model = new SingleOperator(BuiltinOperator.Lstm, new LstmOptions(Activation.Tanh, extra == Extra.All ? 0.3f : 0)).Input(Elements.Float, 3, 6);
        var outputs = Lstm(model, extra, small, 3);
        model.Output(Elements.Float, 3, outputs).AgreesWithTFLite(Tolerance.Float);
    }

    /// <summary>TFLite rounds the activations of each step to int8; the delegate has the weights' real values.</summary>
    [Theory]
    [InlineData(Extra.None)]
    [InlineData(Extra.Coupled)]
    [InlineData(Extra.Peephole)]
    [InlineData(Extra.Projection)]
    [InlineData(Extra.Norm)]
    [InlineData(Extra.All)]
    public void An_LSTM_with_weights_of_int8_differs_by_what_TFLite_rounds(Extra extra)
    {
        var model = new SingleOperator(BuiltinOperator.UnidirectionalSequenceLstm, new SequenceLstmOptions(true), version: 2).Input(Elements.Float, 5, 2, 6);
        var outputs = Lstm(model, extra, Elements.Int8(0.004f, 0) with { Low = -127 }, 2);
        model.Output(Elements.Float, 5, 2, outputs).AgreesWithTFLite(Tolerance.Float with { Relative = 0.03 });
    }

    [Theory]
    [InlineData(false, true, 0f)]
    [InlineData(false, false, 0f)]
    [InlineData(true, true, 0f)]
    [InlineData(false, true, 0.4f)]
    public void An_LSTM_of_integers_agrees(bool coupled, bool timeMajor, float clip)
    {
        const int Cells = 20;
        var (input, weights, recurrent) = (Elements.Int8(0.02f, 5), Elements.Int8(0.006f, 0) with { Low = -127 }, Elements.Int8(0.002f, 0) with { Low = -127 });
        var model = new SingleOperator(BuiltinOperator.UnidirectionalSequenceLstm, new SequenceLstmOptions(timeMajor, Activation.Tanh, clip))
            .Input(input, timeMajor ? [7, 2, 12] : [2, 7, 12]);
        Gates(model, coupled, () => model.Constant(weights, Cells, 12));
        Gates(model, coupled, () => model.Constant(recurrent, Cells, Cells));
        model.Absent().Absent().Absent();
        Gates(model, coupled, () => model.Bias(0.02f * 0.006f, Cells));
        model.Absent().Absent().Variable(hidden, 2, Cells).Variable(Elements.Int16(1f / 4096), 2, Cells).Absent().Absent().Absent().Absent();
        for (var i = 0; i < 4; i++)
        {
            model.Intermediate(new Elements(TensorType.Float32, 0, 0));
        }

        model.Intermediate(hidden).Output(hidden, timeMajor ? [7, 2, Cells] : [2, 7, Cells]).AgreesWithTFLite(Tolerance.OneStep(0.02));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Both_directions_of_an_LSTM_agree(bool timeMajor, bool merge)
    {
        var model = new SingleOperator(BuiltinOperator.BidirectionalSequenceLstm, new BidirectionalLstmOptions(timeMajor, merge))
            .Input(Elements.Float, timeMajor ? [4, 2, 6] : [2, 4, 6]);
        for (var direction = 0; direction < 2; direction++)
        {
            Repeat(4, () => model.Constant(small, 5, 6));
            Repeat(4, () => model.Constant(small, 5, 5));
            Repeat(3, () => model.Absent());
            Repeat(4, () => model.Constant(small, 5));
            Repeat(2, () => model.Absent());
        }

        Repeat(4, () => model.Variable(Elements.Float, 2, 5));
        Repeat(9, () => model.Absent());
        if (merge)
        {
            model.Output(Elements.Float, timeMajor ? [4, 2, 10] : [2, 4, 10]);
        }
        else
        {
            Repeat(2, () => model.Output(Elements.Float, timeMajor ? [4, 2, 5] : [2, 4, 5]));
        }

        model.AgreesWithTFLite(Tolerance.Float);
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu6)]
    [InlineData(Activation.ReluN1To1)]
    public void One_step_of_an_RNN_agrees(Activation activation) =>
        Rnn(new SingleOperator(BuiltinOperator.Rnn, new RnnOptions(activation)).Input(Elements.Float, 3, 6))
            .Output(Elements.Float, 3, 5).AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sequences_of_an_RNN_agree(bool timeMajor) =>
        Rnn(new SingleOperator(BuiltinOperator.UnidirectionalSequenceRnn, new SequenceRnnOptions(timeMajor, Activation.Tanh))
            .Input(Elements.Float, timeMajor ? [4, 3, 6] : [3, 4, 6]))
            .Output(Elements.Float, timeMajor ? [4, 3, 5] : [3, 4, 5]).AgreesWithTFLite(Tolerance.Float);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Both_directions_of_an_RNN_agree(bool timeMajor, bool merge)
    {
        var model = new SingleOperator(BuiltinOperator.BidirectionalSequenceRnn, new BidirectionalRnnOptions(timeMajor, Activation.Relu, merge))
            .Input(Elements.Float, timeMajor ? [4, 3, 6] : [3, 4, 6]);
        Rnn(Rnn(model)).Absent().Absent().Absent();
        if (merge)
        {
            model.Output(Elements.Float, timeMajor ? [4, 3, 10] : [3, 4, 10]);
        }
        else
        {
            Repeat(2, () => model.Output(Elements.Float, timeMajor ? [4, 3, 5] : [3, 4, 5]));
        }

        model.AgreesWithTFLite(Tolerance.Float);
    }

    [Theory]
    [InlineData(1, 4, Activation.None)]
    [InlineData(2, 3, Activation.Relu)]
    [InlineData(3, 2, Activation.ReluN1To1)]
    public void A_filter_of_floats_agrees(int rank, int memory, Activation activation) =>
        Filter(new SingleOperator(BuiltinOperator.Svdf, new SvdfOptions(rank, activation)), rank, memory).AgreesWithTFLite(Tolerance.Float);

    /// <summary>A sum that TFLite has in 32 bits, and the delegate in floats: only halves are rounded to another side.</summary>
    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    public void A_filter_of_integers_agrees(int rank, int memory) =>
        new SingleOperator(BuiltinOperator.Svdf, new SvdfOptions(rank, Activation.Relu), version: 3)
            .Input(Elements.Int8(0.02f, 5), 2, 10)
            .Constant(Elements.Int8(0.01f, 0), 6 * rank, 10)
            .Constant(Elements.Int16(0.0001f), 6 * rank, memory)
            .Constant(new Elements(TensorType.Int32, -2000, 2000, QuantizationParameters.PerTensor(0.0001f * 0.0005f)), 6)
            .Variable(Elements.Int16(0.0005f), 2, 6 * rank * memory)
            .Output(Elements.Int8(0.3f, -128), 2, 6)
            .AgreesWithTFLite(Tolerance.OneStep(0.02));

    private static SingleOperator Filter(SingleOperator model, int rank, int memory) =>
        model.Input(Elements.Float, 2, 10).Constant(small, 6 * rank, 10).Constant(small, 6 * rank, memory).Constant(small, 6)
            .Variable(Elements.Float, 2, 6 * rank * memory).Output(Elements.Float, 2, 6);

    private static SingleOperator Rnn(SingleOperator model) =>
        model.Constant(small, 5, 6).Constant(small, 5, 5).Constant(small, 5).Variable(Elements.Float, 3, 5);

    /// <summary>All operands after the input; the answer is how many outputs it has.</summary>
    private static int Lstm(SingleOperator model, Extra extra, Elements weights, int batch)
    {
        const int Cells = 5;
        const int Features = 6;
        var coupled = extra is Extra.Coupled or Extra.All;
        var (peephole, projection, norm) = (extra is Extra.Peephole or Extra.All, extra is Extra.Projection or Extra.All, extra is Extra.Norm or Extra.All);
        var outputs = projection ? 3 : Cells;
        Gates(model, coupled, () => model.Constant(weights, Cells, Features));
        Gates(model, coupled, () => model.Constant(weights, Cells, outputs));
        _ = peephole && !coupled ? model.Constant(weights, Cells) : model.Absent();
        Repeat(2, () => peephole ? model.Constant(weights, Cells) : model.Absent());
        Gates(model, coupled, () => model.Constant(small, Cells));
        _ = projection ? model.Constant(weights, outputs, Cells) : model.Absent();
        _ = projection ? model.Constant(small, outputs) : model.Absent();
        model.Variable(Elements.Float, batch, outputs).Variable(Elements.Float, batch, Cells);
        if (norm)
        {
            Gates(model, coupled, () => model.Constant(Elements.Positive, Cells));
        }

        return outputs;
    }

    /// <summary>Of input, forget, cell and output gate; coupled, the first is absent.</summary>
    private static void Gates(SingleOperator model, bool coupled, Func<SingleOperator> add)
    {
        _ = coupled ? model.Absent() : add();
        Repeat(3, add);
    }

    private static void Repeat(int count, Func<SingleOperator> add)
    {
        for (var i = 0; i < count; i++)
        {
            add();
        }
    }
}

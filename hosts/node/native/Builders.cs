using WebNN.Node.Interop;
using WebNN.Node.Operators;

namespace WebNN.Node;

/// <summary>What an MLGraphBuilder of JavaScript's holds once it has an operand.</summary>
internal sealed class GraphBuilder(Context context) : IWrapped
{
    private bool isReleased;

    public Context Context => context;

    public MLGraphBuilder Builder { get; } = new(context.Backend);

    public Constants Constants { get; } = new();

    /// <summary>By their number in lib/.</summary>
    public List<MLOperand> Operands { get; } = [];

    /// <summary>Adds an operand and returns its number.</summary>
    public nint Add(nint env, MLOperand operand)
    {
        Operands.Add(operand);
        return Values.Of(env, Operands.Count - 1);
    }

    /// <summary>Hands the constants to the graph that is built.</summary>
    public Constants Give()
    {
        isReleased = true;
        return Constants;
    }

    public void Release(nint env)
    {
        if (isReleased)
        {
            return;
        }

        isReleased = true;
        Constants.Forget(env);
        Constants.Free();
    }
}

/// <summary>The functions of MLGraphBuilder.</summary>
internal static class Builders
{
    /// <summary>(context): a builder.</summary>
    public static nint Create(Arguments call) => Values.Wrap(call.Env, new GraphBuilder(call.Object<Context>(0)));

    /// <summary>(builder, name, dataType, shape): the operand's number, as in all that follow.</summary>
    public static nint Input(Arguments call)
    {
        var builder = call.Object<GraphBuilder>(0);
        return builder.Add(call.Env, builder.Builder.Input(call.String(1), call.Descriptor(2)));
    }

    /// <summary>(builder, dataType, shape, bytes), which are copied now.</summary>
    public static nint Constant(Arguments call)
    {
        var builder = call.Object<GraphBuilder>(0);
        var descriptor = call.Descriptor(1);
        var source = call.Bytes(3);
        if (source.Length != descriptor.ByteLength)
        {
            throw new ArgumentException($"constant {descriptor} needs {descriptor.ByteLength} bytes; got {source.Length}");
        }

        var bytes = new NativeBytes(source.Length);
        source.CopyTo(bytes.GetSpan());
        builder.Constants.Add(call.Env, bytes, bytes.Length);
        return builder.Add(call.Env, builder.Builder.Constant(descriptor, bytes.Memory));
    }

    /// <summary>(builder, dataType, number)</summary>
    public static nint Scalar(Arguments call)
    {
        var builder = call.Object<GraphBuilder>(0);
        var number = new CallReader(call.Doubles(2), builder.Operands, "constant", "").Number();
        return builder.Add(call.Env, builder.Builder.Constant((MLOperandDataType)call.Int32(1), number!.Value));
    }

    /// <summary>(builder, constant tensor), whose memory the graph reads, whatever becomes of the tensor.</summary>
    public static nint ConstantTensor(Arguments call)
    {
        var builder = call.Object<GraphBuilder>(0);
        var tensor = call.Object<Tensor>(1);
        var bytes = tensor.Bytes.Share();
        builder.Constants.Add(call.Env, bytes, 0);
        return builder.Add(call.Env, builder.Builder.Constant(tensor.Descriptor, bytes.Memory));
    }

    /// <summary>
    /// (builder, operator, Float64Array, length, label): records an operator with the arguments in the array, and writes its results there:
    /// the number of the first, then type, rank and dimensions of each. Returns how many there are.
    /// </summary>
    public static nint Record(Arguments call)
    {
        var builder = call.Object<GraphBuilder>(0);
        var numbers = call.Doubles(2);
        var (@operator, label) = (call.String(1), call.String(4));
        var reader = new CallReader(numbers[..call.Int32(3)], builder.Operands, @operator, label);
        var results = OperatorTable.Find(@operator)(builder.Builder, ref reader, label);
        var writer = numbers;
        Write(ref writer, builder.Operands.Count);
        foreach (var result in results)
        {
            builder.Operands.Add(result);
            Write(ref writer, (int)result.DataType);
            Write(ref writer, result.Rank);
            foreach (var dimension in result.Shape)
            {
                Write(ref writer, dimension);
            }
        }

        return Values.Of(call.Env, results.Length);
    }

    /// <summary>(builder, Float64Array of operands, name of each...): a promise of the graph. The builder is of no more use.</summary>
    public static nint Build(Arguments call)
    {
        var builder = call.Object<GraphBuilder>(0);
        var numbers = call.Doubles(1);
        var outputs = new MLNamedOperand[numbers.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = new(call.String(i + 2), builder.Operands[(int)numbers[i]]);
        }

        // What is wrong with the outputs leaves the builder as it is.
        builder.Builder.Define(outputs);
        return builder.Context.Timeline.AddPromised(call.Env, new BuildWork(builder, outputs));
    }

    private static void Write(ref Span<double> numbers, double value)
    {
        numbers[0] = value;
        numbers = numbers[1..];
    }

    private sealed class BuildWork(GraphBuilder builder, MLNamedOperand[] outputs) : PromisedWork
    {
        private readonly Constants constants = builder.Give();
        private MLGraph? compiled;

        protected override void Perform() => compiled = builder.Builder.Build(outputs);

        protected override nint Result(nint env) => Values.Wrap(env, new Graph(builder.Context, compiled!, constants));

        protected override void Failed(nint env)
        {
            constants.Forget(env);
            constants.Free();
        }

        protected override void Drop()
        {
            compiled?.Dispose();
            constants.Free();
        }

        /// <summary>The outputs were checked before: whatever fails now, the backend could not do.</summary>
        protected override string ErrorName(Exception e) => AddonErrors.Operation;
    }
}

using WebNN.Node.Interop;

namespace WebNN.Node;

/// <summary>What an MLTensor of JavaScript's holds.</summary>
internal sealed class Tensor : IWrapped
{
    private Exception? failure;
    private bool isReleased;

    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="OutOfMemoryException">There is not so much memory.</exception>
    public Tensor(nint env, Context context, MLOperandDescriptor descriptor)
    {
        (Context, Descriptor) = (context, descriptor);
        Bytes = new((int)descriptor.ByteLength);
        ExternalMemory.Adjust(env, Bytes.Length);
    }

    public Context Context { get; }

    public MLOperandDescriptor Descriptor { get; }

    public NativeBytes Bytes { get; }

    public Span<byte> Span => Bytes.GetSpan();

    /// <summary>Its content is new; or, with what went wrong, is lost until it is written again.</summary>
    public void Written(Exception? problem = null) => failure = problem;

    /// <exception cref="RunFailedException">The dispatch that should have written it failed.</exception>
    public void RequireContent()
    {
        if (failure is { } problem)
        {
            throw new RunFailedException($"the dispatch that writes tensor {Descriptor} failed: {problem.Message}", problem);
        }
    }

    public void Release(nint env)
    {
        if (isReleased)
        {
            return;
        }

        isReleased = true;
        ExternalMemory.Adjust(env, -Bytes.Length);
        Context.Timeline.AddRelease(env, Bytes.Disown);
    }
}

/// <summary>A dispatch failed before its outputs were read.</summary>
internal sealed class RunFailedException(string message, Exception inner) : Exception(message, inner);

/// <summary>What JavaScript's collector has to know of memory that it does not see.</summary>
internal static unsafe class ExternalMemory
{
    public static void Adjust(nint env, long bytes)
    {
        long total;
        NodeApi.Check(NodeApi.AdjustExternalMemory(env, bytes, &total));
    }
}

/// <summary>The functions of MLTensor, and of MLContext for tensors.</summary>
internal static class Tensors
{
    /// <summary>(context, dataType, shape, bytes or undefined): a tensor.</summary>
    public static nint Create(Arguments call)
    {
        var descriptor = call.Descriptor(1);
        var hasContent = !Values.IsUndefined(call.Env, call.Value(3));
        var content = hasContent ? call.Bytes(3) : [];
        RequireLength(descriptor, content.Length, hasContent);
        var tensor = new Tensor(call.Env, call.Object<Context>(0), descriptor);
        content.CopyTo(tensor.Span);
        return Values.Wrap(call.Env, tensor);
    }

    /// <summary>(tensor, bytes), which are copied now.</summary>
    public static nint Write(Arguments call)
    {
        var tensor = call.Object<Tensor>(0);
        var bytes = call.Bytes(1);
        RequireLength(tensor.Descriptor, bytes.Length, true);
        if (tensor.Context.Timeline.IsIdle)
        {
            tensor.Context.Timeline.Expect();
            bytes.CopyTo(tensor.Span);
            tensor.Written();
        }
        else
        {
            tensor.Context.Timeline.Add(call.Env, new WriteWork(tensor, bytes.ToArray()));
        }

        return 0;
    }

    /// <summary>(tensor): an ArrayBuffer, or a promise of one.</summary>
    public static nint Read(Arguments call)
    {
        var tensor = call.Object<Tensor>(0);
        var timeline = tensor.Context.Timeline;
        if (!timeline.IsIdle)
        {
            return timeline.AddPromised(call.Env, new ReadWork(call.Env, tensor));
        }

        tensor.RequireContent();
        return Values.ArrayBuffer(call.Env, tensor.Span);
    }

    /// <summary>(tensor, Uint8Array): undefined, or a promise of it.</summary>
    public static nint ReadInto(Arguments call)
    {
        var tensor = call.Object<Tensor>(0);
        var target = call.Bytes(1);
        RequireLength(tensor.Descriptor, target.Length, true);
        var timeline = tensor.Context.Timeline;
        if (!timeline.IsIdle)
        {
            return timeline.AddPromised(call.Env, new ReadIntoWork(call.Env, tensor, call.Value(1)));
        }

        tensor.RequireContent();
        tensor.Span.CopyTo(target);
        return 0;
    }

    private static void RequireLength(MLOperandDescriptor descriptor, int length, bool hasContent)
    {
        if (hasContent && length != descriptor.ByteLength)
        {
            throw new ArgumentException($"tensor {descriptor} holds {descriptor.ByteLength} bytes; got {length}");
        }
    }

    private sealed class WriteWork(Tensor tensor, byte[] bytes) : Work
    {
        public override void Execute()
        {
            bytes.CopyTo(tensor.Span);
            tensor.Written();
        }
    }

    /// <summary>Copies to an ArrayBuffer that JavaScript gets to see only when the promise is resolved with it.</summary>
    private sealed unsafe class ReadWork : PromisedWork
    {
        private readonly Tensor tensor;
        private readonly void* data;
        private readonly Reference buffer;

        public ReadWork(nint env, Tensor tensor)
        {
            nint created;
            void* start;
            this.tensor = tensor;
            NodeApi.Check(NodeApi.CreateArrayBuffer(env, (nuint)tensor.Bytes.Length, &start, &created));
            data = start;
            buffer = new(env, created);
        }

        protected override void Perform()
        {
            tensor.RequireContent();
            tensor.Span.CopyTo(new(data, tensor.Bytes.Length));
        }

        protected override nint Result(nint env) => buffer.Take(env);

        protected override void Failed(nint env) => buffer.Take(env);
    }

    /// <summary>Copies twice: the caller's memory may move, grow or be detached until JavaScript's thread is back.</summary>
    private sealed class ReadIntoWork(nint env, Tensor tensor, nint view) : PromisedWork
    {
        private readonly Reference target = new(env, view);
        private byte[] copy = [];

        protected override void Perform()
        {
            tensor.RequireContent();
            copy = tensor.Span.ToArray();
        }

        protected override nint Result(nint env)
        {
            var bytes = Values.Bytes(env, target.Take(env));
            RequireLength(tensor.Descriptor, bytes.Length, true);
            copy.CopyTo(bytes);
            return 0;
        }

        protected override void Failed(nint env) => target.Take(env);
    }
}

/// <summary>Keeps a value of JavaScript's until it is taken, once.</summary>
internal readonly unsafe struct Reference
{
    private readonly nint reference;

    public Reference(nint env, nint value)
    {
        nint created;
        NodeApi.Check(NodeApi.CreateReference(env, value, 1, &created));
        reference = created;
    }

    public nint Take(nint env)
    {
        nint value;
        NodeApi.Check(NodeApi.GetReference(env, reference, &value));
        NodeApi.Check(NodeApi.DeleteReference(env, reference));
        return value;
    }
}

using WebNN.Node.Interop;

namespace WebNN.Node;

/// <summary>One step of a context's timeline. It runs on the timeline's thread, where no JavaScript can.</summary>
internal abstract class Work
{
    /// <summary>Never throws.</summary>
    public abstract void Execute();

    /// <summary>Frees what the step holds and nobody will get: the environment ended before it was executed, or before its promise was settled. Never throws.</summary>
    public void DropSafely()
    {
        try
        {
            Drop();
        }
        catch (Exception e)
        {
            // Nobody waits for it: what could not be freed stays until the process ends.
            Console.Error.WriteLine($"webnn-node: a release failed: {e.Message}");
        }
    }

    /// <summary>Without the environment, of which nothing can be asked any more.</summary>
    protected virtual void Drop()
    {
    }
}

/// <summary>The last step of some memory's or graph's life: what came before it on the timeline has used it.</summary>
internal sealed class ReleaseWork(Action release) : Work
{
    public override void Execute() => DropSafely();

    protected override void Drop() => release();
}

/// <summary>A step whose end settles a promise, back on JavaScript's thread.</summary>
internal abstract unsafe class PromisedWork : Work
{
    private nint deferred;
    private Exception? error;

    /// <summary>Makes the promise, on JavaScript's thread.</summary>
    public nint Promise(nint env)
    {
        nint promise, settler;
        NodeApi.Check(NodeApi.CreatePromise(env, &settler, &promise));
        deferred = settler;
        return promise;
    }

    public sealed override void Execute()
    {
        try
        {
            Perform();
        }
        catch (Exception e)
        {
            error = e;
        }
    }

    /// <summary>Settles the promise, on JavaScript's thread.</summary>
    public void Settle(nint env)
    {
        nint result = 0;
        try
        {
            if (error is null)
            {
                result = Result(env);
            }
            else
            {
                Failed(env);
            }
        }
        catch (Exception e)
        {
            error ??= e;
            DropSafely();
        }

        if (error is null)
        {
            _ = NodeApi.ResolveDeferred(env, deferred, result == 0 ? Values.Undefined(env) : result);
            return;
        }

        var reason = AddonErrors.Create(env, ErrorName(error), error.Message);
        _ = NodeApi.RejectDeferred(env, deferred, reason == 0 ? Values.Undefined(env) : reason);
    }

    /// <summary>The work itself, on the timeline's thread.</summary>
    protected abstract void Perform();

    /// <summary>What the promise is resolved with, made on JavaScript's thread; 0 for undefined.</summary>
    protected abstract nint Result(nint env);

    /// <summary>Gives back what the work held on JavaScript's thread, where it failed.</summary>
    protected virtual void Failed(nint env)
    {
    }

    /// <summary>The name of the error that the promise is rejected with.</summary>
    protected virtual string ErrorName(Exception e) => AddonErrors.NameWhenRunning(e);
}

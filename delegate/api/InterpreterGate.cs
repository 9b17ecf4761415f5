using System.Runtime.InteropServices;

namespace WebNN.TfLite;

/// <summary>
/// Lets one thread at a time at an interpreter, and keeps its native object until that thread has left: who disposes it meanwhile does not
/// wait, and takes it from nobody. Allocates nothing.
/// </summary>
internal sealed class InterpreterGate(SafeHandle handle)
{
    private readonly Lock gate = new();
    private bool isBusy;

    /// <summary>For a call that changes or runs the interpreter; waits for its turn.</summary>
    /// <exception cref="ObjectDisposedException">The interpreter was disposed.</exception>
    /// <exception cref="InvalidOperationException">Such a call is running on this thread: a listener of the log makes another.</exception>
    public Turn Work()
    {
        var turn = Read();
        if (isBusy)
        {
            turn.Dispose();
            throw new InvalidOperationException("the interpreter is at work: what listens to its log cannot run or change it");
        }

        isBusy = true;
        return new(this, isWork: true);
    }

    /// <summary>For a look at its tensors; waits for its turn, which this thread may have already.</summary>
    /// <exception cref="ObjectDisposedException">The interpreter was disposed.</exception>
    public Turn Read()
    {
        gate.Enter();
        try
        {
            ObjectDisposedException.ThrowIf(handle.IsClosed, typeof(Interpreter));
            var added = false;
            handle.DangerousAddRef(ref added);
            return new(this, isWork: false);
        }
        catch
        {
            gate.Exit();
            throw;
        }
    }

    /// <summary>A thread's time at the interpreter.</summary>
    public readonly ref struct Turn(InterpreterGate owner, bool isWork)
    {
        public void Dispose()
        {
            if (isWork)
            {
                owner.isBusy = false;
            }

            owner.Leave();
        }
    }

    private void Leave()
    {
        try
        {
            handle.DangerousRelease();
        }
        finally
        {
            gate.Exit();
        }
    }
}

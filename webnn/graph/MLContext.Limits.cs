namespace WebNN;

// What a context can build and run, asked before anything is built.
public abstract partial class MLContext
{
    private MLOpSupportLimits? limits;

    /// <summary>The most axes that a tensor has here, that of an operation's result included. Every operation runs up to this rank.</summary>
    public virtual int MaxRank => 16;

    /// <summary>See <see cref="MLOpSupportLimits.PreferredInputLayout"/>.</summary>
    public virtual MLInputOperandLayout PreferredInputLayout => MLInputOperandLayout.Nchw;

    /// <summary>The types and ranks with which each operation builds and runs (WebNN: <c>opSupportLimits</c>); worked out once.</summary>
    public MLOpSupportLimits OpSupportLimits() => limits ??= new(this);
}

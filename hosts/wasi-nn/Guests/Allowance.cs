namespace WebNN.Wasi.Guests;

/// <summary>A quota and how much of it is used, by any thread.</summary>
internal sealed class Allowance(string what, long limit)
{
    private readonly Lock gate = new();
    private long used;

    public long Limit => limit;

    /// <summary>Takes all of it or nothing.</summary>
    public bool TryTake(long amount)
    {
        lock (gate)
        {
            if (amount > limit - used)
            {
                return false;
            }

            used += amount;
            return true;
        }
    }

    public void Give(long amount)
    {
        lock (gate)
        {
            used -= amount;
        }
    }

    /// <summary>Why no more could be taken.</summary>
    public string Exceeded(long amount)
    {
        lock (gate)
        {
            return $"{amount} more {what}; {used} of {limit} are used";
        }
    }
}

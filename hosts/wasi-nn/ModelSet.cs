using System.Diagnostics.CodeAnalysis;
using WebNN.TfLite;
using WebNN.Wasi.Guests;

namespace WebNN.Wasi;

/// <summary>
/// Models that guests load by name. Each is read and verified once; any number of guests on any threads share it. The set owns its models: it
/// disposes each when the set itself is disposed and the last guest has let go of it, in whatever order.
/// </summary>
public sealed class ModelSet : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SharedModel> models = new(StringComparer.Ordinal);
    private bool disposed;

    /// <summary>The names, in no order.</summary>
    public IReadOnlyCollection<string> Names
    {
        get
        {
            lock (gate)
            {
                return [.. models.Keys];
            }
        }
    }

    /// <summary>The model of this name; one model may have several. Set, it takes the place of an earlier one, which guests that have it keep.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public TfLiteModel this[string name]
    {
        get
        {
            lock (gate)
            {
                return models[name].Model;
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(name);
            ArgumentNullException.ThrowIfNull(value);
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                var added = models.Values.FirstOrDefault(model => ReferenceEquals(model.Model, value))?.As(name) ?? new SharedModel(value, name);
                if (models.Remove(name, out var earlier))
                {
                    earlier.Release();
                }

                models.Add(name, added);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            foreach (var model in models.Values)
            {
                model.Release();
            }

            models.Clear();
        }
    }

    /// <summary>The model of this name, which the caller has to release.</summary>
    internal bool TryTake(string name, [NotNullWhen(true)] out SharedModel? model)
    {
        lock (gate)
        {
            if (models.TryGetValue(name, out model))
            {
                model.Take();
            }

            return model is not null;
        }
    }
}

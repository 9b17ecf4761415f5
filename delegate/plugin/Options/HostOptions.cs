using System.Runtime.InteropServices.Marshalling;

namespace WebNN.TfLite.Plugin.Options;

/// <summary>The key and value arrays of tflite_plugin_create_delegate.</summary>
internal static unsafe class HostOptions
{
    /// <summary>What TFLite's own wrapper holds at most.</summary>
    private const uint Most = 256;

    /// <param name="count">Python passes a 32-bit number: what is above is not part of it.</param>
    /// <exception cref="OptionException">The arrays cannot be what the host meant.</exception>
    public static List<KeyValuePair<string, string>> Read(byte** keys, byte** values, nuint count)
    {
        var number = (uint)count;
        if (number > Most)
        {
            throw new OptionException($"the host passes {number} options; at most {Most} are read");
        }

        var options = new List<KeyValuePair<string, string>>((int)number);
        for (var i = 0; i < number; i++)
        {
            if (keys is null || values is null || keys[i] is null)
            {
                throw new OptionException($"the host passes {number} options, but option {i} is null");
            }

            options.Add(new(Utf8StringMarshaller.ConvertToManaged(keys[i])!, Utf8StringMarshaller.ConvertToManaged(values[i]) ?? ""));
        }

        return options;
    }
}

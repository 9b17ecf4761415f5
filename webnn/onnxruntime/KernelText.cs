namespace WebNN.OnnxRuntime;

/// <summary>Which kernels the CPU runs, in the words of options and command lines: <see cref="OrtContextOptions.OwnKernels"/> and <see cref="OrtContextOptions.OwnIntegerKernels"/> as one choice.</summary>
public static class KernelText
{
    private static readonly (string Name, bool? OwnKernels)[] choices = [("auto", null), ("onnxruntime", false), ("own", true)];

    public static IEnumerable<string> Names => choices.Select(choice => choice.Name);

    /// <summary>Null: those that are measured to be faster; false: ONNX Runtime's; true: also those of ours that were only tested.</summary>
    /// <returns>False where it is no such name.</returns>
    public static bool TryParse(string name, out bool? ownKernels)
    {
        var found = Array.Find(choices, choice => choice.Name == name);
        ownKernels = found.OwnKernels;
        return found.Name is not null;
    }

    public static string Name(bool? ownKernels) => Array.Find(choices, choice => choice.OwnKernels == ownKernels).Name;
}

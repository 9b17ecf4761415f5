namespace WebNN.Cli.Running;

/// <summary>A way to run a model.</summary>
internal enum Arm
{
    /// <summary>TFLite's own kernels.</summary>
    TfLite,

    /// <summary>TFLite with its XNNPACK delegate.</summary>
    Xnnpack,

    /// <summary>The WebNN delegate without kernels of our own.</summary>
    OnnxRuntime,

    /// <summary>The WebNN delegate; what it leaves goes to XNNPACK.</summary>
    WebNN,

    /// <summary>The same graphs without TFLite, for models that WebNN runs whole.</summary>
    Compiled,

    /// <summary>The same graphs by their definitions, in double precision: slow, and what the others are measured by.</summary>
    Exact,
}

/// <summary>The arms' names on the command line and in JSON.</summary>
internal static class ArmNames
{
    public static string[] All => [.. Enum.GetValues<Arm>().Select(Name)];

    public static string Name(this Arm arm) => arm switch
    {
        Arm.TfLite => "tflite",
        Arm.Xnnpack => "xnnpack",
        Arm.OnnxRuntime => "onnxruntime",
        Arm.Compiled => "compiled",
        Arm.Exact => "exact",
        _ => "webnn",
    };

    /// <summary>The arm with one of these names.</summary>
    public static Arm Parse(string name) => Enum.GetValues<Arm>().First(arm => arm.Name() == name);
}

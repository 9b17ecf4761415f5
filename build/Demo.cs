namespace WebNN.Build;

/// <summary>The first result of a new user: one model, inspected, compared and timed.</summary>
internal static class Demo
{
    public static int Run(Repository repository)
    {
        string[] models = ["demo/mobilenet_v2_fp32.tflite", "demo/mobilenet_v2_int8.tflite"];
        Step(repository, "models", "create", "mobilenet_v2", "--out", "demo");
        Step(repository, "inspect", models[0]);
        Step(repository, "models", "create", "mobilenet_v2", "--int8", "--out", "demo");
        Step(repository, "inspect", models[1]);
        Step(repository, ["compare", .. models]);
        Step(repository, ["bench", .. models]);
        return 0;
    }

    private static void Step(Repository repository, params string[] arguments)
    {
        Console.WriteLine($"\n$ ./build.sh cli {string.Join(' ', arguments)}");
        Environment.CurrentDirectory = repository.Root;
        var exitCode = Cli.Run(repository, arguments);
        if (exitCode != 0)
        {
            throw new BuildException($"webnn-delegate {arguments[0]} ended with {exitCode}", exitCode);
        }
    }
}

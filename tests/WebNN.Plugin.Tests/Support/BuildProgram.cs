namespace WebNN.Plugin.Tests.Support;

/// <summary>
/// What publishes, one at a time: projects that are published together share their folders under artifacts/, and one for a platform restores
/// them otherwise than a package of all.
/// </summary>
internal static class BuildProgram
{
    private static readonly Lock turn = new();

    /// <summary>Runs a verb of build/.</summary>
    public static void Run(params string[] arguments) =>
        Require(["run", "--project", Places.At("build"), "-c", "Release", "--no-launch-profile", "--", .. arguments]);

    /// <summary>Publishes one project for this platform.</summary>
    public static void Publish(string project, string folder, params string[] properties) =>
        Require(["publish", project, "-c", "Release", "-r", Places.Rid, "-o", folder, "-v", "quiet", "--nologo", .. properties]);

    private static void Require(string[] arguments)
    {
        lock (turn)
        {
            Tool.Require("dotnet", arguments, Places.Root);
        }
    }
}

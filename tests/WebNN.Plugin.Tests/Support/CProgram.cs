namespace WebNN.Plugin.Tests.Support;

/// <summary>A C program of tests/hosts, compiled once per test run.</summary>
internal static class CProgram
{
    private static readonly Lock compiling = new();
    private static readonly HashSet<string> compiled = [];

    /// <summary>Compiles against the headers and libraries of a TFLite; skips the test where gcc or they are absent.</summary>
    /// <param name="include">Below natives/include.</param>
    /// <param name="libraries">Below natives/bin/RID.</param>
    public static string Compile(string source, string name, string include, string[] libraries, params string[] flags)
    {
        Tool.RequireOnPath("gcc");
        var headers = Places.Native(["include", .. include.Split('/', StringSplitOptions.RemoveEmptyEntries)]);
        string[] files = [.. libraries.Select(library => Places.Native(["bin", Places.Rid, .. library.Split('/')]))];
        var program = Places.At("artifacts", "hosts", name);
        lock (compiling)
        {
            if (!compiled.Add(name))
            {
                // Another test may be running it.
                return program;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(program)!);
            var search = files.Select(file => $"-Wl,-rpath,{Path.GetDirectoryName(file)}").Distinct();
            Tool.Require("gcc", ["-std=gnu11", "-O1", "-g", "-Wall", "-Wextra", .. flags, "-I", headers, Places.At("tests", "hosts", source), "-o", program, .. files, "-ldl", "-lm", .. search]);
        }

        return program;
    }
}

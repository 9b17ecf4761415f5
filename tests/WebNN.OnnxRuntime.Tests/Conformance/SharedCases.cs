namespace WebNN.Conformance;

/// <summary>The web platform's conformance cases in the folder beside the repository's.</summary>
internal static class SharedCases
{
    private const string Absent = "";

    private static readonly Dictionary<(string File, string Name), ConformanceCase> cases =
        Folder() is { } folder ? ConformanceCase.ReadFolder(folder).ToDictionary(test => (test.File, test.Name)) : [];

    /// <summary>Files and names; one pair of empty texts where the folder is absent.</summary>
    public static TheoryData<string, string> Names
    {
        get
        {
            var names = new TheoryData<string, string>();
            foreach (var (file, name) in cases.Keys)
            {
                names.Add(file, name);
            }

            if (cases.Count == 0)
            {
                names.Add(Absent, Absent);
            }

            return names;
        }
    }

    /// <summary>Runs a case; the test that asks skips where the folder is absent.</summary>
    public static void RequirePasses(Func<MLContext> open, string file, string name)
    {
        Assert.SkipWhen(file == Absent, "the conformance cases (../shared/wpt/conformance beside the repository) are absent");
        using var context = open();
        var result = ConformanceRunner.Run(context, cases[(file, name)]);
        Assert.True(result.Verdict is ConformanceVerdict.Passed, $"{file}: {name}: {result.Verdict}: {result.Reason}");
    }

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WebNNDelegate.sln")))
            {
                var found = Path.Combine(folder.FullName, "..", "shared", "wpt", "conformance");
                return Directory.Exists(found) ? Path.GetFullPath(found) : null;
            }
        }

        return null;
    }
}

using WebNN.Interop.Natives;

namespace WebNN.Interop.Tests.Natives;

public sealed class NativeLibraryLocatorTests : IDisposable
{
    private static readonly NativeLibraryInfo Library = new("Nowhere", "WEBNN_TEST_NOWHERE", ["libnowhere.so", "libnowhere.so.1"]);

    private readonly string root = Directory.CreateTempSubdirectory("webnn-locator-").FullName;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Library.EnvironmentVariable, null);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public void An_explicit_path_wins_over_everything()
    {
        var given = Make("given/any-name.so");
        Environment.SetEnvironmentVariable(Library.EnvironmentVariable, Make("variable/libnowhere.so"));
        Assert.Equal(new(given, NativeLibrarySource.ExplicitPath), NativeLibraryLocator.Locate(Library, given, root));
    }

    [Fact]
    public void The_environment_variable_wins_over_folders_and_may_name_a_folder()
    {
        Make($"runtimes/{NativeLibraryLocator.RuntimeIdentifier}/native/libnowhere.so");
        var variable = Make("variable/libnowhere.so.1");
        Environment.SetEnvironmentVariable(Library.EnvironmentVariable, Path.GetDirectoryName(variable));
        Assert.Equal(new(variable, NativeLibrarySource.EnvironmentVariable), NativeLibraryLocator.Locate(Library, null, root));
    }

    [Fact]
    public void The_applications_runtimes_folder_wins_over_the_fetched_one()
    {
        var fetched = Make($"natives/bin/{NativeLibraryLocator.RuntimeIdentifier}/libnowhere.so");
        var application = Path.Combine(root, "artifacts", "bin");
        Directory.CreateDirectory(application);
        Assert.Equal(new(fetched, NativeLibrarySource.FetchedFolder), NativeLibraryLocator.Locate(Library, null, application));
        var beside = Make($"artifacts/bin/runtimes/{NativeLibraryLocator.RuntimeIdentifier}/native/libnowhere.so.1");
        Assert.Equal(new(beside, NativeLibrarySource.Application), NativeLibraryLocator.Locate(Library, null, application));
    }

    [Fact]
    public void A_second_version_of_a_library_is_in_a_folder_of_its_own()
    {
        var other = Make($"natives/bin/{NativeLibraryLocator.RuntimeIdentifier}/old/libnowhere.so");
        Assert.Equal(other, NativeLibraryLocator.Locate(Library with { Folder = "old" }, null, root).Path);
        Assert.Throws<NativeLibraryException>(() => NativeLibraryLocator.Locate(Library, null, root));
    }

    [Fact]
    public void A_library_that_is_nowhere_is_reported_with_the_places_and_the_remedy()
    {
        var message = Assert.Throws<NativeLibraryException>(() => NativeLibraryLocator.Locate(Library, null, root)).Message;
        Assert.Contains(Path.Combine(root, "runtimes", NativeLibraryLocator.RuntimeIdentifier, "native"), message, StringComparison.Ordinal);
        Assert.Contains("libnowhere.so or libnowhere.so.1", message, StringComparison.Ordinal);
        Assert.Contains("WEBNN_TEST_NOWHERE", message, StringComparison.Ordinal);
        Assert.Contains("./build.sh setup", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_the_user_gave_is_never_replaced_by_another()
    {
        Make("libnowhere.so");
        var message = Assert.Throws<NativeLibraryException>(() => NativeLibraryLocator.Locate(Library, Path.Combine(root, "missing.so"), root)).Message;
        Assert.Contains("missing.so", message, StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(Library.EnvironmentVariable, "/nowhere/libnowhere.so");
        Assert.Contains("WEBNN_TEST_NOWHERE", Assert.Throws<NativeLibraryException>(() => NativeLibraryLocator.Locate(Library, null, root)).Message, StringComparison.Ordinal);
    }

    private string Make(string path)
    {
        var full = Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, "");
        return full;
    }
}

using System.Runtime.InteropServices;
using WebNN.Plugin.Tests.Support;
using WebNN.TfLite.Plugin.Options;
using WebNN.TfLite.Plugin.Reporting;

namespace WebNN.Plugin.Tests;

public sealed class LogTests
{
    private const int StandardError = 2;

    [Fact]
    public void Lines_to_a_standard_error_that_is_a_file_stand_one_after_the_other()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are POSIX");
        using var folder = new TemporaryFolder();
        var path = folder.At("errors.txt");
        var log = new PluginLog(LogTarget.StandardError);

        var own = dup(StandardError);
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
        {
            Assert.Equal(StandardError, dup2((int)file.SafeFileHandle.DangerousGetHandle(), StandardError));
        }

        log.Write("one");
        log.Write("two");
        Assert.Equal(StandardError, dup2(own, StandardError));

        Assert.Equal("WebNN delegate: one\nWebNN delegate: two\n", File.ReadAllText(path));
    }

#pragma warning disable SYSLIB1054, CA5392, CA1401 // Numbers only; the system's own functions.
    [DllImport("libc")]
    private static extern int dup(int descriptor);

    [DllImport("libc")]
    private static extern int dup2(int descriptor, int target);
#pragma warning restore SYSLIB1054, CA5392, CA1401
}

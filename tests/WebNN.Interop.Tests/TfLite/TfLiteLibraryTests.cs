using WebNN.Interop.Natives;
using WebNN.Interop.TfLite;

namespace WebNN.Interop.Tests.TfLite;

/// <summary>Loading TensorFlow Lite's C library, and what it logs.</summary>
public sealed unsafe class TfLiteLibraryTests
{
    [Fact]
    public void The_fetched_library_is_2_9_with_XNNPACK()
    {
        var library = TfLiteLibrary.Load(Require(NativeLibraryInfo.TfLite));

        Assert.Equal("2.9.0", library.Version);
        Assert.True(library.HasXnnpack);
        Assert.True(library.InterpreterModifyGraphWithDelegate is not null);
    }

    [Fact]
    public void TFLite_2_2_lacks_what_is_optional()
    {
        var library = TfLiteLibrary.Load(Require(NativeLibraryInfo.TfLite22));

        Assert.Equal("2.2.0", library.Version);
        Assert.False(library.HasXnnpack);
        Assert.True(library.InterpreterModifyGraphWithDelegate is null);
    }

    [Fact]
    public void A_library_is_loaded_once()
    {
        var location = Require(NativeLibraryInfo.TfLite);

        Assert.Same(TfLiteLibrary.Load(location), TfLiteLibrary.Load(location.Path));
    }

    [Fact]
    public void Another_library_is_refused_by_what_it_does_not_export()
    {
        var other = Require(NativeLibraryInfo.OnnxRuntime);

        var error = Assert.Throws<NativeLibraryException>(() => TfLiteLibrary.Load(other.Path));

        Assert.Contains("does not export TfLiteVersion", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_hands_out_what_came_since_a_mark()
    {
        var log = new TfLiteLog();
        log.Add("before");
        var mark = log.Mark();

        log.Add("after\n");

        Assert.Equal("after\n", log.Since(mark));
        Assert.Equal("before\nafter\n", log.Text);
        log.Handle.Dispose();
    }

    [Fact]
    public void A_log_does_not_grow_without_end_and_keeps_the_newest_line()
    {
        var log = new TfLiteLog();
        var mark = 0;
        for (var i = 0; i < 5000; i++)
        {
            mark = log.Mark();
            log.Add($"line {i} of a kernel that fails in every invoke");
        }

        Assert.InRange(log.Text.Length, 1, 1 << 16);
        Assert.EndsWith("line 4999 of a kernel that fails in every invoke\n", log.Since(mark), StringComparison.Ordinal);
        log.Handle.Dispose();
    }

    private static NativeLibraryLocation Require(NativeLibraryInfo library)
    {
        try
        {
            return NativeLibraryLocator.Locate(library);
        }
        catch (NativeLibraryException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}

using WebNN.Interop.OnnxRuntime;

namespace WebNN.OnnxRuntime.Tests;

/// <summary>What of ONNX Runtime a context needs: the library at once, to say which it is, and its environment for sessions alone.</summary>
public sealed class StartTests
{
    [Fact]
    public void Only_a_session_starts_ONNX_Runtime()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "another path is another library there, and links need a privilege");
        var library = Native.Library();
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // Nobody in this process has asked for the library by this path yet.
            var path = Path.Combine(folder.FullName, Path.GetFileName(library.Location.Path));
            File.CreateSymbolicLink(path, library.Location.Path);
            using var context = new OrtContext(new() { LibraryPath = path, OwnKernels = true });
            Assert.NotEmpty(context.Version);
            Assert.Contains(path, context.LibrarySource, StringComparison.Ordinal);
            Assert.Contains(context.Version, context.Description, StringComparison.Ordinal);
            using (var without = Build(context, (builder, x) => builder.Relu(x)))
            {
                Assert.Equal("own kernels, without a session", without.Runner);
                Assert.False(OrtLibrary.Load(path).IsStarted);
            }

            using var session = Build(context, (builder, x) => builder.Neg(x));
            Assert.True(OrtLibrary.Load(path).IsStarted);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static MLGraph Build(OrtContext context, Func<MLGraphBuilder, MLOperand, MLOperand> make)
    {
        var builder = new MLGraphBuilder(context);
        return builder.Build(new MLNamedOperand("y", make(builder, builder.Input("x", new(MLOperandDataType.Float32, 4)))));
    }
}

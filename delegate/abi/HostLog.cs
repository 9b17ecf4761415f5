using System.Text;
using WebNN.Interop.TfLite;

namespace WebNN.TfLite.Abi;

/// <summary>Lines to the host's error reporter.</summary>
public static unsafe class HostLog
{
    /// <summary>Reports one line. The host's function is variadic: what looks like a format directive is escaped.</summary>
    public static void Report(TfLiteContext* context, string message)
    {
        var line = "WebNN delegate: " + message.ReplaceLineEndings(" ");
        var bytes = Encoding.UTF8.GetBytes(line.Replace("%", "%%", StringComparison.Ordinal) + "\0");
        fixed (byte* text = bytes)
        {
            context->ReportError(context, text);
        }
    }
}

// One guest for each request: a line of standard input names a picture, and the guest's answer is a line of standard output. The guests share a
// model and their code; each has memory, quotas and a time of its own, and what one does wrong no other notices.
//
//   wasi-requests classify.wat model.tflite pictures/
using System.Text;
using WebNN.TfLite;
using WebNN.Wasi;
using WebNN.Wasi.Runner;

using var models = new ModelSet { ["classifier"] = TfLiteModel.FromFile(args[1]) };
using var runner = new GuestRunner();
using var guest = runner.Compile(GuestFile.Read(args[0]));
var quotas = new GuestQuotas { Graphs = 1, Contexts = 1, TensorBytes = 64 << 20, ComputeTime = TimeSpan.FromSeconds(5) };
var nn = new WasiNnOptions { Models = models, NamedModelsOnly = true, Quotas = quotas };

while (Console.ReadLine() is { } picture)
{
    using var answer = new MemoryStream();
    var result = runner.Run(guest, new()
    {
        Nn = nn,
        Arguments = [picture],
        Directories = [new(args[2], "/")],
        Output = answer,
        OutputBytes = 1 << 16,
        MemoryBytes = 16 << 20,
        Time = TimeSpan.FromSeconds(20),
    });
    Console.WriteLine(result is { End: GuestEnd.Exited, ExitCode: 0 }
        ? Encoding.UTF8.GetString(answer.ToArray()).TrimEnd()
        : $"failed with {result.ExitCode}: {result.Reason ?? result.LastFailure ?? "the guest says no more"}");
}

using WebNN.TfLite;
using WebNN.Wasi.Abi;

namespace WebNN.Wasi.Tests.Guests;

/// <summary>Guests side by side, with one model.</summary>
public sealed class SharingTests
{
    private const uint F32 = 1;

    [Fact]
    public void Two_guests_on_two_threads_share_a_model_and_one_may_end_before_the_other()
    {
        TestModels.RequireOnnxRuntime();
        using var models = new ModelSet { ["m"] = TfLiteModel.FromBytes(SmallModels.Triple()) };
        using var first = new Guest(new() { Models = models });
        using var second = new Guest(new() { Models = models });
        var failures = new List<string>();
        var threads = new[] { first, second }.Select((guest, number) => new Thread(() => Work(guest, number, failures))).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(failures);

        first.Dispose();
        Work(second, 1, failures);
        models.Dispose();
        second.AssertSuccess(second.Compute(0));
        Assert.Empty(failures);
        Assert.Equal(101, second.Nn.Contexts.Sum(context => context.Computations));
    }

    [Fact]
    public void A_model_is_read_once_and_lives_as_long_as_somebody_has_it()
    {
        TestModels.RequireOnnxRuntime();
        var model = TfLiteModel.FromBytes(SmallModels.Triple());
        var models = new ModelSet { ["m"] = model };
        using var guest = new Guest(new() { Models = models });
        Assert.Equal(Errno.Success, guest.LoadByName("m").Errno);
        models["m"] = TfLiteModel.FromBytes(SmallModels.TwoSums());
        Assert.NotSame(model, models["m"]);
        Assert.Equal(Errno.Success, guest.LoadByName("m").Errno);
        models.Dispose();

        Assert.Equal(Errno.NotFound, guest.LoadByName("m").Errno);
        Assert.Equal((Errno.Success, Errno.Success), (guest.Init(0).Errno, guest.Init(1).Errno));
        Assert.Equal(Errno.InvalidArgument, guest.SetInput(1, 0, F32, [1, 4], new byte[16]));
        guest.AssertSuccess(guest.SetInput(0, 0, F32, [1, 4], new byte[16]));
        guest.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new CompiledModel(model));
        Assert.Throws<ObjectDisposedException>(() => models["other"] = model);
    }

    [Fact]
    public void A_model_of_two_names_lives_as_long_as_one_of_them()
    {
        var model = TfLiteModel.FromBytes(SmallModels.Triple());
        using var models = new ModelSet { ["a"] = model, ["b"] = model };
        models["a"] = model;
        models["a"] = TfLiteModel.FromBytes(SmallModels.TwoSums());

        Assert.Null(CompiledModel.Objection(models["b"]));
        models["b"] = models["a"];
        Assert.Throws<ObjectDisposedException>(() => CompiledModel.Objection(model));
        Assert.Null(CompiledModel.Objection(models["b"]));
    }

    private static void Work(Guest guest, int number, List<string> failures)
    {
        guest.PutAt(1024);
        var context = guest.Init(guest.LoadByName("m").Handle).Handle;
        for (var i = 0; i < 50; i++)
        {
            guest.PutAt(4096);
            var errno = guest.SetInput(context, 0, F32, [1, 4], SmallModels.Floats(i, number, 0, 0));
            errno = errno == Errno.Success ? guest.Compute(context) : errno;
            if (errno != Errno.Success || SmallModels.Floats(guest.Output(context, 0, 16)) is not [var a, var b, 0, 0] || a != 3 * i || b != 3 * number)
            {
                lock (failures)
                {
                    failures.Add($"guest {number}, computation {i}: {errno} {guest.Nn.LastFailure}");
                }
            }
        }
    }
}

// Trains the weights of samples/lenet, by plain loops: nothing of WebNN is in here.
// Usage: dotnet run --project samples/lenet-training -c Release -- samples/lenet [STEPS]
using WebNN.Samples.LeNet;

if (args is not [var folder, ..])
{
    Console.Error.WriteLine("usage: lenet-training FOLDER [STEPS]");
    return 2;
}

const int BatchSize = 64;
var steps = args.Length > 1 ? int.Parse(args[1]) : 1000;
var random = new Random(1998);
var pictures = new Pictures(File.ReadAllText(Path.Combine(folder, "digits.txt")), random);
var network = new Network(random);
var adam = new Adam(network.Weights);
for (var step = 1; step <= steps; step++)
{
    for (var i = 0; i < BatchSize; i++)
    {
        var (image, digit) = pictures.Next();
        network.Learn(image, digit, 1f / BatchSize);
    }

    adam.Step(network.Gradients, step, step > steps * 2 / 3 ? 0.0002f : 0.002f);
}

const int Tests = 5000;
var right = Enumerable.Range(0, Tests).Select(_ => pictures.Next()).Count(picture => network.Read(picture.Image) == picture.Digit);
Console.WriteLine($"{right} of {Tests} new pictures are read rightly");
File.WriteAllBytes(Path.Combine(folder, "weights.bin"), [.. network.Weights.SelectMany(weights => weights).SelectMany(BitConverter.GetBytes)]);
return 0;

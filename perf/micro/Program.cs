using BenchmarkDotNet.Running;

// dotnet run -c Release --project perf/micro -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);

using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("WebNN.FlatBuffers.Tests")]
[assembly: InternalsVisibleTo("WebNN.TfLite.Tests")]

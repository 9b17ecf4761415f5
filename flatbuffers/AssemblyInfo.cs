using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("WebNN.FlatBuffers.Tests")]

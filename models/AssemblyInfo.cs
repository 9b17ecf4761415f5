using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("WebNN.Models.Tests")]

namespace WebNN.TfLite;

/// <summary>TensorFlow Lite refused a call. The message holds what it logged.</summary>
public sealed class TfLiteException(string message, Exception? inner = null) : Exception(message, inner);

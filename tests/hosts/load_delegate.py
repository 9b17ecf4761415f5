"""Loads the plug-in as TFLite's Python package does (load_delegate: pydll, a C int for the count, a real error function) and runs a model.

   load_delegate.py TFLITE PLUGIN MODEL [KEY=VALUE...]      prints the reported errors, then the bytes of the first output in hexadecimal
"""
import ctypes
import sys

tflite = ctypes.CDLL(sys.argv[1])
plugin = ctypes.pydll.LoadLibrary(sys.argv[2])
options = dict(argument.split("=", 1) for argument in sys.argv[4:])

Report = ctypes.CFUNCTYPE(None, ctypes.c_char_p)
Strings = ctypes.POINTER(ctypes.c_char_p)
plugin.tflite_plugin_create_delegate.argtypes = [Strings, Strings, ctypes.c_int, Report]
plugin.tflite_plugin_create_delegate.restype = ctypes.c_void_p
plugin.tflite_plugin_destroy_delegate.argtypes = [ctypes.c_void_p]


def call(name, *arguments, result=ctypes.c_void_p):
    function = getattr(tflite, name)
    function.restype = result
    return function(*[ctypes.c_void_p(a) if isinstance(a, int) else a for a in arguments])


reported = []
report = Report(reported.append)
keys = (ctypes.c_char_p * len(options))(*[key.encode() for key in options])
values = (ctypes.c_char_p * len(options))(*[str(value).encode() for value in options.values()])
delegate = plugin.tflite_plugin_create_delegate(keys, values, len(options), report)
assert delegate, "create answered null"

model = call("TfLiteModelCreateFromFile", sys.argv[3].encode())
interpreter_options = call("TfLiteInterpreterOptionsCreate")
call("TfLiteInterpreterOptionsAddDelegate", interpreter_options, delegate)
interpreter = call("TfLiteInterpreterCreate", model, interpreter_options)
assert interpreter, "TfLiteInterpreterCreate"
assert call("TfLiteInterpreterAllocateTensors", interpreter, result=ctypes.c_int) == 0
source = call("TfLiteInterpreterGetInputTensor", interpreter, ctypes.c_int(0))
ctypes.memset(call("TfLiteTensorData", source), 0, call("TfLiteTensorByteSize", source, result=ctypes.c_size_t))
assert call("TfLiteInterpreterInvoke", interpreter, result=ctypes.c_int) == 0
output = call("TfLiteInterpreterGetOutputTensor", interpreter, ctypes.c_int(0))
data = ctypes.string_at(call("TfLiteTensorData", output), call("TfLiteTensorByteSize", output, result=ctypes.c_size_t))

for message in reported:
    print("error", message.decode())
print("output", data.hex())
call("TfLiteInterpreterDelete", interpreter)
plugin.tflite_plugin_destroy_delegate(delegate)

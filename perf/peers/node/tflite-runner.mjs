// TensorFlow.js's TensorFlow Lite in WebAssembly, driven without TensorFlow.js, in Node.js and in a browser.

/** A model on it, ready. @param module  What Emscripten's factory gave. @returns {{ run: () => void, outputs: () => Uint8Array[] }} */
export function openRunner(module, model, threads, inputs) {
  const bytes = module._malloc(model.length);
  module.HEAPU8.set(model, bytes);
  const created = module.TFLiteWebModelRunner.CreateFromBufferAndOptions(bytes, model.length, {
    numThreads: threads, enableProfiling: false, maxProfilingBufferEntries: 0, enableXnnpack: true, enableWebNNDelegate: false, webNNDevicePreference: 0,
  });
  if (!created.ok()) throw new Error(created.errorMessage());
  const runner = created.value();
  list(runner.GetInputs()).forEach((tensor, i) => bytesOf(tensor).set(inputs[i]));
  return {
    run: () => {
      if (!runner.Infer()) throw new Error('Infer failed');
    },
    outputs: () => list(runner.GetOutputs()).map(tensor => bytesOf(tensor).slice()),
  };
}

function list(vector) {
  return Array.from({ length: vector.size() }, (_, i) => vector.get(i));
}

/** A tensor's memory. It may move with the heap: never kept. */
function bytesOf(tensor) {
  const data = tensor.data();
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

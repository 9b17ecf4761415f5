'use strict';

// For onnxruntime-web (its /all, /webgpu and /jspi builds). Sets, where they are needed:
//   WebAssembly.instantiate   only before Node.js 22, see below
//   GPUDevice                 a class without instances: the WebNN backend asks whether a value is one

globalThis.GPUDevice ??= class GPUDevice {
  constructor() {
    throw new TypeError('Illegal constructor');
  }
};

// Before version 22, a Node.js whose event loop is empty waits until V8 has optimized all code of WebAssembly, a minute or more for this
// library, although instantiate() is still pending. Keeps the loop busy meanwhile.
if (Number(process.versions.node.split('.')[0]) < 22) {
  const {instantiate} = WebAssembly;
  WebAssembly.instantiate = async (...values) => {
    const timer = setInterval(() => {}, 2 ** 30);
    try {
      return await instantiate(...values);
    } finally {
      clearInterval(timer);
    }
  };
}

'use strict';

// For onnxruntime-web (its /all, /webgpu and /jspi builds). Sets, where it is absent:
//   GPUDevice   a class without instances: the WebNN backend asks whether a value is one

globalThis.GPUDevice ??= class GPUDevice {
  constructor() {
    throw new TypeError('Illegal constructor');
  }
};

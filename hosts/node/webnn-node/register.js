'use strict';

const {ml, ML, MLContext, MLGraph, MLGraphBuilder, MLOperand, MLTensor} = require('./index');

// Node.js 20 has no navigator.
if (typeof navigator === 'undefined') {
  const os = require('node:os');
  class Navigator {
    get hardwareConcurrency() {
      return os.availableParallelism();
    }

    get userAgent() {
      return `Node.js/${process.versions.node.split('.')[0]}`;
    }
  }
  Object.defineProperty(globalThis, 'navigator', {value: new Navigator(), configurable: true, enumerable: true, writable: true});
}

// A navigator.ml of somebody else's stays.
if (!('ml' in navigator)) {
  const {navigator} = globalThis;
  const members = {
    get ml() {
      if (this !== navigator) {
        throw new TypeError('Illegal invocation');
      }
      return ml;
    },
  };
  Object.defineProperty(Object.getPrototypeOf(navigator), 'ml', Object.getOwnPropertyDescriptor(members, 'ml'));
  for (const value of [ML, MLContext, MLGraph, MLGraphBuilder, MLOperand, MLTensor]) {
    Object.defineProperty(globalThis, value.name, {value, configurable: true, enumerable: false, writable: true});
  }
}

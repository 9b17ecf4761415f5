'use strict';

const fs = require('fs');
const path = require('path');

const ENVIRONMENT_VARIABLE = 'WEBNN_DELEGATE_OPTIONS';

// What the environment said before any delegate of ours changed it.
const environment = process.env[ENVIRONMENT_VARIABLE];

// From the names here to those of the library (docs/plugin.md).
const KEYS = {
  device: 'device',
  powerPreference: 'power_preference',
  threads: 'threads',
  fallback: 'fallback',
  maxDelegatedPartitions: 'max_delegated_partitions',
  minNodesPerPartition: 'min_nodes_per_partition',
  exclude: 'exclude',
  include: 'include',
  partitioning: 'partitioning',
  decision: 'decision',
  machineProfile: 'machine_profile',
  onnxruntime: 'onnxruntime',
  providerOptions: 'provider_options',
  cacheDir: 'cache_dir',
  processor: 'processor',
  kernels: 'kernels',
  log: 'log',
  explain: 'explain',
};

const FILES = {linux: 'libwebnn_delegate.so', darwin: 'libwebnn_delegate.dylib', win32: 'webnn_delegate.dll'};

function ownLibrary() {
  const file = FILES[process.platform];
  const library = file && path.join(__dirname, 'natives', `${process.platform}-${process.arch}`, file);
  if (!library || !fs.existsSync(library)) {
    throw new Error(`webnn-tflite-delegate has no library for ${process.platform}-${process.arch}; give the path of your own as the second argument`);
  }
  return library;
}

// The folder of ONNX Runtime's library in the npm package onnxruntime-node; undefined leaves the search to our library.
function ownOnnxRuntime() {
  try {
    const folder = path.dirname(require.resolve('onnxruntime-node/package.json'));
    const binaries = path.join(folder, 'bin', 'napi-v6', process.platform, process.arch);
    return fs.existsSync(binaries) ? binaries : undefined;
  } catch {
    return undefined;
  }
}

function toText(options) {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name] of entries) {
    if (!Object.hasOwn(KEYS, name)) {
      throw new TypeError(`unknown option '${name}'; there are ${Object.keys(KEYS).join(', ')}`);
    }
  }
  return entries.map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(',') : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
    return `${KEYS[name]}=${encodeURIComponent(text)}`;
  }).join(';');
}

class WebNNDelegate {
  constructor(options = {}, libPath = undefined) {
    const withRuntime = 'onnxruntime' in options || process.env.WEBNN_ONNXRUNTIME ? options : {...options, onnxruntime: ownOnnxRuntime()};
    const text = [environment, toText(withRuntime)].filter(Boolean).join(';');
    const library = libPath ?? ownLibrary();
    this.name = 'WebNNDelegate';
    this.tfliteVersion = '2.9';

    // tfjs-tflite-node 0.0.2 hands option strings to the library after it has freed them, so none may go that way.
    this.options = [];
    this.node = {
      // It reads the path right before it creates the interpreter, on this thread: the options reach the library through the environment.
      get path() {
        process.env[ENVIRONMENT_VARIABLE] = text;
        return library;
      },
    };
  }
}

module.exports = {WebNNDelegate};

'use strict';

// For LiteRT.js, which is made for browsers. Sets, where they are absent:
//   self            the global object, as in a worker
//   importScripts   runs a script of LiteRT.js's wasm folder, given by its path or its file: URL
// The scripts are CommonJS in a package of modules, so that require() refuses them.

const fs = require('node:fs');
const path = require('node:path');
const {createRequire} = require('node:module');
const {fileURLToPath} = require('node:url');
const vm = require('node:vm');

globalThis.self ??= globalThis;

function run(script) {
  const file = script.startsWith('file:') ? fileURLToPath(script) : path.resolve(script);
  const wrapper = `(function (exports, require, module, __filename, __dirname) {${fs.readFileSync(file, 'utf8')}\n})`;
  const module = {exports: {}};
  vm.runInThisContext(wrapper, {filename: file})(module.exports, createRequire(file), module, file, path.dirname(file));
  return module.exports;
}

// A script of Emscripten's is a factory, which a browser would find in a global variable.
globalThis.importScripts ??= (...scripts) => {
  for (const script of scripts) {
    const exported = run(script);
    if (typeof exported === 'function') {
      globalThis.ModuleFactory = exported;
    }
  }
};

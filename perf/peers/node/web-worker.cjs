// Runs a browser's worker script in a thread of Node.js.
const { readFileSync } = require('node:fs');
const vm = require('node:vm');
const { parentPort, workerData } = require('node:worker_threads');

globalThis.self = globalThis;
globalThis.postMessage = data => parentPort.postMessage(data);
globalThis.importScripts = path => vm.runInThisContext(readFileSync(path, 'utf8'), { filename: path });
globalThis.location = { href: workerData };
parentPort.on('message', data => globalThis.onmessage?.({ data }));
globalThis.importScripts(workerData);

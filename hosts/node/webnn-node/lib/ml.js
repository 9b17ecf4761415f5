'use strict';

const fs = require('node:fs');
const path = require('node:path');
const {MLContext} = require('./context');
const {makeError} = require('./errors');
const {enums, MLContextOptions} = require('./idl');
const {INTERNAL, requireInternal, define} = require('./interface');
const native = require('./native');

/** As the addon's OrtContextOptions.MostThreads. */
const MOST_THREADS = 1024;

let defaults = {};

/** Options for contexts whose creator does not give them: a client that calls createContext itself. */
function configure(options) {
  const converted = MLContextOptions(options);
  defaults = Object.fromEntries(Object.keys(Object(options)).filter(name => name in converted).map(name => [name, converted[name]]));
}

class ML {
  constructor(key) {
    requireInternal(key);
  }

  async createContext(options = undefined) {
    if (!(this instanceof ML)) {
      throw new TypeError('Illegal invocation');
    }
    if (typeof GPUDevice === 'function' && options instanceof GPUDevice) {
      throw makeError('NotSupportedError', 'a context on a GPUDevice is not supported');
    }
    return new MLContext(INTERNAL, await native.createContext(...contextArguments(options)));
  }
}

define(ML);

/** The options, and those of configure() that they do not give, in the order in which the addon takes them. */
function contextArguments(options) {
  const given = Object.fromEntries(Object.entries(MLContextOptions(options)).filter(([name]) => options?.[name] !== undefined));
  const chosen = {...MLContextOptions({}), ...defaults, ...given};
  requireThreads(chosen.threads ?? 1);
  requireFolder(chosen.cacheDirectory ?? '');
  return [
    chosen.deviceType ?? '', enums.MLPowerPreference.indexOf(chosen.powerPreference), chosen.accelerated, chosen.threads ?? 1,
    onnxruntime(chosen.onnxruntime), chosen.cacheDirectory ?? '', enums.MLProcessor.indexOf(chosen.processor ?? 'native'), chosen.synchronous ?? false,
  ];
}

function requireThreads(threads) {
  if (threads > MOST_THREADS) {
    throw new TypeError(`MLContextOptions.threads is ${threads} (expected 0 to ${MOST_THREADS})`);
  }
}

/** A cache that cannot be used would go unnoticed: graphs would be compiled each time. */
function requireFolder(cacheDirectory) {
  if (cacheDirectory === '') {
    return;
  }
  try {
    makeFolder(path.resolve(cacheDirectory));
  } catch (error) {
    throw makeError('NotSupportedError', `MLContextOptions.cacheDirectory: the cache folder '${cacheDirectory}' cannot be used: ${error.message}`);
  }
}

/** Parents first. mkdirSync's `recursive` never returns where a parent is there and a folder in it is answered with ENOENT, as below /proc. */
function makeFolder(folder) {
  const isThere = () => fs.statSync(folder, {throwIfNoEntry: false})?.isDirectory() ?? false;
  if (isThere()) {
    return;
  }
  if (path.dirname(folder) !== folder) {
    makeFolder(path.dirname(folder));
  }
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    // Another process may have been faster.
    if (!isThere()) {
      throw error;
    }
  }
}

/** The same for what makes a context of its own. */
function backendArguments(options) {
  const [deviceType, powerPreference, , threads, library, cacheDirectory, processor] = contextArguments(options);
  return [deviceType, powerPreference, threads, library, cacheDirectory, processor];
}

/** The user's own library or folder; else, where the environment names none, that of the npm package onnxruntime-node. */
function onnxruntime(given) {
  if (given !== undefined || process.env.WEBNN_ONNXRUNTIME) {
    return given ?? '';
  }
  try {
    const folder = path.dirname(require.resolve('onnxruntime-node/package.json'));
    const binaries = path.join(folder, 'bin', 'napi-v6', process.platform, process.arch);
    return fs.existsSync(binaries) ? binaries : '';
  } catch {
    return '';
  }
}

const ml = new ML(INTERNAL);

module.exports = {ML, ml, configure, backendArguments};

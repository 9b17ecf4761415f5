// Runs one file of web-platform-tests, unchanged: as much of testharness.js (https://web-platform-tests.org/writing-tests/) as those of WebNN use.
//   node support/wpt.mjs FILE.https.any.js        prints a line of JSON for each test: {name, error}
// In this realm and not in a vm context: instanceof TypeError and typed arrays have to be those of the files.

import {readFileSync} from 'node:fs';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import vm from 'node:vm';
import 'webnn-node/register';

const [, , file] = process.argv;
const source = readFileSync(file, 'utf8');
const meta = name => [...source.matchAll(new RegExp(`^// META: ${name}=(.*)$`, 'gm'))].map(([, value]) => value.trim());
const variant = meta('variant').find(value => value.includes('cpu')) ?? '';

class AssertionError extends Error {
  name = 'AssertionError';
}

class OptionalFeatureUnsupportedError extends AssertionError {}

const tests = [];
const setups = [];

function require(condition, message, detail) {
  if (!condition) {
    throw new AssertionError([message, detail].filter(Boolean).join(': '));
  }
}

function thrown(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new AssertionError('nothing was thrown');
}

async function rejected(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new AssertionError('the promise was not rejected');
}

function requireKind(error, constructor, message) {
  require(error?.constructor === constructor, message, `expected ${constructor.name}, found ${error}`);
}

function requireDomException(error, name, message) {
  require(error instanceof DOMException && error.name === name, message, `expected ${name}, found ${error}`);
}

function context(cleanups) {
  return {add_cleanup: cleanup => cleanups.push(cleanup), step_timeout: setTimeout, step_func: run => run, unreached_func: message => () => require(false, message)};
}

const harness = {
  AssertionError,
  self: globalThis,
  fetch: async resource => new Response(readFileSync(resolve(String(resource)))),
  location: {search: variant},
  setup: run => typeof run === 'function' && run(),
  promise_setup: run => setups.push(run),
  test: (run, name) => tests.push({run, name}),
  promise_test: (run, name) => tests.push({run, name}),
  subsetTest: (kind, run, name) => kind(run, name),
  subsetTestByKey: (_, kind, run, name) => kind(run, name),
  format_value: value => typeof value === 'bigint' ? `${value}n` : String(value),
  assert_true: (value, message) => require(value === true, message, `expected true, found ${value}`),
  assert_false: (value, message) => require(value === false, message, `expected false, found ${value}`),
  assert_equals: (actual, expected, message) => require(Object.is(actual, expected), message, `expected ${String(expected)}, found ${String(actual)}`),
  assert_not_equals: (actual, expected, message) => require(!Object.is(actual, expected), message, `found ${String(actual)}`),
  assert_array_equals: (actual, expected, message) =>
    require(isDeepStrictEqual(Array.from(actual), Array.from(expected)), message, `expected [${Array.from(expected)}], found [${Array.from(actual)}]`),
  assert_array_approx_equals: (actual, expected, epsilon, message) =>
    Array.from(expected).forEach((value, i) => require(Math.abs(actual[i] - value) <= epsilon, message, `element ${i}: expected ${value}, found ${actual[i]}`)),
  assert_approx_equals: (actual, expected, epsilon, message) => require(Math.abs(actual - expected) <= epsilon, message, `expected ${expected}, found ${actual}`),
  assert_less_than: (actual, expected, message) => require(actual < expected, message, `expected less than ${expected}, found ${actual}`),
  assert_less_than_equal: (actual, expected, message) => require(actual <= expected, message, `expected at most ${expected}, found ${actual}`),
  assert_greater_than: (actual, expected, message) => require(actual > expected, message, `expected more than ${expected}, found ${actual}`),
  assert_greater_than_equal: (actual, expected, message) => require(actual >= expected, message, `expected at least ${expected}, found ${actual}`),
  assert_in_array: (actual, expected, message) => require(expected.includes(actual), message, `found ${actual}`),
  assert_class_string: (object, name, message) => require(Object.prototype.toString.call(object) === `[object ${name}]`, message, String(object)),
  assert_own_property: (object, name, message) => require(Object.hasOwn(object, name), message, name),
  assert_idl_attribute: (object, name, message) => require(name in object, message, name),
  assert_unreached: message => require(false, message, 'reached'),
  assert_implements: (condition, message) => require(condition, message),
  assert_implements_optional: (condition, message) => {
    if (!condition) throw new OptionalFeatureUnsupportedError(message);
  },
  assert_throws_js: (constructor, run, message) => requireKind(thrown(run), constructor, message),
  assert_throws_dom: (name, run, message) => requireDomException(thrown(run), name, message),
  assert_throws_exactly: (value, run, message) => require(Object.is(thrown(run), value), message),
  promise_rejects_js: async (_, constructor, promise, message) => requireKind(await rejected(promise), constructor, message),
  promise_rejects_dom: async (_, name, promise, message) => requireDomException(await rejected(promise), name, message),
  promise_rejects_exactly: async (_, value, promise, message) => require(Object.is(await rejected(promise), value), message),
};

for (const [name, value] of Object.entries(harness)) {
  Object.defineProperty(globalThis, name, {value, configurable: true, writable: true});
}

const root = file.slice(0, file.lastIndexOf(`${path.sep}webnn${path.sep}`));

/** A script's path: from the root of the tests, or from the file. */
function resolve(script) {
  return script.startsWith('/') ? path.join(root, script) : path.join(path.dirname(file), script);
}

// The harness itself is what stands above.
const scripts = meta('script').filter(script => !script.includes('testharness')).map(resolve);
for (const script of [...scripts, file]) {
  vm.runInThisContext(readFileSync(script, 'utf8'), {filename: script});
}

for (const run of setups) {
  await run();
}
for (const {run, name} of tests) {
  const cleanups = [];
  let error;
  try {
    const t = context(cleanups);
    await run.call(t, t);
  } catch (problem) {
    error = problem instanceof OptionalFeatureUnsupportedError ? undefined : String(problem?.message ?? problem);
  }
  for (const cleanup of cleanups) {
    await cleanup();
  }
  console.log(JSON.stringify({name: name ?? path.basename(file), error}));
}
process.exit();

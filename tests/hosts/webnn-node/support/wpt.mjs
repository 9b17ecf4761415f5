// Runs one file of web-platform-tests, unchanged, on the testharness.js beside it (https://web-platform-tests.org/writing-tests/), which runs in shells too.
//   node support/wpt.mjs ROOT FILE [VARIANT]      prints JSON: [{name, error}], one for each test, and one more if the file as a whole failed
// In this realm and not in a vm context: instanceof TypeError and typed arrays have to be those of the files.

import {readFileSync} from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import 'webnn-node/register';
import {meta} from './wpt-files.mjs';

const [, , root, file, variant = ''] = process.argv;
const source = readFileSync(file, 'utf8');

/** What the tests' server and a window give to a file. */
const globals = {
  self: globalThis,
  crossOriginIsolated: true,
  window: globalThis,
  Window: class Window {},
  GLOBAL: {isWindow: () => true, isWorker: () => false, isShadowRealm: () => false},
  META_TITLE: meta(source, 'title')[0],
  location: {search: variant, pathname: path.basename(file)},
  fetch: async resource => new Response(readFileSync(resolve(String(resource)))),
};

/** A resource's path: from the root of the tests, or from the file. The tests' server keeps one under another name. */
function resolve(resource) {
  const name = resource === '/resources/WebIDLParser.js' ? '/resources/webidl2/lib/webidl2.js' : resource;
  return name.startsWith('/') ? path.join(root, name) : path.join(path.dirname(file), name);
}

/** Why a test failed; a feature that is optional may be missing. */
function failure({status, message, NOTRUN, PRECONDITION_FAILED}) {
  return status === 0 || status === PRECONDITION_FAILED ? undefined : status === NOTRUN ? 'it did not run' : message ?? `it ended with status ${status}`;
}

for (const [name, value] of Object.entries(globals)) {
  Object.defineProperty(globalThis, name, {value, configurable: true, writable: true});
}
vm.runInThisContext(readFileSync(resolve('/resources/testharness.js'), 'utf8'), {filename: 'testharness.js'});
let isReported = false;
add_completion_callback((tests, status) => {
  if (!isReported) {
    isReported = true;
    const results = tests.map(test => ({name: test.name, error: failure(test)}));
    const error = failure(status);
    process.stdout.write(JSON.stringify(error === undefined ? results : [...results, {name: 'the file', error}]), () => process.exit());
  }
});
for (const script of [...meta(source, 'script').map(resolve), file]) {
  vm.runInThisContext(readFileSync(script, 'utf8'), {filename: script});
}

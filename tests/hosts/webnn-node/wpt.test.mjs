// The files webnn/**/*.https.any.js of web-platform-tests, from the folder that WPT_DIR names.

import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';
import {compare} from './support/wpt-differences.mjs';
import {runs} from './support/wpt-files.mjs';

const folder = process.env.WPT_DIR;
const example = path.resolve('wpt-example');

/** [{name, error}] of a file. One that ends before it has a result, or does not end, is an error. */
async function run(root, {file, variant}) {
  const {stdout} = await promisify(execFile)(process.execPath, ['support/wpt.mjs', root, file, variant], {maxBuffer: 2 ** 28, timeout: 120_000});
  assert.notEqual(stdout, '', 'it ended without a result');
  return JSON.parse(stdout);
}

const named = (name, variant) => runs(example).find(each => path.basename(each.file) === `${name}.https.any.js` && each.variant === variant);

test('the files run once for each of their variants for the CPU', () => {
  assert.deepEqual(runs(example).map(({file, variant}) => path.basename(file, '.https.any.js') + variant), ['broken', 'ends', 'example?op=relu&device=cpu', 'example?op=abs&device=cpu']);
});

test('the harness reports what passes and what fails', async () => {
  for (const op of ['relu', 'abs']) {
    assert.deepEqual(await run(example, named('example', `?op=${op}&device=cpu`)), [
      {name: `${op} passes`},
      {name: 'reads a file'},
      {name: 'fails', error: 'a tensor is readable only where that was asked for'},
      {name: 'is not supported'},
    ]);
  }
});

test('a file whose setup fails is an error, as are its tests', async () => {
  assert.deepEqual(await run(example, named('broken', '')), [{name: 'never runs', error: 'it did not run'}, {name: 'the file', error: 'the setup fails'}]);
});

test('a file that ends by itself is an error', async () => {
  await assert.rejects(run(example, named('ends', '')), /it ended without a result/);
});

test('a failure is listed where all patterns of a difference match, and a listed test that passes is told', () => {
  const differences = [{file: /one/, test: /^a/, error: /x/}, {error: /everywhere/}];
  const results = [{name: 'a1', error: 'x'}, {name: 'a2', error: 'y'}, {name: 'b', error: 'x'}, {name: 'c', error: 'everywhere'}, {name: 'a3'}, {name: 'd'}];
  assert.deepEqual(compare('one', results, differences), {passed: 2, listed: 2, failures: [results[1], results[2]], surprises: ['a3']});
  assert.deepEqual(compare('two', results, differences), {passed: 2, listed: 1, failures: results.slice(0, 3), surprises: []});
});

if (folder !== undefined && existsSync(path.join(folder, 'webnn'))) {
  const root = path.resolve(folder);
  const total = {passed: 0, listed: 0, failed: 0};
  for (const each of runs(root)) {
    const name = path.relative(root, each.file).replaceAll(path.sep, '/') + each.variant;
    test(name, async t => {
      const {passed, listed, failures, surprises} = compare(name, await run(root, each));
      total.passed += passed;
      total.listed += listed;
      total.failed += failures.length;
      assert.ok(passed + listed + failures.length > 0, 'no tests');
      surprises.forEach(surprise => t.diagnostic(`passes, though it is listed in wpt-differences.mjs: ${surprise}`));
      assert.deepEqual(failures, []);
    });
  }
  test('web-platform-tests', t => {
    const {passed, listed, failed} = total;
    t.diagnostic(`web-platform-tests: ${passed} passed, ${listed + failed} failed (${failed === 0 ? 'all of them listed' : `${listed} of them listed`})`);
  });
} else {
  test('web-platform-tests', {skip: 'WPT_DIR names no folder of web-platform-tests'}, () => {});
}

// The files webnn/**/*.https.any.js of web-platform-tests, from the folder that WPT_DIR names.

import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {promisify} from 'node:util';

const folder = process.env.WPT_DIR;
const files = root => readdirSync(path.join(root, 'webnn'), {recursive: true}).filter(name => name.endsWith('.https.any.js')).map(name => path.join(root, 'webnn', name));

async function run(file) {
  const {stdout} = await promisify(execFile)(process.execPath, ['support/wpt.mjs', file], {maxBuffer: 2 ** 28});
  return stdout.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line));
}

test('the harness reports what passes and what fails', async () => {
  assert.deepEqual(await run(files(path.resolve('wpt-example'))[0]), [
    {name: 'passes'},
    {name: 'reads a file'},
    {name: 'fails', error: 'a tensor is readable only where that was asked for: expected true, found false'},
  ]);
});

if (folder !== undefined && existsSync(path.join(folder, 'webnn'))) {
  for (const file of files(path.resolve(folder))) {
    test(path.relative(folder, file), async () => {
      const results = await run(file);
      assert.ok(results.length > 0, 'no tests');
      assert.deepEqual(results.filter(({error}) => error !== undefined), []);
    });
  }
} else {
  test('web-platform-tests', {skip: 'WPT_DIR names no folder of web-platform-tests'}, () => {});
}

// Writes lib/idl.js, lib/operators.js and webnn.d.ts from the .idl files beside this one.
//   node generate.mjs            writes them
//   node generate.mjs --check    compares, and ends with 1 where one differs

import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {CodeEmitter} from './emit-code.mjs';
import {emitTypes} from './emit-types.mjs';
import {parse} from './parse.mjs';

const at = name => fileURLToPath(new URL(name, import.meta.url));
const definitions = parse(...['webnn.idl', 'extensions.idl'].map(name => readFileSync(at(name), 'utf8')));
const code = new CodeEmitter(definitions);
const files = {
  '../lib/idl.js': code.emitDictionaries(),
  '../lib/operators.js': code.emitOperators(),
  '../webnn.d.ts': emitTypes(definitions),
};
for (const [name, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) {
    writeFileSync(at(name), text);
  } else if (readFileSync(at(name), 'utf8') !== text) {
    console.error(`${name.slice(3)} is not what idl/generate.mjs makes of the .idl files`);
    process.exitCode = 1;
  }
}

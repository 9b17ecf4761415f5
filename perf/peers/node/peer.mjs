// What a peer in JavaScript has in common with those in C#: a process that answers in lines of JSON.
//   node PEER.mjs MODEL THREADS FOLDER
// FOLDER has the bytes of each input, in0.raw, in1.raw …; the peer runs once and leaves those of each output beside them, out0.raw …, and answers
// {"runtime", "prepareMs"}, or {"unavailable": reason}. Each line that it is given, a number of runs, it answers with their times: {"ms": […]}.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { time } from './timing.mjs';

const answer = value => process.stdout.write(JSON.stringify(value) + '\n');

/**
 * @param {(model: Uint8Array, threads: number, inputs: Uint8Array[]) =>
 *   Promise<{ runtime: string, run: () => void | Promise<void>, outputs: () => Uint8Array[] | Promise<Uint8Array[]> }>} open
 */
export const serve = open => serveTimes(async (model, threads, inputs) => {
  const start = performance.now();
  const peer = await open(model, threads, inputs);
  const prepareMs = performance.now() - start;
  await peer.run();
  return { runtime: peer.runtime, prepareMs, outputs: await peer.outputs(), times: count => time(peer.run, count) };
});

/**
 * For what keeps the time itself.
 * @param {(model: Uint8Array, threads: number, inputs: Uint8Array[]) =>
 *   Promise<{ runtime: string, prepareMs: number, isElsewhere?: boolean, outputs: Uint8Array[], times: (count: number) => Promise<number[]> }>} open  Runs once.
 */
export async function serveTimes(open) {
  // A library's own lines would be taken for answers.
  console.log = console.info = console.debug = console.error;
  const [path, threads, folder] = process.argv.slice(2);
  let peer;
  try {
    const inputs = [];
    for (let i = 0; existsSync(join(folder, `in${i}.raw`)); i++) inputs.push(readFileSync(join(folder, `in${i}.raw`)));
    peer = await open(new Uint8Array(readFileSync(path)), Number(threads), inputs);
    peer.outputs.forEach((bytes, i) => writeFileSync(join(folder, `out${i}.raw`), bytes));
    const { runtime, prepareMs, isElsewhere } = peer;
    answer({ runtime, prepareMs, isElsewhere });
  } catch (error) {
    answer({ unavailable: String(error?.message ?? error) });
    process.exit(0);
  }

  for await (const line of createInterface({ input: process.stdin })) answer({ ms: await peer.times(Number(line)) });
  process.exit(0);
}

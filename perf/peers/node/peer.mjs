// What a peer in Node.js has in common with those in C#: a process that answers in lines of JSON.
//   node PEER.mjs MODEL THREADS FOLDER
// FOLDER has the bytes of each input, in0.raw, in1.raw …; the peer runs once and leaves those of each output beside them, out0.raw …, and answers
// {"runtime", "prepareMs"}, or {"unavailable": reason}. Each line that it is given, a number of runs, it answers with their times: {"ms": […]}.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const answer = value => process.stdout.write(JSON.stringify(value) + '\n');

/**
 * @param {(model: Uint8Array, threads: number, inputs: Uint8Array[]) =>
 *   Promise<{ runtime: string, run: () => void | Promise<void>, outputs: () => Uint8Array[] | Promise<Uint8Array[]> }>} open
 */
export async function serve(open) {
  // A library's own lines would be taken for answers.
  console.log = console.info = console.debug = console.error;
  const [path, threads, folder] = process.argv.slice(2);
  let peer;
  try {
    const inputs = [];
    for (let i = 0; existsSync(join(folder, `in${i}.raw`)); i++) inputs.push(readFileSync(join(folder, `in${i}.raw`)));
    const model = new Uint8Array(readFileSync(path));
    const start = performance.now();
    peer = await open(model, Number(threads), inputs);
    const prepareMs = performance.now() - start;
    await peer.run();
    (await peer.outputs()).forEach((bytes, i) => writeFileSync(join(folder, `out${i}.raw`), bytes));
    answer({ runtime: peer.runtime, prepareMs });
  } catch (error) {
    answer({ unavailable: String(error?.message ?? error) });
    process.exit(0);
  }

  for await (const line of createInterface({ input: process.stdin })) {
    const ms = [];
    for (let i = Number(line); i > 0; i--) {
      const start = performance.now();
      await peer.run();
      ms.push(performance.now() - start);
    }

    answer({ ms });
  }

  process.exit(0);
}

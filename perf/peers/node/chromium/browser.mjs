// A headless Chromium with one page, driven by the DevTools protocol through pipes: no port to find, and it ends when they close, however this process ends.
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];
const switches = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--enable-features=WebMachineLearningNeuralNetwork', '--remote-debugging-pipe',
];

/** The browser's path: WEBNN_CHROMIUM, or the first of the usual names on the PATH. */
export function findChromium({ WEBNN_CHROMIUM: given, PATH = '' } = process.env) {
  if (given) {
    if (!isExecutable(given)) throw new Error(`no Chromium: WEBNN_CHROMIUM is ${given}, which is no executable file`);
    return given;
  }

  const found = names.flatMap(name => PATH.split(delimiter).filter(Boolean).map(folder => join(folder, name))).find(isExecutable);
  if (!found) throw new Error(`no Chromium: WEBNN_CHROMIUM is not set, and none of ${names.join(', ')} is on the PATH`);
  return found;
}

/** A page at this address. @returns {Promise<{ version: string, evaluate: (expression: string) => Promise<unknown> }>} */
export async function openPage(address) {
  const path = findChromium();
  const folder = mkdtempSync(join(tmpdir(), 'chromium-'));
  const browser = spawn(path, [...switches, `--user-data-dir=${folder}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true });
  process.on('exit', () => end(browser, folder));
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(signal => process.on(signal, () => process.exit(1)));
  const { send, event } = connect(browser);
  const { product } = await send('Browser.getVersion');
  const { targetInfos } = await send('Target.getTargets');
  const { sessionId } = await send('Target.attachToTarget', { targetId: targetInfos.find(({ type }) => type === 'page').targetId, flatten: true });
  await send('Page.enable', {}, sessionId);
  const loaded = event('Page.loadEventFired');
  await send('Page.navigate', { url: address }, sessionId);
  await loaded;
  return {
    version: product.replace('/', ' '),
    evaluate: async expression => {
      const { result, exceptionDetails: thrown } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId);
      if (thrown) throw new Error(`${product.replace('/', ' ')}: ${(thrown.exception?.description ?? thrown.exception?.value ?? thrown.text).split('\n')[0]}`);
      return result.value;
    },
  };
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Its processes are a group: none is left to write into the folder when it is removed. */
function end(browser, folder) {
  try {
    process.kill(process.platform === 'win32' ? browser.pid : -browser.pid, 'SIGKILL');
  } catch {
    // It ended before.
  }

  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
}

/** Messages are JSON, each with a zero behind it. */
function connect(browser) {
  const [, , , input, output] = browser.stdio;
  const [pending, events] = [new Map(), new Map()];
  let [last, received] = [0, ''];
  const fail = error => {
    pending.forEach(({ reject }) => reject(error));
    pending.clear();
  };
  browser.on('error', fail).on('exit', (code, signal) => fail(new Error(`Chromium ended with ${code ?? signal}`)));
  input.on('error', fail);
  output.setEncoding('utf8').on('data', text => {
    const messages = (received + text).split('\0');
    received = messages.pop();
    for (const { id, method, result, error } of messages.map(message => JSON.parse(message))) {
      if (method === 'Inspector.targetCrashed') fail(new Error('Chromium: the page crashed'));
      if (method) events.get(method)?.();
      else if (error) pending.get(id)?.reject(new Error(`Chromium: ${error.message}`));
      else pending.get(id)?.resolve(result);
      pending.delete(id);
    }
  });
  return {
    send: (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
      pending.set(++last, { resolve, reject });
      input.write(JSON.stringify({ id: last, method, params, sessionId }) + '\0');
    }),
    event: name => new Promise(resolve => events.set(name, resolve)),
  };
}

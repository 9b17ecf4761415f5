// A peer in Chromium: the process that PeerProcess talks to, whose work a page does. The page keeps the time, of a whole slice per question.
import { serveTimes } from '../peer.mjs';
import { openPage } from './browser.mjs';
import { serveFiles } from './server.mjs';

/** @param {string} script  The page's part of the peer. */
export const serveInChromium = script => serveTimes(async (model, threads, inputs) => {
  const given = Object.fromEntries([['/model', model], ...inputs.map((bytes, i) => [`/in${i}.raw`, bytes])]);
  const { version, evaluate } = await openPage(`${await serveFiles(given)}chromium/page.html`);
  const { runtime, prepareMs, outputs } = await evaluate(`import('/chromium/page.mjs').then(page => page.open('./${script}.mjs', ${threads}, ${inputs.length}))`);
  return {
    runtime: `${runtime}, ${version}`,
    prepareMs,
    isElsewhere: true,
    outputs: outputs.map(text => Buffer.from(text, 'base64')),
    times: count => evaluate(`import('/chromium/page.mjs').then(page => page.times(${count}))`),
  };
});

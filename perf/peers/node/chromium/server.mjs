// What a page of a peer's sees: this folder with its packages, unmodified, and the files that the peer was given. On 127.0.0.1 alone.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const types = { '.json': 'application/json', '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

// Without these two a page has no SharedArrayBuffer, thus no threads, and a clock of 100 instead of 5 us.
const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cache-Control': 'no-store' };

/** @param {Record<string, Uint8Array>} given  Files by their paths. @returns {Promise<string>} The address. */
export async function serveFiles(given) {
  const server = createServer(async ({ url }, response) => {
    const { href, pathname } = new URL(url.slice(1), root);
    try {
      const content = given[url] ?? (href.startsWith(root.href) ? await readFile(fileURLToPath(href)) : undefined);
      response.writeHead(content ? 200 : 404, { ...isolated, 'Content-Type': types[extname(pathname)] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404, isolated).end();
    }
  });
  await new Promise((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}/`;
}

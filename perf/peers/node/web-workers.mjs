import { Worker } from 'node:worker_threads';

/** Gives libraries that start their threads as workers of a browser such workers, in threads of Node.js. */
export function lendWorkers() {
  globalThis.Worker = class {
    constructor(script) {
      this.worker = new Worker(new URL('./web-worker.cjs', import.meta.url), { workerData: String(script) });
      this.worker.on('message', data => this.onmessage?.({ data }));
      this.worker.on('error', error => this.onerror?.(error));
    }

    postMessage(data) {
      this.worker.postMessage(data);
    }

    terminate() {
      this.worker.terminate();
    }
  };
}

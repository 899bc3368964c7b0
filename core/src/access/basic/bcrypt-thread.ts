import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

const require = createRequire(import.meta.url);

interface Question {
  readonly id: number;
  readonly password: string;
  readonly digest: string;
}

interface Answer {
  readonly id: number;
  readonly matches: boolean;
}

/** How much the thread stands back behind everything else of the machine, the event loop of the service first. */
const NICE = 10;

/**
 * What the thread runs. It stands here as a text, so that it is the same whether this file runs as TypeScript or
 * compiled; the data of the thread is where bcryptjs is. On Linux a priority is one of the thread that sets it; elsewhere it would be
 * that of the whole process.
 */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const { setPriority } = require('node:os');
const { compareSync } = require(workerData);
if (process.platform === 'linux') setPriority(0, ${NICE});
parentPort.on('message', ({ id, password, digest }) => {
  parentPort.postMessage({ id, matches: compareSync(password, digest) });
});
`;

interface Waiting {
  readonly resolve: (matches: boolean) => void;
  readonly reject: (error: Error) => void;
}

/** Compares passwords with bcrypt digests in a thread of its own, which begins with the first one. */
export class BcryptThread {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #last = 0;

  /** Whether a password belongs to a digest. */
  matches(password: string, digest: string): Promise<boolean> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread().postMessage({ id, password, digest } satisfies Question);
    });
  }

  /** Ends the thread; checks that still run fail. */
  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(PROGRAM, { eval: true, workerData: require.resolve('bcryptjs') });
    worker.unref();
    worker.on('message', ({ id, matches }: Answer) => {
      this.#waiting.get(id)?.resolve(matches);
      this.#waiting.delete(id);
    });
    let cause: unknown;
    worker.on('error', (error) => (cause = error));
    worker.on('exit', () => {
      this.#worker = undefined;
      const ended = new Error('The thread that checks passwords has ended', { cause });
      for (const { reject } of this.#waiting.values()) reject(ended);
      this.#waiting.clear();
    });
    return (this.#worker = worker);
  }
}

import { PassThrough } from 'node:stream';

/** A code, the end of a line, or text. */
// eslint-disable-next-line no-control-regex -- codes begin with one
const PARTS = /\u001b\[\??\d*[A-Za-z]|[\r\n]|[^\u001b\r\n]+/g;

/** A terminal as far as the program uses one. It fails a test that would damage what is above the screen. */
export class Terminal {
  readonly stdout: PassThrough & { readonly isTTY: true; columns: number; rows: number };
  isCursorShown = true;
  /** Called after each piece of output. */
  onOutput: () => void = () => undefined;
  /** Most lines that were drawn anew at once. */
  tallest = 0;
  #lines = [''];
  #at = 0;

  constructor(columns = 80, rows = 24) {
    this.stdout = Object.assign(new PassThrough(), { isTTY: true as const, columns, rows });
    this.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#take(text);
      this.onOutput();
    });
  }

  /** All lines so far, also those that have scrolled away. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** What is on the screen. */
  get screen(): string {
    return this.#lines.slice(-this.stdout.rows).join('\n');
  }

  #take(text: string): void {
    for (const [part] of text.matchAll(PARTS)) {
      if (part === '\r') continue;
      if (part === '\n') this.#down();
      else if (part.startsWith('\u001b')) this.#obey(part);
      else this.#print(part);
    }
  }

  #print(text: string): void {
    for (let rest = text; rest !== ''; rest = rest.slice(this.stdout.columns)) {
      if (rest !== text) this.#down();
      this.#lines[this.#at] = rest.slice(0, this.stdout.columns);
    }
  }

  #down(): void {
    this.#at++;
    if (this.#at === this.#lines.length) this.#lines.push('');
  }

  #obey(code: string): void {
    const count = Number(/\d+/.exec(code)?.[0]);
    if (code.endsWith('A')) {
      const top = Math.max(this.#lines.length - this.stdout.rows, 0);
      if (this.#at - count < top) throw new Error(`The cursor cannot go up ${String(count)} rows`);
      this.tallest = Math.max(this.tallest, count);
      this.#at -= count;
    } else if (code.endsWith('J')) {
      this.#lines = this.#lines.slice(0, this.#at);
      this.#lines.push('');
    } else if (code.endsWith('h') || code.endsWith('l')) this.isCursorShown = code.endsWith('h');
    else throw new Error(`The terminal does not know ${JSON.stringify(code)}`);
  }
}

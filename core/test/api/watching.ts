import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

/** A message of a stream, its data parsed. */
export interface Message {
  readonly id?: string;
  readonly event?: string;
  readonly data?: { readonly id?: number; readonly type?: string; readonly reason?: string };
  readonly comment?: string;
}

/** Somebody who watches, as plainly as the standard allows. */
export class Watching {
  readonly messages: Message[] = [];
  text = '';
  isOver = false;
  #rest = '';
  #wake: () => void = () => undefined;

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8').on('data', (chunk: string) => this.#read(chunk));
    response.on('close', () => {
      this.isOver = true;
      this.#wake();
    });
    response.on('error', () => undefined);
  }

  /** Opens a stream. */
  static async open(url: string, headers: Record<string, string> = {}): Promise<Watching> {
    const request = get(url, { headers: { Accept: 'text/event-stream', ...headers }, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new Watching(response);
  }

  /** The events of the table. */
  get events(): NonNullable<Message['data']>[] {
    return this.messages.flatMap(({ event, data }) => (event === undefined && data ? [data] : []));
  }

  get ids(): (number | undefined)[] {
    return this.events.map(({ id }) => id);
  }

  /** Resolves when what was received is as wanted, or the stream is over. */
  async until(wanted: (watching: this) => boolean): Promise<this> {
    while (!wanted(this) && !this.isOver) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this;
  }

  close(): void {
    this.response.destroy();
  }

  #read(chunk: string): void {
    this.text += chunk;
    const parts = (this.#rest + chunk).split('\n\n');
    this.#rest = parts.pop() ?? '';
    this.messages.push(...parts.map(messageOf));
    this.#wake();
  }
}

function messageOf(part: string): Message {
  const fields = part.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon) || 'comment', line.slice(colon + 2)];
  });
  const { data, ...others } = Object.fromEntries(fields) as Record<string, string>;
  return { ...others, ...(data !== undefined && { data: JSON.parse(data) as object }) };
}

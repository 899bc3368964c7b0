import type { IncomingMessage } from 'node:http';

/** A request is too large, or all that are being read together are. */
export class BodyTooLarge extends Error {}

/** How many of the largest requests are read at a time. */
const TOGETHER = 8;

/** Reads requests, and bounds what those take that have not shown yet that they know the secret. */
export class BodyBudget {
  private reading = 0;

  constructor(private readonly maxBytes: number) {}

  /** @throws {@link BodyTooLarge} */
  async read(request: IncomingMessage): Promise<Buffer> {
    const parts: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const part of request as AsyncIterable<Buffer>) {
        bytes += part.length;
        this.reading += part.length;
        if (bytes > this.maxBytes) throw new BodyTooLarge(`The call has more than ${this.maxBytes} bytes`);
        if (this.reading > TOGETHER * this.maxBytes)
          throw new BodyTooLarge('The calls that are being read take too much memory');
        parts.push(part);
      }
      return Buffer.concat(parts);
    } finally {
      this.reading -= bytes;
    }
  }
}

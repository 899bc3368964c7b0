import type { Answer } from './answer.js';

/** What one page of a listing says. */
export interface Page<T> {
  readonly entries: readonly T[];
  /** Query that leads to the next page; undefined on the last one. */
  readonly next: Readonly<Record<string, string>> | undefined;
}

/**
 * Remembers the pages of a listing that is asked for again and again. It is asked for anew every time; but a page
 * with the same bytes as before says the same, and is not parsed and checked once more.
 */
export class PageMemory<T> {
  #pages = new Map<string, { readonly bytes: Buffer; readonly page: Page<T> }>();

  /**
   * What a page says, by `read` unless its bytes are known. The entries may be handed out many times: nobody
   * may change them.
   */
  read(answer: Answer, read: () => Page<T>): Page<T> {
    const known = this.#pages.get(answer.url);
    if (known?.bytes.equals(answer.body) === true) return known.page;
    const page = read();
    // where the pages begin differently, those behind have other addresses now and are of no more use
    if (known?.page.next !== undefined && !isSame(known.page.next, page.next)) this.#pages.clear();
    this.#pages.set(answer.url, { bytes: answer.body, page });
    return page;
  }
}

const isSame = (one: object, other: object | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Whether there may be posts that are kept: nobody asks the database for them otherwise. */
export class KeptPostsFlag {
  /** A process before this one may have left some. */
  #some = true;
  readonly #shared: boolean;

  /** @param shared - other processes keep posts, too, so there always may be some */
  constructor({ shared }: { readonly shared: boolean }) {
    this.#shared = shared;
  }

  get some(): boolean {
    return this.#some || this.#shared;
  }

  /** There is one now. */
  note(): void {
    this.#some = true;
  }

  /** There are none, unless one is noted from now on. */
  clear(): void {
    this.#some = false;
  }
}

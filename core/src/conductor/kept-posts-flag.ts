/** Whether there may be posts that are kept: nobody asks the database for them otherwise. */
export class KeptPostsFlag {
  /** A process before this one may have left some. */
  #some = true;

  get some(): boolean {
    return this.#some;
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

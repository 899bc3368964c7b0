/**
 * A right to act that ends once, before or with the one it is part of. It is asked before each effect. Its AbortSignal
 * is made when somebody wants it: Node needs about 20 µs for one, and an introspection runs dozens of hooks.
 */
export class Permit {
  readonly #parent: Permit | undefined;
  readonly #check: (() => void) | undefined;
  readonly #listeners = new Set<(reason: Error) => void>();
  #reason: (() => Error) | undefined;
  #controller: AbortController | undefined;

  /**
   * @param parent - ends this one too when it ends
   * @param check - ends it, where that is due, whenever somebody asks
   */
  constructor(parent?: Permit, check?: () => void) {
    this.#parent = parent;
    this.#check = check;
  }

  /** Why it ended; undefined while it lasts. */
  get reason(): Error | undefined {
    this.#check?.();
    return this.#reason?.() ?? this.#parent?.reason;
  }

  /** Aborts when the right ends. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      const controller = new AbortController();
      this.#controller = controller;
      this.onEnd((reason) => controller.abort(reason));
    }
    return this.#controller.signal;
  }

  /** Throws why it ended, if it has. */
  throwIfAborted(): void {
    const { reason } = this;
    if (reason !== undefined) throw reason;
  }

  /**
   * Calls a listener when the right ends, at once where it has.
   *
   * @returns takes the listener away
   */
  onEnd(listener: (reason: Error) => void): () => void {
    const { reason } = this;
    if (reason !== undefined) {
      listener(reason);
      return () => undefined;
    }
    this.#listeners.add(listener);
    const leaveParent = this.#parent?.onEnd(listener);
    return () => {
      this.#listeners.delete(listener);
      leaveParent?.();
    };
  }

  /**
   * Ends the right; the first reason counts.
   *
   * @param reason - makes the error that whoever still acts gets; called when it is needed
   */
  end(reason: () => Error): void {
    if (this.#reason !== undefined) return;
    let made: Error | undefined;
    this.#reason = () => (made ??= reason());
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener(this.#reason());
  }

  /**
   * Does a step of work while the right lasts. When it ends, the step is not waited for any longer; it may go on in
   * vain. An introspection has nine such steps, so this makes no more promises than it needs.
   *
   * @throws why the right ended
   */
  during<T>(step: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.throwIfAborted();
      const leave = this.onEnd(reject);
      const failed = (error: unknown): void => {
        leave();
        reject(error as Error);
      };
      try {
        Promise.resolve(step()).then((result) => {
          leave();
          resolve(result);
        }, failed);
      } catch (error) {
        failed(error);
      }
    });
  }
}

const hooks = new WeakMap<object, string>();

/** Notes which hook threw an error, without changing the error. */
export const markHook = (error: object, hook: string): void => void hooks.set(error, hook);

/** The hook that threw an error; undefined: none did. */
export const failedHook = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null ? hooks.get(error) : undefined;

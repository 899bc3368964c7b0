import { thrownText } from '@inspector/plugin-api';

/** Reads something again; whether it changes anything is for it to log. */
type Reload = () => void | Promise<void>;

/** What can be read again while the service runs, because of a SIGHUP. Each part notes here how. */
export class Reloads {
  readonly #reloads: { readonly name: string; readonly reload: Reload }[] = [];

  /**
   * Notes how a part is read again.
   *
   * @param name - for the log, such as `policy`
   */
  onReload(name: string, reload: Reload): void {
    this.#reloads.push({ name, reload });
  }

  /**
   * Reads everything again. A part that fails does not keep the others from being read.
   *
   * @returns the names of the parts; those that failed with why
   */
  async run(): Promise<{ readonly read: readonly string[]; readonly failed: readonly string[] }> {
    const read: string[] = [];
    const failed: string[] = [];
    for (const { name, reload } of this.#reloads) {
      try {
        await reload();
        read.push(name);
      } catch (error) {
        failed.push(`${name}: ${thrownText(error)}`);
      }
    }
    return { read, failed };
  }
}

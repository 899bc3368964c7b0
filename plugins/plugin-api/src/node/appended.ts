import { isEqualValue } from '../rule-values/coerce.js';
import { isJsonObject } from '../json/json-object.js';
import type { Json } from '../json/types.js';

/** The option of an introspection with the lengths that lists had before anything was appended to them. */
const OPTION = 'inspector.appended';

/** Where the lengths are kept for as long as the introspection goes on. */
export interface AppendedNotes {
  options(): Promise<ReadonlyMap<string, Json>>;
  setOption(name: string, value: Json): Promise<void>;
}

/** What an earlier try may have appended to a list. */
interface Earlier {
  /** Where the items begin that have come since, and where those of this try begin. */
  readonly from: number;
  readonly to: number;
  /** Items that this try has come to, too. */
  readonly met: Set<number>;
}

/**
 * Tells what was appended to lists by an earlier try of the same work. A change may have been made although its answer
 * was lost; the work is done again then, and would append the same once more. So the length that a list had at first is
 * kept before the change is sent, and what has come behind it is looked at.
 */
export class AppendedLists {
  readonly #notes: AppendedNotes;
  #lengths: Promise<Map<string, number>> | undefined;
  readonly #earlier = new Map<string, Earlier>();

  constructor(notes: AppendedNotes) {
    this.#notes = notes;
  }

  /**
   * Whether an earlier try has appended a value. Asked once for each value that is to be appended.
   *
   * @param place - names the list within the node
   * @param list - as it is now, with what this try has appended
   */
  async has(place: string, list: readonly Json[], value: Json): Promise<boolean> {
    const known = this.#earlier.get(place);
    const { from, to, met } = known ?? (await this.#lookAt(place, list.length));
    const found = list.findIndex(
      (item, index) => index >= from && index < to && !met.has(index) && isEqualValue(item, value),
    );
    if (found !== -1) met.add(found);
    return found !== -1;
  }

  async #lookAt(place: string, length: number): Promise<Earlier> {
    const earlier = { from: await this.#lengthBefore(place, length), to: length, met: new Set<number>() };
    this.#earlier.set(place, earlier);
    return earlier;
  }

  async #lengthBefore(place: string, length: number): Promise<number> {
    this.#lengths ??= this.#read();
    const lengths = await this.#lengths;
    const known = lengths.get(place);
    if (known !== undefined) return known;
    lengths.set(place, length);
    await this.#notes.setOption(OPTION, Object.fromEntries(lengths));
    return length;
  }

  async #read(): Promise<Map<string, number>> {
    const kept = (await this.#notes.options()).get(OPTION);
    const entries = isJsonObject(kept) ? Object.entries(kept) : [];
    return new Map(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
  }
}

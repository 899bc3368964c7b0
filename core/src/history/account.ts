import type { Json, JsonObject } from '@inspector/plugin-api';
import { writeJson } from '@inspector/plugin-api/json';
import type { NodeChange } from '@inspector/plugin-api/node';
import { plainNumbers } from '@inspector/plugin-api/rule-values';
import { HIDDEN, hideSecrets, namesSecret } from '../json/secrets.js';
import { type ShownChange, shownChange } from '../node/shown-change.js';

/** Changes of one introspection that are kept; a rule may append to lists as often as it likes. */
const MOST_CHANGES = 500;
/** Rules of one introspection that are kept. */
const MOST_RULES = 1000;
/** Characters of the JSON text of a value that is kept whole. */
const LONGEST_VALUE = 1024;

/** A rule whose conditions held, as the engine tells of it. */
export interface ToldRule {
  readonly uuid: string;
  readonly name: string;
  /** Its changes are not to be shown. */
  readonly sensitive: boolean;
  readonly outcome: 'applied' | 'failed' | 'not reached';
}

/** A rule whose conditions held, as it is kept. */
export type KeptRule = Omit<ToldRule, 'sensitive'>;

/** A change of the node that was asked for. */
export interface KeptChange extends ShownChange {
  /** `hook <name>` or `rule <UUID>`; null: the service itself. */
  readonly by: string | null;
}

/** What happens in one introspection while its node is held: taken down here, kept when it ends. */
export class Account {
  /** The data as hooks have them. */
  data: JsonObject | undefined;
  /** Asks for the resource class of a node that nobody has read; absent: rules are not through with it. */
  askClass: (() => Promise<string | null>) | undefined;
  /** Resource class of the node, once rules are through with it; null: it has none, or that is not known. */
  resourceClass: string | null = null;
  /** The JSON text of the data without the logs of the ramdisk, once hooks are through with them. */
  text: string | undefined;
  readonly #changes: KeptChange[] = [];
  #rules: readonly ToldRule[] = [];
  #leftOut = 0;

  /** Rules whose conditions held, in the order in which their actions ran. */
  get rules(): readonly KeptRule[] {
    return this.#rules.slice(0, MOST_RULES).map(({ uuid, name, outcome }) => ({ uuid, name, outcome }));
  }

  /** Changes that were asked for, in their order. Values of sensitive rules and of fields named like secrets are hidden. */
  get changes(): readonly KeptChange[] {
    return this.#changes;
  }

  /** How many more were asked for. */
  get changesLeftOut(): number {
    return this.#leftOut;
  }

  /** Takes down which rules apply, and what has become of them so far. */
  tellRules(rules: readonly ToldRule[]): void {
    this.#rules = rules;
  }

  /**
   * Takes down a change.
   *
   * @param by - as in {@link KeptChange}
   */
  tellChange(change: NodeChange, by?: string): void {
    if (this.#changes.length >= MOST_CHANGES) {
      this.#leftOut++;
      return;
    }
    const { target, op, path, value } = shownChange(change);
    const isSecret =
      namesSecret(`${target} ${path ?? ''}`) ||
      this.#rules.some(({ uuid, sensitive }) => sensitive && by === `rule ${uuid}`);
    this.#changes.push({
      ...{ by: by ?? null, target, op },
      ...(path === undefined ? {} : { path }),
      ...(value === undefined ? {} : { value: isSecret ? HIDDEN : shortValue(value) }),
    });
  }
}

/** A value without secrets; one that is long is the beginning of its JSON text. */
function shortValue(value: Json): Json {
  const shown = hideSecrets(plainNumbers(value));
  const text = writeJson(shown);
  return text.length <= LONGEST_VALUE ? shown : `${text.slice(0, LONGEST_VALUE)}…`;
}

import type { Json, JsonObject } from '@inspector/plugin-api';
import {
  groupsOf,
  hostVarsOf,
  namesIn,
  parseInventory,
  type InventoryDocument,
} from '@inspector/plugin-api/inventory';
import { writeJson } from '@inspector/plugin-api/json';
import { canonicalIp, isJsonObject, member } from '@inspector/plugin-api/ramdisk-data';

/** A host as Craton can hold it. */
export interface CratonHost {
  readonly name: string;
  readonly ipAddress: string;
  readonly deviceType: 'server' | 'container';
  /** Name of the host that it is on. */
  readonly parent: string | undefined;
  /** Variables that Craton can hold. */
  readonly variables: JsonObject;
  /** Groups that the host is in directly. */
  readonly labels: readonly string[];
}

/** The hosts of a document in Craton's terms. */
export interface MappedInventory {
  /** In the order in which they can be made: each after its parent. */
  readonly hosts: ReadonlyMap<string, CratonHost>;
  /** Hosts that only the document has, because Craton cannot hold their names. */
  readonly left: readonly string[];
  /** Hosts without an address that Craton takes. */
  readonly withoutAddress: readonly string[];
}

/** Characters of a name, of a key, and of a label. */
const LONGEST = 255;
/** The address of hosts that have none: Craton wants one. */
const NO_ADDRESS = '0.0.0.0';

/** Reads the hosts of a document. */
export function mapInventory(text: string, where: string): MappedInventory {
  const document = parseInventory(text, where);
  const hostvars = hostVarsOf(document);
  const names = storable(Object.keys(hostvars));
  const labels = labelsIn(document);
  const withoutAddress: string[] = [];
  const mapped = [...names].map((name): [string, CratonHost] => {
    const variables = member(hostvars, name);
    const address =
      canonicalIp(member(variables, 'ansible_host')) ?? canonicalIp(member(variables, 'management_address'));
    if (address === undefined) withoutAddress.push(name);
    const parent = member(variables, 'physical_host');
    const host: CratonHost = {
      name,
      ipAddress: address ?? NO_ADDRESS,
      deviceType: (member(variables, 'is_metal') ?? true) === true ? 'server' : 'container',
      parent: typeof parent === 'string' && parent !== name && names.has(parent) ? parent : undefined,
      variables: storableVariables(variables),
      labels: [...storable(labels.get(name) ?? [])],
    };
    return [name, host];
  });
  return {
    hosts: parentsFirst(new Map(mapped)),
    left: Object.keys(hostvars).filter((name) => !names.has(name)),
    withoutAddress,
  };
}

/**
 * Whether Craton would keep a variable for this value. The order of members is lost there, and so is how a number was
 * written, and integers of more than 64 bits.
 */
export function isAlike(left: Json, right: Json): boolean {
  if (isNumber(left) && isNumber(right)) return Number(left) === Number(right);
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((item, index) => isAlike(item, right[index] ?? null));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return left === right;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && isAlike(left[key] ?? null, right[key] ?? null));
}

/** Names that Craton can hold: not empty, not too long, and none like another one for its database. */
export function storable(names: readonly string[]): ReadonlySet<string> {
  const alike = new Map<string, number>();
  for (const name of names) alike.set(folded(name), (alike.get(folded(name)) ?? 0) + 1);
  return new Set(
    names.filter(
      (name) =>
        name !== '' && name.length <= LONGEST && !LONE_SURROGATE.test(name) && alike.get(folded(name)) === 1,
    ),
  );
}

/** The variables of a host that Craton can hold. */
function storableVariables(variables: Json | undefined): JsonObject {
  if (!isJsonObject(variables)) return {};
  const keys = storable(Object.keys(variables));
  return Object.fromEntries(
    Object.entries(variables).filter(([key, value]) => keys.has(key) && isStorable(value)),
  );
}

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** Half a character of two units is no text for a database. In JSON it is written as an escape. */
const isStorable = (value: Json): boolean => !/(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(writeJson(value));

/** How the usual collation of MySQL sees a name. */
const folded = (name: string): string =>
  name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().trimEnd();

function labelsIn(document: InventoryDocument): Map<string, string[]> {
  const labels = new Map<string, string[]>();
  for (const [group, value] of groupsOf(document)) {
    for (const host of new Set(namesIn(value, 'hosts'))) {
      const known = labels.get(host);
      if (known === undefined) labels.set(host, [group]);
      else known.push(group);
    }
  }
  return labels;
}

/** The hosts, each after its parent. Hosts that are on each other have no parent in Craton. */
function parentsFirst(hosts: ReadonlyMap<string, CratonHost>): Map<string, CratonHost> {
  const ordered = new Map<string, CratonHost>();
  for (const host of hosts.values()) {
    const way: CratonHost[] = [];
    let next: CratonHost | undefined = host;
    while (next !== undefined && !ordered.has(next.name) && !way.includes(next)) {
      way.push(next);
      next = next.parent === undefined ? undefined : hosts.get(next.parent);
    }
    const isCircle = next !== undefined && way.includes(next);
    for (const one of way.reverse()) {
      ordered.set(one.name, isCircle && one === way[0] ? { ...one, parent: undefined } : one);
    }
  }
  return ordered;
}

const isNumber = (value: Json): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

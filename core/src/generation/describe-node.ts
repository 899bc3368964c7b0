import type { Json, JsonObject } from '@inspector/plugin-api';
import { canonicalIp, isJsonObject, member, objectMembers } from '@inspector/plugin-api/ramdisk-data';
import { sanitisedGroupName } from '../ansible/group-names.js';
import { factsOf, hostnameOf } from './facts.js';
import { fieldFinder, type FieldFinder } from './field.js';
import { derivedName, hostName } from './host-names.js';
import { safeObject, safeValue } from './safe-value.js';
import { shortWords } from './short-words.js';
import type {
  DescribedNode,
  GenerationOptions,
  GenerationSource,
  GenerationSubject,
  KeyedGroup,
  NameSource,
  WantedGroup,
} from './types.js';

/** Groups that one key makes for one host: a list of a machine may be long. */
const MOST_GROUPS = 32;

/** Makes of a node what an inventory needs of it. The data of a node are large, so nodes are described one at a time. */
export type DescribeNode = (source: GenerationSource) => DescribedNode;

/**
 * Prepares the description of nodes.
 *
 * @throws `INSP_RULE_INVALID` for a field that cannot be parsed
 */
export function nodeDescriber({ keyedGroups, groups, compose, nameFrom }: GenerationOptions): DescribeNode {
  const keyed = keyedGroups.map((group) => ({ group, find: fieldFinder(group.key) }));
  const composed = Object.entries(compose).map(([name, field]) => ({ name, find: fieldFinder(field) }));
  return (source) => {
    const { uuid, name, state, data } = source;
    if (data === undefined) return leftAlone(source);
    const facts = factsOf(source);
    const subject = { facts, data, node: nodeOf(source) };
    const notes: string[] = [];
    const wanted: WantedGroup[] = [{ name: 'baremetal' }, ...namedAfter('arch', facts['cpu_arch'])];
    wanted.push(...namedAfter('vendor', facts['vendor']));
    for (const { group, find } of keyed) wanted.push(...keyedGroupsOf(group, find(subject)));
    for (const group of groups) if (holds(group, subject, notes)) wanted.push({ name: group.name });
    return {
      uuid,
      name,
      isIncluded: true,
      state,
      facts: safeObject(facts),
      composed: composedOf(composed, subject),
      groups: wanted,
      names: nameFrom.map((from) => nameOf(from, facts, data)).filter((text) => text !== undefined),
      addresses: addressesOf(facts),
      ...bootIpOf(facts),
      notes,
    };
  };
}

const leftAlone = ({ uuid, name, state }: GenerationSource): DescribedNode => ({
  uuid,
  name,
  isIncluded: false,
  state,
  facts: {},
  composed: {},
  groups: [],
  names: [],
  addresses: [],
  notes: [],
});

const nodeOf = ({ node }: GenerationSource): JsonObject =>
  Object.fromEntries(
    Object.entries(node ?? {}).map(([name, value]): [string, Json] => [name, value ?? null]),
  );

function namedAfter(prefix: string, value: Json | undefined): WantedGroup[] {
  return typeof value === 'string' ? [{ name: sanitisedGroupName(`${prefix}_${value.toLowerCase()}`) }] : [];
}

function keyedGroupsOf(
  { prefix, separator, parentGroup }: KeyedGroup,
  found: readonly Json[],
): WantedGroup[] {
  const names = found.flatMap((value) => wordsOf(value, separator)).slice(0, MOST_GROUPS);
  return names.map((words) => ({
    name: sanitisedGroupName(prefix === '' ? words : `${prefix}${separator}${words}`),
    ...(parentGroup !== undefined && { parent: sanitisedGroupName(parentGroup) }),
  }));
}

/** The texts that a value names groups by: of a list each item, of an object each name with its value. */
function wordsOf(value: Json, separator: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => wordsOf(item, separator));
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([name, item]) =>
      wordsOf(item, separator).map((words) => `${name}${separator}${words}`),
    );
  }
  if (value === null) return [];
  return [shortWords(String(value))].filter((words) => words !== undefined);
}

function holds(
  group: GenerationOptions['groups'][number],
  subject: GenerationSubject,
  notes: string[],
): boolean {
  try {
    return group.holds(subject);
  } catch (error) {
    notes.push(
      `is not put into the group ${group.name}: ${error instanceof Error ? error.message : String(error)}`,
    );
    return false;
  }
}

function composedOf(
  variables: readonly { readonly name: string; readonly find: FieldFinder }[],
  subject: GenerationSubject,
): JsonObject {
  const entries = variables.flatMap(({ name, find }): [string, Json][] => {
    const [value = null] = find(subject);
    return value === null ? [] : [[name, safeValue(value)]];
  });
  return Object.fromEntries(entries);
}

function nameOf(from: NameSource, facts: JsonObject, data: JsonObject): string | undefined {
  if (from === 'serial') return derivedName(shortWords(facts['serial']));
  return from === 'hostname' ? hostName(hostnameOf(data)) : derivedName(portDescription(facts, data));
}

/** What the switch calls the port that the machine booted through, else any port. */
function portDescription(facts: JsonObject, data: JsonObject): string | undefined {
  const all = member(data, 'all_interfaces');
  const entries = isJsonObject(all) ? Object.entries(all) : [];
  const described = entries
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, entry]) => ({
      isBoot: member(entry, 'mac') === facts['boot_mac'],
      words: shortWords(member(member(entry, 'lldp_processed'), 'switch_port_description')),
    }))
    .filter(({ words }) => words !== undefined);
  return (described.find(({ isBoot }) => isBoot) ?? described[0])?.words;
}

function addressesOf(facts: JsonObject): string[] {
  const ips = objectMembers(facts, 'interfaces').flatMap((card) => member(card, 'ips') ?? []);
  return ips.filter((ip) => typeof ip === 'string' && !isLinkLocal(ip)) as string[];
}

/** Every machine may have these. */
const isLinkLocal = (ip: string): boolean => /^(?:fe[89ab]|169\.254\.|127\.)/.test(ip) || ip === '::1';

function bootIpOf(facts: JsonObject): { readonly bootIp?: string } {
  const card = objectMembers(facts, 'interfaces').find((each) => each['mac'] === facts['boot_mac']);
  const ips = addressesOf({ interfaces: card === undefined ? [] : [card] });
  const bootIp = canonicalIp(ips.find((ip) => ip.includes('.')) ?? ips[0]);
  return bootIp === undefined ? {} : { bootIp };
}

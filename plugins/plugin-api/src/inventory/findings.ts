import { InspectorError } from '../errors/inspector-error.js';
import { isJsonObject, member } from '../json/json-object.js';
import type { Json, JsonObject } from '../json/types.js';
import { cycleOf } from './group-cycle.js';
import { groupsOf, hostVarsOf } from './groups.js';
import { inventoryText } from './inventory-text.js';
import { pathText, type PathStep } from './json-path.js';
import type { InventoryDocument, InventoryFinding, InventoryLimits } from './types.js';

/** Limits unless the configuration says otherwise: a data centre has room, a runaway program has not. */
export const INVENTORY_LIMITS: InventoryLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxHosts: 10_000,
  maxDepth: 64,
  maxName: 255,
};

/** Findings that are listed: more of them have one cause. */
const LISTED = 100;
/** Findings that a message shows. */
const SHOWN = 5;

/**
 * What is wrong with the shape of a document: members that are missing or of the wrong kind, names of groups and hosts
 * that are nowhere, groups inside themselves, names that are too long. Size and number of hosts are not looked at.
 *
 * @returns at most 100 findings, in the order of the document; empty: it is valid
 */
export function inventoryFindings(
  document: InventoryDocument,
  limits: Partial<InventoryLimits> = {},
): InventoryFinding[] {
  return new Examination(document, { ...INVENTORY_LIMITS, ...limits }).findings();
}

/**
 * Makes sure that a document can be stored.
 *
 * @param name - what a person knows it by, for messages
 * @returns its canonical text
 * @throws `INSP_INVENTORY_INVALID` with the paths of the first faults; `INSP_INVENTORY_TOO_LARGE`
 */
export function assertValidInventory(
  document: InventoryDocument,
  name: string,
  limits: Partial<InventoryLimits> = {},
): string {
  assertInventoryShape(document, name, limits);
  const { maxBytes } = { ...INVENTORY_LIMITS, ...limits };
  const text = inventoryText(document);
  if (text.length > maxBytes) {
    throw tooLarge(name, `${String(text.length)} bytes, and ${String(maxBytes)} are`);
  }
  return text;
}

/**
 * The same without a look at the size of the text, which takes most of the time.
 *
 * @throws `INSP_INVENTORY_INVALID`; `INSP_INVENTORY_TOO_LARGE` for too many hosts
 */
export function assertInventoryShape(
  document: InventoryDocument,
  name: string,
  limits: Partial<InventoryLimits> = {},
): void {
  const findings = inventoryFindings(document, limits);
  if (findings.length > 0) throw invalid(name, findings);
  const { maxHosts } = { ...INVENTORY_LIMITS, ...limits };
  const hosts = Object.keys(hostVarsOf(document)).length;
  if (hosts > maxHosts) throw tooLarge(name, `${String(hosts)} hosts, and ${String(maxHosts)} are`);
}

/** The error about a document that is not valid. */
export function invalid(name: string, findings: readonly InventoryFinding[]): InspectorError {
  const shown = findings.slice(0, SHOWN).map(({ path, message }) => `${path} ${message}`);
  const more = findings.length > SHOWN ? `; and ${String(findings.length - SHOWN)} more` : '';
  return new InspectorError(
    'INSP_INVENTORY_INVALID',
    `The inventory in ${name} is not valid: ${shown.join('; ')}${more}`,
  );
}

const tooLarge = (name: string, what: string): InspectorError =>
  new InspectorError(
    'INSP_INVENTORY_TOO_LARGE',
    `The inventory in ${name} has ${what} allowed. Remove hosts that are gone, or raise the limit`,
  );

/** Steps of a path that is too long: they say which host or group it is. */
const SHOWN_STEPS = 4;

/** The path of an object or list that is deeper than some levels; undefined: there is none. */
function pathBelow(value: Json, levels: number): PathStep[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (levels === 0) return [];
  for (const step of Object.keys(value)) {
    const item: Json | undefined = Array.isArray(value) ? value[Number(step)] : value[step];
    // Most values are plain: they are not worth a call.
    if (typeof item !== 'object' || item === null) continue;
    const below = pathBelow(item, levels - 1);
    if (below !== undefined) return [Array.isArray(value) ? Number(step) : step, ...below];
  }
  return undefined;
}

/** Members that a group may have. */
const GROUP_PARTS: ReadonlySet<string> = new Set(['hosts', 'children', 'vars']);

class Examination {
  readonly #findings: InventoryFinding[] = [];

  constructor(
    private readonly document: InventoryDocument,
    private readonly limits: InventoryLimits,
  ) {}

  findings(): InventoryFinding[] {
    if (!this.#isWithinDepth()) return this.#findings;
    this.#hosts();
    for (const [name, group] of groupsOf(this.document)) this.#group(name, group);
    this.#all();
    if (this.#findings.length === 0) this.#cycle();
    return this.#findings.slice(0, LISTED);
  }

  #add(path: readonly PathStep[], message: string): void {
    if (this.#findings.length < LISTED) this.#findings.push({ path: pathText(path), message });
  }

  #isWithinDepth(): boolean {
    const path = pathBelow(this.document, this.limits.maxDepth);
    if (path === undefined) return true;
    this.#add(path.slice(0, SHOWN_STEPS), `is nested deeper than ${String(this.limits.maxDepth)} levels`);
    return false;
  }

  #hosts(): void {
    const meta = member(this.document, '_meta');
    if (!isJsonObject(meta)) return this.#add(['_meta'], meta === undefined ? 'is missing' : 'is no object');
    const hostvars = member(meta, 'hostvars');
    if (!isJsonObject(hostvars)) {
      return this.#add(['_meta', 'hostvars'], hostvars === undefined ? 'is missing' : 'is no object');
    }
    for (const [host, vars] of Object.entries(hostvars)) {
      this.#name(['_meta', 'hostvars', host], host);
      if (!isJsonObject(vars)) this.#add(['_meta', 'hostvars', host], 'is no object of variables');
    }
  }

  #name(path: readonly PathStep[], name: string): void {
    if (name === '') this.#add(path, 'has an empty name');
    else if (name.length > this.limits.maxName) {
      this.#add(path, `has a name of more than ${String(this.limits.maxName)} characters`);
    }
  }

  #group(name: string, group: Json): void {
    this.#name([name], name);
    if (!isJsonObject(group)) return this.#add([name], 'is no object with hosts, children or vars');
    this.#parts(name, group, GROUP_PARTS);
    this.#list(name, group, 'hosts');
    this.#list(name, group, 'children');
  }

  #parts(name: string, group: JsonObject, known: ReadonlySet<string>): void {
    for (const part of Object.keys(group)) {
      if (!known.has(part)) this.#add([name, part], `is unknown; ${name} may have ${[...known].join(', ')}`);
    }
    const vars = member(group, 'vars');
    if (vars !== undefined && !isJsonObject(vars)) this.#add([name, 'vars'], 'is no object of variables');
  }

  #list(name: string, group: JsonObject, part: 'hosts' | 'children'): void {
    const list = member(group, part);
    if (list === undefined) return;
    if (!Array.isArray(list)) return this.#add([name, part], 'is no list of names');
    for (const [index, item] of list.entries()) {
      if (typeof item !== 'string') this.#add([name, part, index], `is ${nameOfKind(item)} and not a name`);
      else if (!this.#exists(part, item)) {
        this.#add(
          [name, part, index],
          `names the ${part === 'hosts' ? 'host' : 'group'} ${JSON.stringify(item)}, which does not exist`,
        );
      }
    }
  }

  #exists(part: 'hosts' | 'children', name: string): boolean {
    if (part === 'hosts') return Object.hasOwn(hostVarsOf(this.document), name);
    return name !== '_meta' && name !== 'all' && Object.hasOwn(this.document, name);
  }

  #all(): void {
    const all = member(this.document, 'all');
    if (all === undefined) return;
    if (isJsonObject(all)) this.#parts('all', all, new Set(['vars']));
    else this.#add(['all'], 'is no object with vars');
  }

  #cycle(): void {
    const cycle = cycleOf(this.document);
    if (cycle !== undefined)
      this.#add([cycle[0] ?? '', 'children'], `contain the group itself: ${cycle.join(' > ')}`);
  }
}

const nameOfKind = (value: Json): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
};

import type { InspectorError } from '../errors/inspector-error.js';
import { GROUP_RULES, type GroupName } from './groups.js';
import { nearest } from './nearest.js';
import { pluginProblem } from './problem.js';

/** Parts every definition has; what the host itself uses of it. */
export interface AnyDefinition {
  readonly id: string;
  readonly configSchema?: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
  readonly aliases?: readonly string[];
  setup(context: unknown): unknown;
}

/** Whose shape is checked, for messages. */
export interface Subject {
  readonly group: GroupName;
  readonly name: string;
  readonly packageName: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNames = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Why an export is not a definition of its group; `undefined` when it is one. */
export function definitionProblem(subject: Subject, value: unknown): InspectorError | undefined {
  const faults = isObject(value) ? definitionFaults(subject, value) : [`it is ${kindOf(value)}`];
  if (faults.length === 0) return undefined;
  return wrongShape(subject, 'The export', faults);
}

function definitionFaults({ group, name }: Subject, value: Record<string, unknown>): string[] {
  const faults: string[] = [];
  if (value['id'] !== name) {
    faults.push(`its id is ${JSON.stringify(value['id'] ?? null)}, while the manifest calls it "${name}"`);
  }
  if (typeof value['setup'] !== 'function') faults.push('it has no function "setup"');
  if (value['configSchema'] !== undefined && !isObject(value['configSchema'])) {
    faults.push('its "configSchema" is not an object');
  }
  for (const list of GROUP_RULES[group].lists) {
    if (value[list] !== undefined && !isNames(value[list]))
      faults.push(`its "${list}" is not a list of names`);
  }
  if (isNames(value['dependencies']) && (value['dependencies'] as string[]).includes(name)) {
    faults.push('it depends on itself');
  }
  return [...faults, ...unreadMembers(group, value)];
}

/** Members that nothing reads are misspelt ones, or come from the contract of another kind. */
function unreadMembers(group: GroupName, value: Record<string, unknown>): string[] {
  const { lists, flags = [] } = GROUP_RULES[group];
  const known = ['id', 'configSchema', 'setup', ...lists, ...flags];
  return Object.keys(value)
    .filter((member) => !known.includes(member))
    .map((member) => {
      const meant = known.find((name) => alike(name, member)) ?? nearest(member, known);
      const hint = meant === undefined ? `a definition has ${known.join(', ')}` : `did you mean "${meant}"?`;
      return `nothing reads its member "${member}"; ${hint}`;
    });
}

/** Short forms that authors use: `depends` for `dependencies`, `schema` for `configSchema`. */
const alike = (name: string, member: string): boolean =>
  name.toLowerCase().endsWith(member.toLowerCase()) || name.startsWith(member.slice(0, 6));

/** Why what `setup` returned is not an instance of its group; `undefined` when it is one. */
export function instanceProblem(subject: Subject, value: unknown): InspectorError | undefined {
  const faults: string[] = [];
  if (!isObject(value)) faults.push(`it is ${kindOf(value)}`);
  else {
    const { methods, optionalMethods } = GROUP_RULES[subject.group];
    for (const method of methods) {
      if (typeof value[method] !== 'function') faults.push(`it has no function "${method}"`);
    }
    for (const method of [...optionalMethods, 'close']) {
      if (value[method] !== undefined && typeof value[method] !== 'function') {
        faults.push(`its "${method}" is not a function`);
      }
    }
    const other = otherKind(subject.group, value);
    if (other !== undefined) {
      const { noun, methods: its } = GROUP_RULES[other];
      faults.push(`it has the methods of a ${noun} (${its.join(', ')}); its group is ${other}`);
    }
    faults.push(...misspeltMethods(value, [...methods, ...optionalMethods, 'close']));
  }
  return faults.length === 0 ? undefined : wrongShape(subject, 'What "setup" returned', faults);
}

/** The group all of whose methods an instance has, where it has none of its own. */
function otherKind(group: GroupName, instance: Record<string, unknown>): GroupName | undefined {
  const { methods, optionalMethods } = GROUP_RULES[group];
  if ([...methods, ...optionalMethods].some((method) => method in instance)) return undefined;
  return (Object.keys(GROUP_RULES) as GroupName[]).find((name) => {
    const its = GROUP_RULES[name].methods;
    return its.length > 0 && its.every((method) => method in instance);
  });
}

/** Shorter names that differ in a letter are more likely methods of the plugin's own. */
const LONG_NAME = 8;

/** Methods that nobody calls because their name is almost one that would be called. */
function misspeltMethods(instance: Record<string, unknown>, known: readonly string[]): string[] {
  return functionsOf(instance).flatMap((name) => {
    if (known.includes(name)) return [];
    const meant = nearest(name, known);
    if (meant === undefined || meant in instance) return [];
    const sameLetters = meant.toLowerCase() === name.toLowerCase().replace(/[-_]/g, '');
    return sameLetters || name.length >= LONG_NAME
      ? [`nothing calls its "${name}"; did you mean "${meant}"?`]
      : [];
  });
}

/** Names of the functions of an object, those of its class included. */
function functionsOf(instance: Record<string, unknown>): string[] {
  const names = new Set<string>();
  let level: object | null = instance;
  while (level !== null && level !== Object.prototype) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (typeof value === 'function' && name !== 'constructor') names.add(name);
    }
    level = Object.getPrototypeOf(level) as object | null;
  }
  return [...names];
}

const wrongShape = (
  { group, name, packageName }: Subject,
  what: string,
  faults: readonly string[],
): InspectorError =>
  pluginProblem(
    'INSP_PLUGIN_WRONG_SHAPE',
    `${what} is not a ${GROUP_RULES[group].noun} ("${name}" of ${packageName}):\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    `Install a version that is correct (npm install ${packageName}@latest), or correct it: docs/plugins/contracts.md says what a ${GROUP_RULES[group].noun} is.`,
  );

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

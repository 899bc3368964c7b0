import type { InspectorError } from '../errors/inspector-error.js';
import { GROUP_RULES, type GroupName } from './groups.js';
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
  return faults;
}

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
  }
  return faults.length === 0 ? undefined : wrongShape(subject, 'What "setup" returned', faults);
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

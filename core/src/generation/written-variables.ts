import type { JsonObject } from '@inspector/plugin-api';
import type { DescribedNode, GenerationOptions } from './types.js';

/** The variable that lists which variables `compose` has made. */
const COMPOSED = 'composed';

/**
 * Writes what is known of a node into the variables of its host. Variables of somebody else are not replaced, but for
 * `ansible_host` where it is asked for.
 *
 * @param vars - is changed
 * @returns what was not written, a sentence each
 */
export function writeVariables(
  vars: JsonObject,
  host: string,
  { facts, composed, bootIp }: DescribedNode,
  { prefix, ansibleHost, domain }: GenerationOptions,
): string[] {
  const notes: string[] = [];
  const list = vars[`${prefix}${COMPOSED}`];
  const made = new Set(Array.isArray(list) ? list.filter((name) => typeof name === 'string') : []);
  for (const name of Object.keys(vars)) {
    if (name.startsWith(prefix) || made.has(name)) Reflect.deleteProperty(vars, name);
  }
  for (const [name, value] of Object.entries(facts)) vars[`${prefix}${name}`] = value;
  const written: string[] = [];
  for (const [name, value] of Object.entries(composed)) {
    if (Object.hasOwn(vars, name)) {
      notes.push(`The host ${host} has a variable ${name} of somebody else, which is kept`);
    } else {
      vars[name] = value;
      written.push(name);
    }
  }
  if (written.length > 0) vars[`${prefix}${COMPOSED}`] = written.sort();
  const address = ansibleHost === 'bootIp' ? bootIp : `${host}${domain}`;
  if (ansibleHost !== 'none' && address !== undefined) vars['ansible_host'] = address;
  return notes;
}

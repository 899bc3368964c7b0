import { isJsonObject, member } from '../json/json-object.js';
import type { Json } from '../json/types.js';
import { groupsOf, hostVarsOf, varsOf } from './groups.js';
import { pathText, type PathStep } from './json-path.js';
import type { InventoryDocument, InventoryFinding } from './types.js';

/** Names of variables that hold secrets, by the last part of their path. */
const SECRET = /pass(?:word|wd|phrase)?$|secret|token|private_key|api_key/i;

/** How the text begins that Ansible encrypted. */
const VAULT = '$ANSIBLE_VAULT;';
/** The member by which Ansible's JSON marks such a text. */
const VAULT_MEMBER = '__ansible_vault';

/**
 * The variables of hosts and groups whose name says that they hold a secret. An inventory is read by many, so
 * secrets belong into Ansible's vault: texts that it encrypted are not listed. Neither are null, flags and empty texts,
 * which tell nothing.
 */
export function secretVariables(document: InventoryDocument): InventoryFinding[] {
  const found: InventoryFinding[] = [];
  const look = (vars: Json, path: readonly PathStep[]): void => findSecrets(vars, path, found);
  for (const [host, vars] of Object.entries(hostVarsOf(document))) look(vars, ['_meta', 'hostvars', host]);
  for (const [group, value] of groupsOf(document)) look(varsOf(value), [group, 'vars']);
  look(varsOf(member(document, 'all')), ['all', 'vars']);
  return found;
}

function findSecrets(value: Json, path: readonly PathStep[], found: InventoryFinding[]): void {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) findSecrets(item, [...path, index], found);
  if (!isJsonObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    const place = [...path, name];
    if (SECRET.test(name) && tells(item)) {
      found.push({ path: pathText(place), message: 'has the name of a secret and is not in a vault' });
    } else if (!isVaultObject(item)) findSecrets(item, place, found);
  }
}

/** Whether a value of such a name may be a secret that can be read. */
function tells(value: Json): boolean {
  if (typeof value === 'string') return value !== '' && !value.startsWith(VAULT);
  if (Array.isArray(value)) return value.some(tells);
  if (isJsonObject(value)) return !isVaultObject(value) && Object.values<Json>(value).some(tells);
  return typeof value === 'number' || typeof value === 'bigint';
}

const isVaultObject = (value: Json): boolean => member(value, VAULT_MEMBER) !== undefined;

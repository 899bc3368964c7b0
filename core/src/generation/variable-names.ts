/** What Ansible takes as the name of a variable. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Names that mean something else in a playbook. */
const RESERVED: ReadonlySet<string> = new Set([
  'environment',
  'group_names',
  'groups',
  'hostvars',
  'inventory_dir',
  'inventory_file',
  'inventory_hostname',
  'inventory_hostname_short',
  'omit',
  'play_hosts',
  'playbook_dir',
  'role_name',
  'role_names',
  'role_path',
  'vars',
]);

/**
 * Why no variable of this name may be made of what a machine says, as the end of a sentence. Most variables that begin with `ansible_`
 * say how Ansible connects: whoever sets them runs commands where Ansible runs.
 *
 * @param prefix - of the variables of generation itself
 * @returns undefined for a name that may be used
 */
export function refusedVariable(name: string, prefix: string): string | undefined {
  if (!NAME.test(name)) return 'it is not made of letters, digits and _, or begins with a digit';
  if (RESERVED.has(name)) return 'it means something else in a playbook';
  if (name.startsWith('ansible_'))
    return 'it is one of those that say how Ansible connects (see ansibleHost)';
  if (name.startsWith(prefix)) return `it begins with ${prefix}, as the variables of Inspector do`;
  return undefined;
}

/** What is made for a kind of plugin. */
export interface Kind {
  /** Folder of its templates, and the word that asks for it. */
  readonly word: string;
  /** Its kind in the name of a package. */
  readonly packageKind: string;
  readonly group: string;
  /** What the plugin does, in one sentence. */
  readonly description: string;
  /** How a service is told to use it, as the body of `export default { … }`; rules need nothing but being installed. */
  readonly config?: (id: string) => string;
}

const option =
  (group: string, name: string) =>
  (id: string): string =>
    `${group}: { ${name}: '${id}' }`;

/** The kinds of plugins. */
export const KINDS: readonly Kind[] = [
  {
    word: 'hook',
    packageKind: 'hook',
    group: 'inspector.hook.processing',
    description: 'Writes who made a machine to its node in the bare metal service',
    config: (id) => `processing: { processingHooks: ['$default_processing_hooks', '${id}'] }`,
  },
  {
    word: 'node-not-found',
    packageKind: 'hook',
    group: 'inspector.hook.node-not-found',
    description: 'Recognises machines by the serial number in extra of their node',
    config: option('processing', 'nodeNotFoundHook'),
  },
  {
    word: 'condition',
    packageKind: 'rule',
    group: 'inspector.rule.condition',
    description: 'A condition for introspection rules: whether a field begins with a text',
  },
  {
    word: 'action',
    packageKind: 'rule',
    group: 'inspector.rule.action',
    description: 'An action for introspection rules that writes a label to the node',
  },
  {
    word: 'storage',
    packageKind: 'storage',
    group: 'inspector.storage',
    description: 'Keeps introspection data as files in a directory',
    config: option('processing', 'storeData'),
  },
  {
    word: 'pxe-filter',
    packageKind: 'pxe-filter',
    group: 'inspector.pxe-filter',
    description: 'Tells a DHCP server by a file which machines it may serve',
    config: option('pxeFilter', 'driver'),
  },
  {
    word: 'baremetal',
    packageKind: 'baremetal',
    group: 'inspector.baremetal',
    description: 'A bare metal service in memory',
    config: option('baremetal', 'driver'),
  },
  {
    word: 'coordination',
    packageKind: 'coordination',
    group: 'inspector.coordination',
    description: 'Leases of nodes for one process',
    config: option('coordination', 'driver'),
  },
  {
    word: 'inventory',
    packageKind: 'inventory',
    group: 'inspector.inventory',
    description: 'Keeps the inventory for Ansible in memory',
    config: option('inventory', 'backend'),
  },
];

/** The words that ask for a kind. */
export const KIND_WORDS: readonly string[] = KINDS.map(({ word }) => word);

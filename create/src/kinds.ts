/** What is made for a kind of plugin. */
export interface Kind {
  /** Folder of its templates, and the word that asks for it. */
  readonly word: string;
  /** Its kind in the name of a package. */
  readonly packageKind: string;
  readonly group: string;
  /** What the plugin does, in one sentence. */
  readonly description: string;
  /** How a service comes to use it. */
  readonly use: Use;
  /** Files that are published as they are, beside its code: their folder in the package, and their names. */
  readonly statics?: { readonly folder: string; readonly names: readonly string[] };
}

/** The body of `export default { … }` in the configuration, or a sentence where being installed is enough. */
type Use = { readonly config: (id: string) => string } | { readonly installed: (id: string) => string };

const option = (group: string, name: string): Use => ({ config: (id) => `${group}: { ${name}: '${id}' }` });

const INSTALLED_RULE: Use = {
  installed: () => 'Rules can use it as soon as it is installed where the service runs.',
};

/** The kinds of plugins. */
export const KINDS: readonly Kind[] = [
  {
    word: 'hook',
    packageKind: 'hook',
    group: 'inspector.hook.processing',
    description: 'Writes who made a machine to its node in the bare metal service',
    use: { config: (id) => `processing: { processingHooks: ['$default_processing_hooks', '${id}'] }` },
  },
  {
    word: 'node-not-found',
    packageKind: 'hook',
    group: 'inspector.hook.node-not-found',
    description: 'Recognises machines by the serial number in extra of their node',
    use: option('processing', 'nodeNotFoundHook'),
  },
  {
    word: 'condition',
    packageKind: 'rule',
    group: 'inspector.rule.condition',
    description: 'A condition for introspection rules: whether a field begins with a text',
    use: INSTALLED_RULE,
  },
  {
    word: 'action',
    packageKind: 'rule',
    group: 'inspector.rule.action',
    description: 'An action for introspection rules that writes a label to the node',
    use: INSTALLED_RULE,
  },
  {
    word: 'storage',
    packageKind: 'storage',
    group: 'inspector.storage',
    description: 'Keeps introspection data as files in a directory',
    use: option('processing', 'storeData'),
  },
  {
    word: 'pxe-filter',
    packageKind: 'pxe-filter',
    group: 'inspector.pxe-filter',
    description: 'Tells a DHCP server by a file which machines it may serve',
    use: option('pxeFilter', 'driver'),
  },
  {
    word: 'baremetal',
    packageKind: 'baremetal',
    group: 'inspector.baremetal',
    description: 'A bare metal service in memory',
    use: option('baremetal', 'driver'),
  },
  {
    word: 'coordination',
    packageKind: 'coordination',
    group: 'inspector.coordination',
    description: 'Leases of nodes for one process',
    use: option('coordination', 'driver'),
  },
  {
    word: 'inventory',
    packageKind: 'inventory',
    group: 'inspector.inventory',
    description: 'Keeps the inventory for Ansible in memory',
    use: option('inventory', 'backend'),
  },
  {
    word: 'page',
    packageKind: 'page',
    group: 'inspector.page',
    description: 'A page for browsers that shows the latest introspections',
    use: {
      installed: (id) => `Once it is installed where the API runs, the API serves it under \`/${id}/\`.`,
    },
    statics: { folder: 'page', names: ['index.html', 'main.js', 'style.css'] },
  },
];

/** The words that ask for a kind. */
export const KIND_WORDS: readonly string[] = KINDS.map(({ word }) => word);

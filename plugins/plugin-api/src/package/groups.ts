import type { BareMetal } from '../baremetal/types.js';
import type { Coordinator } from '../coordination/types.js';
import type { InventoryBackend } from '../inventory-store/types.js';
import type { PageFiles } from '../page/types.js';
import type { PxeFilterDriver } from '../pxe-filter/types.js';
import type { StorageBackend } from '../storage/types.js';
import type { PluginKind } from './names.js';
import type {
  ActionInstance,
  ConditionInstance,
  HookInstance,
  NodeNotFoundInstance,
  PluginGroup,
} from '../contract/types.js';

/** Every group a manifest may use. */
export type GroupName = PluginGroup;

/** What the host knows of a group of entry points. */
export interface GroupRule {
  readonly kind: PluginKind;
  /** What one of its plugins is called in messages. */
  readonly noun: string;
  /** The option that selects from it; absent where everything installed is loaded. */
  readonly option?: string;
  /** Members of a definition that are lists of names, where present. */
  readonly lists: readonly string[];
  /** Members of a definition that are true or false, where present. */
  readonly flags?: readonly string[];
  /** Methods an instance must have. */
  readonly methods: readonly string[];
  /** Methods an instance may have. */
  readonly optionalMethods: readonly string[];
}

/** Names of members of an instance; the compiler refuses what it does not have. */
const members = <Instance>(...names: (keyof Instance & string)[]): readonly string[] => names;

/** The groups of entry points. */
export const GROUP_RULES: Readonly<Record<GroupName, GroupRule>> = {
  'inspector.storage': {
    kind: 'storage',
    noun: 'storage backend',
    option: 'processing.storeData',
    lists: [],
    methods: members<StorageBackend>('get', 'save'),
    optionalMethods: members<StorageBackend>('delete', 'list'),
  },
  'inspector.hook.processing': {
    kind: 'hook',
    noun: 'processing hook',
    option: 'processing.processingHooks',
    lists: ['dependencies', 'aliases'],
    methods: [],
    optionalMethods: members<HookInstance>('beforeProcessing', 'beforeUpdate'),
  },
  'inspector.hook.node-not-found': {
    kind: 'hook',
    noun: 'node-not-found hook',
    option: 'processing.nodeNotFoundHook',
    lists: [],
    methods: members<NodeNotFoundInstance>('nodeNotFound'),
    optionalMethods: [],
  },
  'inspector.rule.condition': {
    kind: 'rule',
    noun: 'rule condition',
    lists: ['requiredParams', 'optionalParams'],
    flags: ['anyParams', 'allowNone'],
    methods: members<ConditionInstance>('compile'),
    optionalMethods: members<ConditionInstance>('validate'),
  },
  'inspector.rule.action': {
    kind: 'rule',
    noun: 'rule action',
    lists: ['requiredParams', 'optionalParams', 'formattedParams'],
    flags: ['anyParams'],
    methods: members<ActionInstance>('apply'),
    optionalMethods: members<ActionInstance>('validate'),
  },
  'inspector.pxe-filter': {
    kind: 'pxe-filter',
    noun: 'PXE filter driver',
    option: 'pxeFilter.driver',
    lists: [],
    methods: members<PxeFilterDriver>('init', 'sync', 'tearDown'),
    optionalMethods: members<PxeFilterDriver>('prepare', 'reset', 'inspect', 'examine'),
  },
  'inspector.baremetal': {
    kind: 'baremetal',
    noun: 'bare metal service',
    option: 'baremetal.driver',
    lists: [],
    methods: members<BareMetal>(
      'getNode',
      'listNodes',
      'validatePower',
      'setBootDevice',
      'setPowerState',
      'patchNode',
      'createNode',
      'addTrait',
      'removeTrait',
      'listNodePorts',
      'listPorts',
      'findPorts',
      'createPort',
      'patchPort',
      'deletePort',
    ),
    optionalMethods: [],
  },
  'inspector.coordination': {
    kind: 'coordination',
    noun: 'coordination backend',
    option: 'coordination.driver',
    lists: [],
    methods: members<Coordinator>('acquire', 'tryAcquire', 'isLeader'),
    optionalMethods: [],
  },
  'inspector.inventory': {
    kind: 'inventory',
    noun: 'inventory backend',
    option: 'inventory.backend',
    lists: [],
    methods: members<InventoryBackend>('load', 'write'),
    optionalMethods: members<InventoryBackend>('history'),
  },
  'inspector.page': {
    kind: 'page',
    noun: 'page',
    lists: [],
    methods: members<PageFiles>('directory'),
    optionalMethods: [],
  },
};

/** Whether a text names a group. */
export const isGroupName = (text: string): text is GroupName => Object.hasOwn(GROUP_RULES, text);

/** Groups whose plugins a package of this kind may offer. */
export const groupsOfKind = (kind: PluginKind): GroupName[] =>
  (Object.keys(GROUP_RULES) as GroupName[]).filter((group) => GROUP_RULES[group].kind === kind);

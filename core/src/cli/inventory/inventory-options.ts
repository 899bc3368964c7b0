/** Options of `inspector inventory`. */
export interface InventoryOptions {
  readonly file?: string;
  readonly list?: boolean;
  readonly host?: string;
  readonly listHost?: boolean;
  readonly sort?: string;
  readonly listGroups?: boolean;
  readonly listContainers?: boolean;
  readonly export?: boolean;
  readonly removeItem?: readonly string[];
  readonly withContainers?: boolean;
  readonly removeGroup?: readonly string[];
  readonly clearIps?: boolean;
  readonly json?: boolean;
}

/** What changes the inventory. */
export const CHANGES = [
  'removeItem',
  'removeGroup',
  'clearIps',
] as const satisfies readonly (keyof InventoryOptions)[];
/** One of {@link CHANGES}. */
export type ChangingAction = (typeof CHANGES)[number];
/** What people ask for, while Ansible asks for `list` and `host`. */
export type ShowingAction = 'export' | 'listHost' | 'listGroups' | 'listContainers';
/** Everything that can be asked for. */
export type InventoryAction = 'list' | 'host' | ShowingAction | ChangingAction;

/** The check of a rule where no policy file has the rule. */
export interface RuleDefault {
  readonly check: string;
  /** What ironic-inspector asked for before; it also suffices where `policy.enforceNewDefaults` is false. */
  readonly legacy?: string;
  /** What the rule is about, one sentence. */
  readonly description: string;
}

const ADMIN = '(role:admin and system_scope:all) or role:admin or role:service';
const READER = '(role:reader and system_scope:all) or role:admin or role:service';
const LEGACY_ADMIN = 'rule:is_admin';
const LEGACY_READER = 'rule:is_admin or rule:is_observer';

const admin = (description: string): RuleDefault => ({ check: ADMIN, legacy: LEGACY_ADMIN, description });
const reader = (description: string): RuleDefault => ({ check: READER, legacy: LEGACY_READER, description });
const open = (description: string): RuleDefault => ({ check: 'rule:public_api', description });

/** The rules that routes ask for, one each, with the defaults of ironic-inspector 12 where it has the route. */
export const ROUTE_RULES = {
  introspection: open('List the versions of the API.'),
  'introspection:version': open('List the resources of a version.'),
  'introspection:continue': open('Deliver the data of a ramdisk.'),
  'introspection:status': reader('Read the status of introspections.'),
  'introspection:start': admin('Start an introspection.'),
  'introspection:abort': admin('Abort an introspection.'),
  'introspection:data': admin('Read introspection data.'),
  'introspection:reapply': admin('Process introspection data again.'),
  'introspection:baseline:change': admin('Set and clear the hardware that nodes should have.'),
  'introspection:rule:get': admin('Read introspection rules.'),
  'introspection:rule:create': admin('Create introspection rules.'),
  'introspection:rule:delete': admin('Delete introspection rules.'),
  'introspection:rule:explain': admin('See what rules would do.'),
  'introspection:plugins': reader('See the installed plugins.'),
  'introspection:pxe-filter': reader('See the state of the PXE filter.'),
  'introspection:cluster': reader('See the processes that share the database.'),
  'introspection:diagnosis': reader('See why a node is stuck, and posts that matched no node.'),
  'introspection:events': reader('Read and watch events.'),
  'introspection:inventory:get': admin('Read the inventory and its history.'),
  'introspection:inventory:change': admin('Replace and restore the inventory.'),
  'introspection:metrics': reader('Read the metrics.'),
  'introspection:session': {
    check: '@',
    description: 'See who one is and what one may do; for everybody who is known.',
  },
  'introspection:session:change': open('Log in and out from a page.'),
  'introspection:openapi': open('Read the description of the API.'),
} as const satisfies Readonly<Record<string, RuleDefault>>;

/** Name of a policy rule that a route asks for. */
export type PolicyRule = keyof typeof ROUTE_RULES;

/** Rules that other rules name. */
const NAMED_RULES: Readonly<Record<string, RuleDefault>> = {
  public_api: { check: 'is_public_api:True', description: 'The route is open to everybody.' },
  default: { check: '!', description: 'What no other rule is about.' },
  is_admin: {
    check: 'role:admin or role:administrator or role:baremetal_admin',
    description: 'Deprecated: an administrator by the old roles.',
  },
  is_observer: { check: 'role:baremetal_observer', description: 'Deprecated: a reader by the old roles.' },
};

/** All rules there are without a policy file. */
export const RULE_DEFAULTS: Readonly<Record<string, RuleDefault>> = { ...NAMED_RULES, ...ROUTE_RULES };

/** The text of a rule that is in no file. */
export function defaultCheck({ check, legacy }: RuleDefault, enforceNewDefaults: boolean): string {
  return enforceNewDefaults || legacy === undefined ? check : `(${check}) or ${legacy}`;
}

import type { Scope } from './keystone-people.js';

/** What somebody may do: nothing that is not public, read the status of introspections, or everything. */
export type Rights = 'nothing' | 'read' | 'everything';

/** Somebody who calls the API. */
export interface Persona {
  readonly who: string;
  /** Undefined: a stranger without a token. */
  readonly role?: string;
  readonly scope: Scope;
  /** By the policy of Inspector. */
  readonly rights: Rights;
  /** The same with `enforceNewDefaults: false`; undefined: no other. */
  readonly legacy?: Rights;
  /** By ironic-inspector 11.1 as it is shipped; undefined: those of `legacy`, else of `rights`. */
  readonly reference?: Rights;
  /** With the strategy `http_basic`, where roles hold on the whole system; undefined: those of `rights`. */
  readonly basic?: Rights;
}

/** Everybody there is to distinguish. */
export const PERSONAS: readonly Persona[] = [
  { who: 'an admin of the system', role: 'admin', scope: 'system', rights: 'everything' },
  { who: 'a member of the system', role: 'member', scope: 'system', rights: 'read', basic: 'nothing' },
  { who: 'a reader of the system', role: 'reader', scope: 'system', rights: 'read' },
  { who: 'an admin of a project', role: 'admin', scope: 'project', rights: 'everything' },
  { who: 'an admin of a domain', role: 'admin', scope: 'domain', rights: 'everything' },
  { who: 'an admin in capital letters', role: 'ADMIN', scope: 'project', rights: 'everything' },
  { who: 'a manager of a project', role: 'manager', scope: 'project', rights: 'nothing' },
  { who: 'a member of a project', role: 'member', scope: 'project', rights: 'nothing' },
  { who: 'a reader of a project', role: 'reader', scope: 'project', rights: 'nothing', basic: 'read' },
  { who: 'somebody with a role nobody knows', role: 'gardener', scope: 'project', rights: 'nothing' },
  { who: 'somebody without a project', role: 'none', scope: 'none', rights: 'nothing' },
  { who: 'a service', role: 'service', scope: 'project', rights: 'everything', reference: 'nothing' },
  {
    ...{ who: 'an administrator by an old role', role: 'administrator', scope: 'project' },
    ...{ rights: 'nothing', legacy: 'everything' },
  },
  {
    ...{ who: 'an administrator by another old role', role: 'baremetal_admin', scope: 'project' },
    ...{ rights: 'nothing', legacy: 'everything' },
  },
  {
    ...{ who: 'an observer by an old role', role: 'baremetal_observer', scope: 'project' },
    ...{ rights: 'nothing', legacy: 'read' },
  },
  { who: 'a stranger', scope: 'none', rights: 'nothing' },
];

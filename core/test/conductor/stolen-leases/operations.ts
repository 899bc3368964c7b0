import { abort } from '../../../src/conductor/abort.js';
import { failUnsettled } from '../../../src/conductor/clean-up.js';
import { continueIntrospection } from '../../../src/conductor/continue.js';
import { introspect } from '../../../src/conductor/introspect.js';
import { reapply } from '../../../src/conductor/reapply.js';
import type { ConductorServices } from '../../../src/conductor/services.js';
import type { Machine } from './services.js';

type Operation = (machine: Machine, services: ConductorServices) => Promise<unknown>;
/** What clients and ramdisks ask for, and what the clean-up does. */
export const OPERATIONS: readonly Operation[] = [
  ({ uuid }, services) => introspect(uuid, { manageBoot: true }, services),
  ({ uuid }, services) => introspect(uuid, { manageBoot: false }, services),
  ({ mac }, services) => {
    const data = { all_interfaces: { eth0: { mac } } };
    return continueIntrospection({ text: JSON.stringify(data), data }, services);
  },
  ({ uuid }, services) => reapply(uuid, undefined, services),
  ({ uuid }, services) => abort(uuid, services),
  (_, services) => failUnsettled(services),
];

import { flag, list, text } from '../option.js';

/** The `osloPolicy` group: who may do what, where callers have roles. */
export const policyOptions = {
  policyFile: text(
    'policy.yaml',
    'File of policy rules, YAML or JSON; it may be missing. See `inspector policy`.',
  ),
  policyDirs: list(
    ['policy.d'],
    'Folders whose `*.yaml`, `*.yml` and `*.json` files add to it, in the order of their names.',
  ),
  enforceNewDefaults: flag(
    true,
    'false: the roles `administrator`, `baremetal_admin` and `baremetal_observer` suffice too, for rules that are in no file.',
  ),
  lenient: flag(
    false,
    'true: a rule that is wrong denies, as do all that contain it, and the service starts; false: it does not start.',
  ),
} as const;

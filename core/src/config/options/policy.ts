import { choice, flag, integer, list, optionalText, text } from '../option.js';

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
  remoteChecks: list(
    [],
    'Servers that rules with `https:` or `http:` may ask, such as `policy.example` or `policy.example:8443`. A rule that asks another one is refused.',
  ),
  remoteContentType: choice(
    ['application/x-www-form-urlencoded', 'application/json'],
    'application/x-www-form-urlencoded',
    'How they are asked: with fields of a form that hold JSON, or with one JSON text.',
  ),
  remoteTimeout: integer(2, 'Seconds that they may take for an answer; without one the request is denied.', {
    minimum: 1,
    maximum: 60,
  }),
  remoteSslCaCrtFile: optionalText(
    'CA certificates that their certificates are checked with, a PEM file. Default: those that Node.js brings.',
  ),
  remoteSslClientCrtFile: optionalText('Client certificate that they are shown, a PEM file.'),
  remoteSslClientKeyFile: optionalText('Private key of that certificate, a PEM file.'),
} as const;

import type { ConfigFindings } from '../../config/load.js';
import { createLog } from '../../log/log.js';
import { examineAccess, examineCallers } from '../validate/examine-access.js';
import { examineFiles } from '../validate/examine-files.js';
import { examineListener } from '../validate/examine-listener.js';
import { type Check, findingOf, measured } from './check.js';
import { examineBackends } from './examine-backends.js';
import { examineStore } from './examine-store.js';

/**
 * Looks at everything that the service needs, one part after the other. A part that is not as it should be keeps no other
 * from being looked at, unless that needs it. Nothing is left running or changed.
 *
 * @param cwd - where relative paths start and plugins are searched
 */
export async function* examineAll(found: ConfigFindings, cwd: string): AsyncGenerator<Check> {
  const { config } = found;
  const log = createLog({ debug: false, destination: { write: () => undefined } });
  yield await measured('configuration', REMEDIES.configuration, () =>
    findingOf(
      {
        faults: found.faults,
        notes: found.ignored.map(({ path, reason }) => `${path} is ignored; ${reason}`),
      },
      found.path === undefined ? `no file in ${cwd}, the defaults count` : `${found.path} is valid`,
    ),
  );
  yield await measured('access', REMEDIES.access, async () => {
    const access = await examineAccess(config, cwd, log);
    if (access.faults.length > 0) return findingOf(access, '');
    const { unready, notes } = await examineCallers(config);
    if (unready.length > 0) return { verdict: 'fault', text: unready.join('; ') };
    const all = config.authStrategy === 'noauth' ? ': whoever reaches the API may do everything' : '';
    return findingOf(
      { faults: [], notes: [...access.notes, ...notes] },
      `authStrategy is ${config.authStrategy}${all}`,
    );
  });
  yield await measured('files', REMEDIES.files, async () =>
    findingOf(
      await examineFiles(config),
      config.useSsl
        ? 'certificates are valid, files can be read'
        : 'what the options name can be read and written',
    ),
  );
  const { checks, store } = await examineStore(config, cwd);
  try {
    yield* checks;
    yield* examineBackends(config, cwd, log, store);
  } finally {
    await store?.close();
  }
  const where = config.listenUnixSocket ?? `${config.listenAddress} port ${config.listenPort}`;
  yield await measured('address', REMEDIES.address, async () =>
    findingOf(await examineListener(config, log), `${where} is free`),
  );
}

const REMEDIES = {
  configuration: 'Correct the options that are named; docs/reference/configuration.md has all of them.',
  access:
    'Correct the files or options that are named; "inspector policy validate" shows the lines of policy files.',
  files: 'Renew the certificate, or let the user of the service read the files that are named.',
  address: 'End the program that has the address, or choose another one (listenAddress, listenPort).',
} as const;

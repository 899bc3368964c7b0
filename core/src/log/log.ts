import { destination as openDestination, pino, type DestinationStream, type Logger } from 'pino';

/** The logger of the service. Plugins and rooms get children that name them. */
export type Log = Logger;

/** Where and how much to log. */
export interface LogOptions {
  /** true: debug messages too. */
  readonly debug: boolean;
  /** Default: standard error, so that the output of commands stays clean. */
  readonly destination?: DestinationStream;
}

const HIDDEN = '<hidden>';
const SECRETS = ['password', 'token', 'secret', 'ipmi_password', 'redfish_password', 'logs'];

/**
 * Makes the logger. Values of fields named like credentials, at the top or one level below, and the `logs` of
 * ramdisk data are never written.
 */
export function createLog({ debug, destination }: LogOptions): Log {
  return pino(
    {
      level: debug ? 'debug' : 'info',
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: HIDDEN },
    },
    destination ?? openDestination({ dest: 2, sync: true }),
  );
}

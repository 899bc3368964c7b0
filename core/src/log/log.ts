import { currentOrigin, shortText } from '@inspector/plugin-api';
import {
  destination as openDestination,
  pino,
  stdSerializers,
  type DestinationStream,
  type Logger,
} from 'pino';
import type { LogLook } from './log-look.js';
import { readable } from './readable.js';
import { shortFields } from './short-fields.js';
import { visible } from './visible.js';

/** The logger of the service. Plugins and rooms get children that name them. */
export type Log = Logger;

/** What most rooms need of a log. */
export interface LineLog extends Pick<Log, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'isLevelEnabled'> {
  /** A log whose lines have further fields. */
  child(fields: Readonly<Record<string, unknown>>): LineLog;
}

/** Where and how much to log. */
export interface LogOptions {
  /** true: debug messages too. */
  readonly debug: boolean;
  /** Default: standard error, so that the output of commands stays clean. */
  readonly destination?: DestinationStream;
  /** Default: JSON. */
  readonly look?: LogLook;
}

const HIDDEN = '<hidden>';
const SECRETS = ['password', 'token', 'secret', 'ipmi_password', 'redfish_password', 'logs'];

/**
 * Makes the logger. No text in a line is longer than 8 kB, and the fields of a line are not together. Values of fields
 * named like credentials, at the top or one level below, and the `logs` of ramdisk data are never written. Characters
 * that a terminal would obey are escaped. Every line says which request, or which work of the service, it belongs to.
 */
export function createLog({ debug, destination, look }: LogOptions): Log {
  const sink = destination ?? openDestination({ dest: 2, sync: true });
  return pino(
    {
      level: debug ? 'debug' : 'info',
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: shortFields },
      serializers: { err: shortError },
      mixin: requestIds,
      hooks: {
        logMethod(inputs, method) {
          const short = inputs.map((input: unknown) =>
            typeof input === 'string' ? shortText(input) : input,
          );
          method.apply(this, short as typeof inputs);
        },
      },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: HIDDEN },
    },
    look?.form === 'text' ? readable(sink, look) : visible(sink),
  );
}

/** A new object each time: pino writes the fields of the line into it. */
function requestIds(): { requestId?: string; globalRequestId?: string } {
  const origin = currentOrigin();
  if (origin === undefined) return {};
  const { requestId, globalRequestId } = origin;
  return globalRequestId === undefined ? { requestId } : { requestId, globalRequestId };
}

/** What the log says of an error: message and stack, both short. */
const shortError = (error: unknown): unknown =>
  error instanceof Error ? shortFields({ ...stdSerializers.err(error) }) : error;

import { ClientError, createClient, WaitTimeoutError, type InspectorClient } from '@inspector/client';
import { InvalidArgumentError, type Command } from 'commander';
import { InspectorError } from '@inspector/plugin-api';
import type { CliContext } from './context.js';
import { quickFetch } from './quick-fetch.js';

const DEFAULT_URL = 'http://127.0.0.1:5050';

/** Options of every command that talks to a server. */
export interface ServerOptions {
  readonly url?: string;
  readonly token?: string;
}

/** Adds the options that say which server is meant and who asks. */
export const withServerOptions = (command: Command): Command =>
  command
    .option('--url <url>', `where the API is (default: INSPECTOR_URL, else ${DEFAULT_URL})`, readUrl)
    .option(
      '--token <token>',
      'Keystone token, if the server or a proxy in front of it asks for one (default: INSPECTOR_TOKEN)',
    )
    .addHelpText(
      'after',
      '\nINSPECTOR_USERNAME and INSPECTOR_PASSWORD in the environment are sent by HTTP basic authentication.',
    );

/** What is wrong with the address of a server; `undefined`: nothing. */
function faultOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    return `It must be a URL such as ${DEFAULT_URL}.`;
  }
  return url.username === '' && url.password === ''
    ? undefined
    : 'Put user name and password into INSPECTOR_USERNAME and INSPECTOR_PASSWORD.';
}

function readUrl(text: string): string {
  const fault = faultOf(text);
  if (fault !== undefined) throw new InvalidArgumentError(fault);
  return text;
}

/**
 * A client of the server the options name. What they leave out comes from `INSPECTOR_URL`, `INSPECTOR_TOKEN`,
 * and `INSPECTOR_USERNAME` with `INSPECTOR_PASSWORD` for HTTP basic authentication; empty ones count as absent.
 *
 * @throws `INSP_BAD_REQUEST` when `INSPECTOR_URL` is no URL
 */
export function serverClient({ url, token }: ServerOptions, { env }: CliContext): InspectorClient {
  const set = (name: string): string | undefined => env[name] || undefined;
  const username = set('INSPECTOR_USERNAME');
  const presentToken = token ?? set('INSPECTOR_TOKEN');
  const place = url ?? set('INSPECTOR_URL') ?? DEFAULT_URL;
  const fault = faultOf(place);
  if (fault !== undefined) {
    throw new InspectorError('INSP_BAD_REQUEST', `INSPECTOR_URL in the environment is wrong. ${fault}`);
  }
  return createClient({
    url: place,
    fetch: quickFetch,
    ...(presentToken !== undefined && { token: presentToken }),
    ...(username !== undefined && { basic: { username, password: set('INSPECTOR_PASSWORD') ?? '' } }),
  });
}

/** Whether an error is one of talking to the server, which a user understands without a stack trace. */
export const isServerError = (error: unknown): error is ClientError | WaitTimeoutError =>
  error instanceof ClientError || error instanceof WaitTimeoutError;

/** What to tell a user about an error of talking to the server. */
export function serverErrorText(error: ClientError | WaitTimeoutError): string {
  if (error instanceof ClientError && error.status === undefined && nobodyThere(error)) {
    return `${error.message}\nIs it running ("inspector serve")? Say where with --url or INSPECTOR_URL.`;
  }
  return error.message;
}

/** Codes of Node.js for a place where no server is. */
const NOBODY = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether nobody answers at the address; a server that breaks off runs. */
function nobodyThere({ cause }: ClientError): boolean {
  const { code } = (cause instanceof Error ? (cause.cause ?? {}) : {}) as { readonly code?: unknown };
  return typeof code !== 'string' || NOBODY.has(code);
}

/** Runs work that talks to the server. An error of the server becomes a line on standard error and the exit status 1. */
export async function reportingServerErrors(context: CliContext, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isServerError(error)) throw error;
    context.warn(serverErrorText(error));
    context.setExitCode(1);
  }
}

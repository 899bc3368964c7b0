import { ClientError, createClient, WaitTimeoutError, type InspectorClient } from '@inspector/client';
import type { Command } from 'commander';
import type { CliContext } from './context.js';

const DEFAULT_URL = 'http://127.0.0.1:5050';

/** Options of every command that talks to a server. */
export interface ServerOptions {
  readonly url?: string;
  readonly token?: string;
}

/** Adds the options that say which server is meant and who asks. */
export const withServerOptions = (command: Command): Command =>
  command
    .option('--url <url>', `where the API is (default: INSPECTOR_URL, else ${DEFAULT_URL})`)
    .option('--token <token>', 'Keystone token (default: INSPECTOR_TOKEN)');

/**
 * A client of the server the options name. What they leave out comes from `INSPECTOR_URL`, `INSPECTOR_TOKEN`,
 * and `INSPECTOR_USERNAME` with `INSPECTOR_PASSWORD` for HTTP basic authentication.
 */
export function serverClient({ url, token }: ServerOptions, { env }: CliContext): InspectorClient {
  const { INSPECTOR_USERNAME: username, INSPECTOR_PASSWORD: password = '' } = env;
  const presentToken = token ?? env['INSPECTOR_TOKEN'];
  return createClient({
    url: url ?? env['INSPECTOR_URL'] ?? DEFAULT_URL,
    ...(presentToken !== undefined && { token: presentToken }),
    ...(username !== undefined && { basic: { username, password } }),
  });
}

/** Whether an error is one of talking to the server, which a user understands without a stack trace. */
export const isServerError = (error: unknown): error is ClientError | WaitTimeoutError =>
  error instanceof ClientError || error instanceof WaitTimeoutError;

/** What to tell a user about an error of talking to the server. */
export function serverErrorText(error: ClientError | WaitTimeoutError): string {
  if (error instanceof ClientError && error.status === undefined) {
    return `${error.message}\nIs it running ("inspector serve")? Say where with --url or INSPECTOR_URL.`;
  }
  return error.message;
}

/** Runs what talks to the server; an error of that becomes a line on standard error and the exit status 1. */
export async function reportingServerErrors(context: CliContext, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isServerError(error)) throw error;
    context.warn(serverErrorText(error));
    context.setExitCode(1);
  }
}

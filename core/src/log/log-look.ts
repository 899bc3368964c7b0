/** How a log looks. */
export type LogLook = { readonly form: 'json' } | { readonly form: 'text'; readonly colours: boolean };

/** Where a log goes. */
export interface LogPlace {
  readonly stderr: { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * How a log on standard error looks: readable for a person at a terminal, JSON elsewhere, unless `format` says which. Colours are
 * for terminals only, and `NO_COLOR` (no-color.org) switches them off.
 */
export function logLook(format: 'auto' | 'json' | 'text', { stderr, env }: LogPlace): LogLook {
  const isTerminal = stderr.isTTY === true;
  if (format === 'json' || (format === 'auto' && !isTerminal)) return { form: 'json' };
  return { form: 'text', colours: isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb' };
}

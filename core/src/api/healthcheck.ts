import { existsSync } from 'node:fs';
import type { Context, Next } from 'koa';
import type { CoreGroups } from '../config/types.js';
import { maySeeDetails, type ProbeServices } from './health/probes.js';
import { healthcheckPage, PAGE_POLICY, type Check } from './healthcheck-page.js';
import { noContent, send } from './reply.js';

const TYPES = ['text/plain', 'text/html', 'application/json'];

/**
 * Middleware: answers health checks of load balancers, before authentication and versions. Operators take a
 * server out of service by creating a file.
 *
 * Details are only for those who may see them: they tell what the service runs on.
 *
 * @param options the `healthcheck` group
 */
export function healthcheck(
  options: CoreGroups['healthcheck'],
  services: Pick<ProbeServices, 'access' | 'clients'>,
) {
  return async (ctx: Context, next: Next): Promise<void> => {
    if (!options.enabled || ctx.path !== options.path) {
      await next();
      return;
    }
    const detailed = options.detailed && (await maySeeDetails(ctx, services));
    answer(ctx, runChecks(options, ctx.req.socket.localPort), detailed);
  };
}

function runChecks(options: CoreGroups['healthcheck'], port: number | undefined): Check[] {
  return options.backends.map((name) => {
    const files = name === 'disable_by_file' ? [options.disableByFilePath] : filesOfPort(options, name, port);
    const disabled = files.some((file) => file !== undefined && existsSync(file));
    return { name, healthy: !disabled, reason: disabled ? 'DISABLED BY FILE' : 'OK' };
  });
}

function filesOfPort(
  { disableByFilePaths }: CoreGroups['healthcheck'],
  backend: string,
  port: number | undefined,
): string[] {
  if (backend !== 'disable_by_files_ports') return [];
  return disableByFilePaths
    .map((pair) => ({
      port: pair.slice(0, pair.indexOf(':')).trim(),
      file: pair.slice(pair.indexOf(':') + 1),
    }))
    .filter((entry) => Number(entry.port) === port)
    .map((entry) => entry.file.trim());
}

function answer(ctx: Context, checks: readonly Check[], detailed: boolean): void {
  const healthy = checks.every((check) => check.healthy);
  const type = ctx.accepts(TYPES);
  if (ctx.method === 'HEAD' && healthy) {
    send(ctx, noContent());
    return;
  }
  ctx.status = healthy ? 200 : 503;
  if (type === 'application/json') {
    ctx.set('Content-Type', 'application/json');
    ctx.body = JSON.stringify(asJson(checks, detailed));
  } else if (type === 'text/html') {
    ctx.set('Content-Type', 'text/html; charset=UTF-8');
    ctx.set('Content-Security-Policy', PAGE_POLICY);
    ctx.body = healthcheckPage(checks);
  } else {
    ctx.set('Content-Type', 'text/plain; charset=UTF-8');
    ctx.body = checks.map((check) => check.reason).join('\n');
  }
}

function asJson(checks: readonly Check[], detailed: boolean): object {
  const reasons = detailed
    ? checks.map(({ name, reason }) => ({ class: name, reason, details: '' }))
    : checks.map((check) => check.reason);
  if (!detailed) return { detailed, reasons };
  return {
    detailed,
    now: new Date().toISOString(),
    node_version: process.version,
    platform: process.platform,
    reasons,
  };
}

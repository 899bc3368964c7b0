import { flag, list, optionalText, text } from '../option.js';

/** What a health check can look at. */
const HEALTH_CHECKS = ['disable_by_file', 'disable_by_files_ports'] as const;

/** The `healthcheck` group. */
export const healthcheckOptions = {
  enabled: flag(false, 'Answer health checks.'),
  path: text('/healthcheck', 'Path of the health check.'),
  detailed: flag(false, 'Show more in the answer.'),
  backends: list([], 'Checks to make: `disable_by_file`, `disable_by_files_ports`.', HEALTH_CHECKS),
  disableByFilePath: optionalText('Unhealthy while this file exists.'),
  disableByFilePaths: list([], '`port:path` pairs: unhealthy on that port while the file exists.'),
} as const;

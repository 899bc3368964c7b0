import { optionalText } from '../option.js';

/** The `metrics` group. */
export const metricsOptions = {
  listen: optionalText(
    'Address at which `GET /metrics` is served to everybody who reaches it, such as `127.0.0.1:9560`, and nothing else. The API serves it, too, to whom the policy lets read it. Port 0 picks a free one.',
  ),
} as const;

import { createHash } from 'node:crypto';

/** What a back end of the health check found. */
export interface Check {
  /** Name of the back end, such as `disable_by_file`. */
  readonly name: string;
  readonly healthy: boolean;
  /** `OK`, or why not. */
  readonly reason: string;
}

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem; }
  h1 { border-left: 0.5rem solid; padding-left: 0.75rem; }
  .well { border-color: #2a7d3c; }
  .unwell { border-color: #c0392b; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border-bottom: 1px solid #8886; padding: 0.4rem 0.75rem; text-align: left; }`;

/** The `Content-Security-Policy` of the page: its own style, and nothing else. */
export const PAGE_POLICY =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(`${STYLE}\n`).digest('base64')}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The health check for people: an HTML page with a row for each back end. */
export function healthcheckPage(checks: readonly Check[]): string {
  const healthy = checks.every((check) => check.healthy);
  const title = healthy ? 'Healthy' : 'Unhealthy';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Inspector</title>
<style>${STYLE}
</style>
</head>
<body>
<h1 class="${healthy ? 'well' : 'unwell'}">${title}</h1>
${table(checks)}
</body>
</html>
`;
}

function table(checks: readonly Check[]): string {
  if (checks.length === 0) return '<p>The server answers; no further checks are configured.</p>';
  const rows = checks.map(
    ({ name, reason }) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(reason)}</td></tr>`,
  );
  return `<table>\n${rows.join('\n')}\n</table>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

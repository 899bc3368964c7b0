/**
 * What is wrong with the URL of a service, as the rest of a sentence that begins with the option; undefined: nothing.
 *
 * @param example - a good one
 */
export function httpUrlFault(value: string, example: string): string | undefined {
  const protocol = URL.canParse(value) ? new URL(value).protocol : undefined;
  if (protocol === 'http:' || protocol === 'https:') return undefined;
  return `${JSON.stringify(value)} is not a URL. Write it like ${example}.`;
}

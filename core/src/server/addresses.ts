import type { JsonObject } from '@inspector/plugin-api';

/**
 * The options that hold a URL, as `name URL`. Passwords in URLs are shown as `***`.
 *
 * @param options - of a plugin, as the operator wrote them
 */
export function addressesIn(options: JsonObject): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) =>
    typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(value)
      ? [`${name} ${withoutPassword(value)}`]
      : [],
  );
}

const withoutPassword = (url: string): string => url.replace(/(:\/\/[^/:@\s]*:)[^@/]*@/, '$1***@');

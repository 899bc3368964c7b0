import { format } from 'prettier';

/** Rules are used as soon as their package is installed, so nobody has to be told which package is missing. */
const ALWAYS_USED = /^inspector\.rule\./;

/**
 * The table of what the project offers, as a module of core: core knows no plugin, and says from this table which package
 * to install. Made from the manifests, so that it cannot differ from them.
 */
export function firstPartyTable(plugins) {
  const packages = {};
  for (const { manifest, entries } of plugins) {
    for (const { group, name } of entries) {
      if (!ALWAYS_USED.test(group)) (packages[group] ??= {})[name] = manifest.name;
    }
  }
  const groups = plugins.flatMap(({ manifest }) => manifest.inspector.configGroup ?? []).sort();
  const text = `// Made by \`npm run docs\` from the manifests in plugins/.
import type { GroupName } from '@inspector/plugin-api/package';

/** Packages of the project, by group of entry points and name. */
export const FIRST_PARTY_PACKAGES: Partial<Record<GroupName, Readonly<Record<string, string>>>> = ${JSON.stringify(packages)};

/** Groups of the configuration that packages of the project claim. */
export const FIRST_PARTY_GROUPS: readonly string[] = ${JSON.stringify(groups)};
`;
  return format(text, { parser: 'typescript', printWidth: 110, singleQuote: true });
}

/** Lists of packages in the configuration. */
export interface PackageLists {
  /** Packages of others that may be used; empty: all. */
  readonly allow: readonly string[];
  /** Packages that are not used. */
  readonly deny: readonly string[];
}

/** Whether the configuration lets a package be used. Packages of the project are only left out where they are denied. */
export function isPermitted(packageName: string, { allow, deny }: PackageLists): boolean {
  if (deny.some((entry) => covers(entry, packageName))) return false;
  if (allow.length === 0 || packageName.startsWith('@inspector/')) return true;
  return allow.some((entry) => covers(entry, packageName));
}

const covers = (entry: string, packageName: string): boolean =>
  entry.endsWith('*') ? packageName.startsWith(entry.slice(0, -1)) : packageName === entry;

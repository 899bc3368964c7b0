import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileWords } from '@inspector/plugin-api';
import { readPolicy, type PolicyFile, type PolicyProblem } from './read-policy.js';

/** Where the policy is. */
export interface PolicyPlaces {
  /** Where relative paths start. */
  readonly cwd: string;
  /** The main file, which may be missing. */
  readonly policyFile: string;
  /** Folders whose files add to it, which may be missing. */
  readonly policyDirs: readonly string[];
}

/** The policy files as they were at some moment. */
export interface FoundPolicy {
  readonly files: readonly PolicyFile[];
  /** Paths that were read. */
  readonly paths: readonly string[];
  /** Files of a folder that are passed over because of their names. */
  readonly warnings: readonly PolicyProblem[];
}

const POLICY_NAME = /\.(?:ya?ml|json)$/;

/** Paths of the files that make the policy, in the order in which they count, and those that are passed over. */
function listFiles({ cwd, policyFile, policyDirs }: PolicyPlaces): { paths: string[]; ignored: string[] } {
  const main = resolve(cwd, policyFile);
  const paths = isThere(main) ? [main] : [];
  const ignored: string[] = [];
  for (const folder of policyDirs.map((one) => resolve(cwd, one))) {
    if (!isThere(folder)) continue;
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort(byName)) {
      if (entry.name.startsWith('.') || entry.isDirectory()) continue;
      (POLICY_NAME.test(entry.name) ? paths : ignored).push(join(folder, entry.name));
    }
  }
  return { paths, ignored };
}

const byName = ({ name: one }: { name: string }, { name: other }: { name: string }): number =>
  one < other ? -1 : 1;

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** Reads all policy files. One that cannot be read is a problem, not an exception. */
export function findPolicy(places: PolicyPlaces): FoundPolicy {
  const { paths, ignored } = listFiles(places);
  return {
    files: paths.map(readFile),
    paths,
    warnings: ignored.map((file) => ({
      file,
      text: 'it is passed over; policy files end in .yaml, .yml or .json: rename it',
    })),
  };
}

/** Reads one policy file. */
export function readFile(path: string): PolicyFile {
  try {
    return readPolicy(readFileSync(path, 'utf8'), path);
  } catch (error) {
    return { rules: [], problems: [{ file: path, text: `it cannot be read: ${fileWords(error)}` }] };
  }
}

/** A text that differs when a file was changed, replaced, added or removed. */
export function policySignature(places: PolicyPlaces): string {
  const { paths, ignored } = listFiles(places);
  return [...paths, ...ignored]
    .map((path) => {
      const found = statSync(path, { bigint: true, throwIfNoEntry: false });
      return `${path} ${found?.dev} ${found?.ino} ${found?.size} ${found?.mtimeNs}`;
    })
    .join('\n');
}

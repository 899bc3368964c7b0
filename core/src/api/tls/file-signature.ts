import { realpath, stat } from 'node:fs/promises';

/**
 * Changes whenever a file may have: also when another one was renamed into its place, or a link on the way to it leads
 * elsewhere.
 */
export async function fileSignature(path: string): Promise<string> {
  try {
    const [real, { dev, ino, size, mtimeNs }] = await Promise.all([
      realpath(path),
      stat(path, { bigint: true }),
    ]);
    return `${real} ${dev} ${ino} ${size} ${mtimeNs}`;
  } catch {
    return 'none';
  }
}

import { statfsSync } from 'node:fs';

/**
 * File systems that other machines change, too, by the numbers in statfs(2) and the kernel's magic.h. inotify tells only
 * of what happens on this machine, and some of them not even of that.
 */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x01021997, '9P'],
  [0x65735546, 'FUSE'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x786f4256, 'a shared folder of VirtualBox'],
]);

/** Name of the file system that a path is on, where inotify does not tell of every change; undefined: it does. */
export function networkFileSystem(
  path: string,
  typeOf: (path: string) => number = (of) => statfsSync(of).type,
): string | undefined {
  return NAMES.get(typeOf(path) >>> 0);
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether the network namespace of this process has an interface of this name. A rule about another one matches nothing. */
export const hasInterface = (name: string): boolean => existsSync(join('/sys/class/net', name));

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Collects what nobody can reach any more, so that what is measured next is what stays. */
export const collectGarbage = runInNewContext('gc') as () => void;

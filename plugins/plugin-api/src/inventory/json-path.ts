import { shortText } from '../errors/short-text.js';

/** A step into a document: the name of a member, or an index. */
export type PathStep = string | number;

const PLAIN = /^[A-Za-z_][\w-]*$/;

/** A place in a document as people write it: `_meta.hostvars["node 1"].macs[0]`; `$` is the document itself. */
export function pathText(steps: readonly PathStep[]): string {
  let text = '';
  for (const step of steps) {
    if (typeof step === 'number') text += `[${String(step)}]`;
    else if (!PLAIN.test(step)) text += `[${shortText(JSON.stringify(step))}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text === '' ? '$' : text;
}

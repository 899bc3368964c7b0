import type { Json } from './types.js';

/** Sets a member even where its name is `__proto__`. */
export function setOwn(target: { [key: string]: Json }, key: string, value: Json): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** An inventory of one host that has a number, in the canonical text. */
export const countingDocument = (counter: number): string =>
  JSON.stringify({ _meta: { hostvars: { 'node-1': { counter } } } }, null, 4);

/** The number in such a document; 0: nothing is stored. */
export const numberIn = (text: string | null): number =>
  Number(/"counter": (\d+)/.exec(text ?? '')?.[1] ?? 0);

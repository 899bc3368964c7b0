/** What came of a request for each of several nodes. */
export interface Outcome {
  readonly done: number;
  /** The first failures, with the node. */
  readonly failures: readonly { readonly node: string; readonly message: string }[];
}

/** Requests that are under way at the same time. */
const AT_ONCE = 4;

/** Does something to each node, a few at a time, and goes on where one fails. */
export async function toEach(
  nodes: readonly string[],
  work: (node: string) => Promise<unknown>,
  onProgress: (done: number) => void,
): Promise<Outcome> {
  const failures: { node: string; message: string }[] = [];
  let next = 0;
  let ended = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const node = nodes[next++];
      if (node === undefined) return;
      try {
        await work(node);
      } catch (error) {
        failures.push({ node, message: (error as Error).message });
      }
      onProgress(++ended);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { done: ended - failures.length, failures };
}

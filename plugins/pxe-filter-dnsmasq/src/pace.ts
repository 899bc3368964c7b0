/** Files written before dnsmasq gets time to answer machines. */
const BURST = 256;
/** Milliseconds dnsmasq needs for one changed file, per file in the folder: measured with five live leases. */
const DIGESTION_PER_RECORD = 0.00024;
/** Half as much time again, so that its queue is empty before more comes. */
const MARGIN = 1.5;

/**
 * Spreads the writing of many files over time. dnsmasq answers no machine before it has read all files that
 * changed, which takes it about 25 s for ten thousand, and beyond the kernel's queue of 16,384 events it never
 * learns of the rest.
 *
 * @returns a function to call after each file; it waits after every 256
 */
export function createPace(
  records: number,
  sleep: (milliseconds: number) => Promise<unknown>,
): () => Promise<boolean> {
  let written = 0;
  return async () => {
    written += 1;
    if (written % BURST !== 0) return false;
    await sleep(BURST * records * DIGESTION_PER_RECORD * MARGIN);
    return true;
  };
}

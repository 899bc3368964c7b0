/** A time without its fraction and with a blank in the middle; whole seconds are enough for a person. All times are UTC. */
export const shortTime = (timestamp: string | null): string =>
  timestamp === null ? '-' : timestamp.slice(0, 19).replace('T', ' ');

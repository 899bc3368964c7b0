/** Bytes somebody holds of what all share. */
export interface Share {
  /**
   * Takes more. Refused, the share stays as it was.
   *
   * @returns whether there was enough
   */
  take(bytes: number): boolean;
  /** Gives everything back; further calls do nothing. */
  release(): void;
}

/** What the requests of an API hold of something at the same time, and the most they may. */
export interface SharedMemory {
  /** Bytes that are held now. */
  readonly held: number;
  /** @param who - address of the client */
  share(who: string): Share;
}

/** How far a large share, and one client, may go. */
export interface SharedMemoryLimits {
  /** Bytes for all. */
  readonly total: number;
  /** A share above so many bytes is large: it leaves half of the memory to the others. */
  readonly large: number;
}

/**
 * Memory that requests share. Large shares together, and all shares of one address together, get half of it at most,
 * so that ordinary requests find room beside those that fill it. A share that is alone gets what it wants.
 */
export function sharedMemory({ total, large }: SharedMemoryLimits): SharedMemory {
  const half = total / 2;
  const ofClients = new Map<string, number>();
  let held = 0;
  let heldByLarge = 0;

  function share(who: string): Share {
    let own = 0;
    return {
      take(bytes) {
        const wanted = own + bytes;
        const others = held - own;
        const ofClient = (ofClients.get(who) ?? 0) + bytes;
        const ofLarge = heldByLarge - (own > large ? own : 0) + wanted;
        const isRefused = held + bytes > total || ofClient > half || (wanted > large && ofLarge > half);
        if (others > 0 && isRefused) return false;
        if (wanted > large) heldByLarge = ofLarge;
        held += bytes;
        own = wanted;
        ofClients.set(who, ofClient);
        return true;
      },
      release() {
        const left = (ofClients.get(who) ?? 0) - own;
        if (left > 0) ofClients.set(who, left);
        else ofClients.delete(who);
        if (own > large) heldByLarge -= own;
        held -= own;
        own = 0;
      },
    };
  }

  return {
    get held() {
      return held;
    },
    share,
  };
}

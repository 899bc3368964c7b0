/** An installed plugin and what became of it. */
export interface Plugin {
  /** Name in the configuration; the id of the package when it offers nothing. */
  readonly name: string;
  /** Group of entry points; null when it cannot be told. */
  readonly group: string | null;
  /** null: the name of the package does not say it. */
  readonly kind:
    'storage' | 'hook' | 'rule' | 'pxe-filter' | 'baremetal' | 'coordination' | 'inventory' | 'page' | null;
  readonly package: string;
  readonly version: string;
  /** `denied`: the configuration leaves its package out. `disabled`: it failed where nobody catches it, and is not used any more until the next start. */
  readonly state: 'enabled' | 'available' | 'broken' | 'disabled' | 'denied';
  /** Why it is broken or cannot be enabled, and the last line is the repair; or the last error that it let escape. */
  readonly reason?: string;
  /** Code of that error. */
  readonly code?: string;
  /** Errors in timers, events and promises without await since the start; absent: none. */
  readonly faults?: number;
}

import type { JsonObject } from '@inspector/plugin-api';

/** Data as the ramdisk posted them: the text as received and what it parses to. */
export interface PostedData {
  readonly text: string;
  readonly data: JsonObject;
}

/** The part of the service that works on nodes. The API asks it; nothing else knows where it runs. */
export interface Conductor {
  /**
   * Starts introspection of a node (UUID or name). With managed boot it resolves once the record is there
   * and goes on in the background; without, once the node is `waiting`.
   */
  introspect(node: string, options: { readonly manageBoot: boolean }): Promise<void>;
  /** Takes data from a ramdisk, up to and including the rules; power off and the end happen afterwards. */
  continue(posted: PostedData): Promise<{ readonly uuid: string }>;
  abort(node: string): Promise<void>;
  /** Processes stored data again, or `posted` in their stead. */
  reapply(node: string, posted?: PostedData): Promise<void>;
  /** UUID of a node given by UUID or name; asks the bare metal service only for names. */
  resolve(node: string): Promise<string>;
}

import type { Introspection } from '@inspector/client';
import { nodeText } from '../node-text.js';

/** A node as the user named it; where that was the UUID, with the name in brackets if one is known. */
export const nodeLabel = (given: string, introspection: Introspection): string =>
  given === introspection.uuid ? nodeText(introspection) : given;

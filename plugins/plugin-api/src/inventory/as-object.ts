import { isJsonObject } from '../json/json-object.js';
import type { Json, JsonObject } from '../json/types.js';

/** The value if it is an object, else an empty one. */
export const asObject = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

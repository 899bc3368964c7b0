/**
 * JSON as it travels: what nodes, ports and introspection data are made of. An integer that a number cannot hold
 * exactly (beyond 2^53 - 1) is a BigInt; `JSON.stringify` refuses it, `writeJson` of `@inspector/plugin-api/json`
 * writes it.
 */
export type Json = null | boolean | number | bigint | string | Json[] | { [key: string]: Json };
/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** A JSON Schema (draft 2020-12) object. */
export type JsonSchema = { readonly [key: string]: unknown };

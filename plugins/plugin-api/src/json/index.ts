export { copyJson } from './copy-json.js';
export { copyMember } from './copy-member.js';
export * from './json-object.js';
export { numberText } from './number-texts.js';
export { readJson } from './read-json.js';
export { writeJson } from './write-json.js';

export { sortedByCodePoint } from './code-points.js';
export {
  assertInventoryShape,
  assertValidInventory,
  INVENTORY_LIMITS,
  inventoryFindings,
} from './findings.js';
export { formatJson, type JsonLayout } from './format-json.js';
export { groupsOf, hostVarsOf, isGroupName, namesIn, varsOf } from './groups.js';
export { inventoryChange, isEmptyChange } from './inventory-change.js';
export { inventoryDifference } from './inventory-difference.js';
export { emptyInventory, inventoryText } from './inventory-text.js';
export { pathText, type PathStep } from './json-path.js';
export { withListedHosts } from './listed-hosts.js';
export { mergeInventories } from './merge-inventories.js';
export { parseInventory } from './parse-inventory.js';
export { perHostExport } from './per-host-export.js';
export { isPerHostExport, readPerHostExport } from './read-per-host-export.js';
export { secretVariables } from './secret-variables.js';
export type * from './types.js';
export { varsOfHost, varsOfHostIn } from './vars-of-host.js';

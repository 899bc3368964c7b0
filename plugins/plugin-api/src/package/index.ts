export { CONTRACT_VERSION, PLUGIN_API } from './contract-version.js';
export {
  discoverPackages,
  installedPackage,
  misnamedPackages,
  readPackageFolder,
  type Discovery,
  type FoundPackage,
} from './discover.js';
export { examinePackage, findingOf, type Examination, type Finding } from './examine.js';
export { GROUP_RULES, groupsOfKind, isGroupName, type GroupName, type GroupRule } from './groups.js';
export { placeText } from './error-place.js';
export { loadDefinition, type LoadedDefinition } from './load.js';
export * from './names.js';
export { nearest } from './nearest.js';
export { neededFiles } from './needed-files.js';
export { pluginProblem } from './problem.js';
export { publishedFiles } from './published-files.js';
export { compileSchema, OPTIONS_SCHEMA_OPTIONS, schemaCompiler, type CompiledSchema } from './schema.js';
export { definitionProblem, instanceProblem, type AnyDefinition } from './shape.js';
export { withTimeLimit } from './time-limit.js';
export { checkPackage, type Offer, type OfferedPlugin, type PluginPackage } from './validate.js';

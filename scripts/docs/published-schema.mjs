/** JSON Schema of a configuration file, with the options of the first-party plugins. */
export function publishedSchema(configSchema, plugins) {
  const pluginGroups = {};
  const own = {};
  for (const { id, manifest, properties } of plugins) {
    const schema = { type: 'object', description: `Options of ${manifest.name}.`, properties };
    const group = manifest.inspector.configGroup;
    if (group) pluginGroups[group] = schema;
    else if (Object.keys(properties).length > 0) own[id] = schema;
  }
  return configSchema({ pluginGroups, plugins: own });
}

/** All views, as places of the page. @param node - UUID of a node that was introspected twice */
export const placesOf = (node: string, rule: string): Readonly<Record<string, string>> => ({
  'all nodes': '#/nodes',
  'a filter that finds nothing': '#/nodes?q=nothing-like-this',
  'a node': `#/node/${node}`,
  'the hardware of a node': `#/node/${node}/hardware`,
  'the introspections of a node': `#/node/${node}/history`,
  'a comparison': `#/node/${node}/compare?from=1&to=2`,
  'the data of a node': `#/node/${node}/data`,
  'a node that nobody knows': '#/node/6f5b1f2e-1d0c-4a6e-9e57-0c6a2f0b9a11',
  rules: '#/rules',
  'a rule': `#/rules/${rule}`,
  'the import of rules': '#/rules/import',
  'the DHCP filter': `#/dhcp?of=${node}`,
  plugins: '#/plugins?all=1',
  'the cluster': '#/cluster',
  'the inventory': '#/inventory',
  'a view that there is not': '#/nothing',
});

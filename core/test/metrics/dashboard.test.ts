import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { createMetrics } from '../../src/metrics/metrics.js';
import { processRegistry } from '../../src/metrics/process-metrics.js';

const file = (path: string): Promise<string> =>
  readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
    readonly targets: readonly { readonly expr: string; readonly legendFormat?: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly query: string }[] };
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** Labels that Prometheus adds to everything that it asks for. */
const OF_PROMETHEUS = ['instance', 'job'];
const NAME = /\b(?:inspector|nodejs|process)_[a-z0-9_]+\b/g;

describe('The dashboard and the alerts', () => {
  /** Names of samples as the service gives them, each with its labels. */
  let labels: Map<string, ReadonlySet<string>>;
  let dashboard: Dashboard;
  let rules: Rules;
  before(async () => {
    labels = new Map();
    const registries = [createMetrics().registry, processRegistry()];
    for (const metric of registries.flatMap((registry) => registry.getMetricsAsArray())) {
      const { name, type, labelNames } = metric as unknown as {
        readonly name: string;
        readonly type: string;
        readonly labelNames: readonly string[];
      };
      const own = [...labelNames, ...OF_PROMETHEUS];
      if (type !== 'histogram') labels.set(name, new Set(own));
      else
        for (const end of ['bucket', 'sum', 'count']) labels.set(`${name}_${end}`, new Set([...own, 'le']));
    }
    dashboard = JSON.parse(await file('config/grafana/inspector.json')) as Dashboard;
    rules = parse(await file('config/prometheus/inspector.rules.yml')) as Rules;
  });

  /** What an expression has that the service does not give. */
  function unknownIn(expression: string): string[] {
    const names = expression.match(NAME) ?? [];
    const known = new Set(names.flatMap((name) => [...(labels.get(name) ?? [])]));
    const selectors = [...expression.matchAll(/\b([a-z_0-9]+)\{([^}]*)\}/g)].flatMap(
      ([, name = '', inside = '']) =>
        [...inside.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)/g)]
          .filter(([, label = '']) => name !== 'up' && labels.get(name)?.has(label) !== true)
          .map(([, label = '']) => `${name}{${label}}`),
    );
    const groupings = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, inside = '']) =>
      inside
        .split(',')
        .map((label) => label.trim())
        .filter((label) => !known.has(label)),
    );
    return [...names.filter((name) => !labels.has(name)), ...selectors, ...groupings];
  }

  const unbalanced = (expression: string): boolean =>
    ['()', '{}', '[]'].some(
      ([open = '', close = '']) => expression.split(open).length !== expression.split(close).length,
    );

  it('ask for metrics and labels that the service gives', () => {
    const expressions = [
      ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
      ...rules.groups.flatMap(({ rules: alerts }) => alerts.map(({ expr }) => expr)),
    ];
    expect(expressions.length).to.be.above(30);
    expect(expressions.flatMap(unknownIn)).to.deep.equal([]);
    expect(expressions.filter(unbalanced)).to.deep.equal([]);
    expect(unknownIn('sum by (rack) (inspector_reboot_queue{shelf="1"}) + inspector_nothing')).to.deep.equal([
      ...['inspector_nothing', 'inspector_reboot_queue{shelf}', 'rack'],
    ]);
  });

  it('choose among processes by a metric that every process gives', () => {
    const queries = dashboard.templating.list
      .map(({ query }) => query)
      .filter((query) => query.includes('('));
    expect(queries).to.deep.equal(['label_values(inspector_build_info, instance)']);
    expect(labels.has('inspector_build_info')).to.equal(true);
  });

  it('name labels in texts that are left after grouping', () => {
    const legends = dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr, legendFormat = '' }) =>
        [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => ({ expr, label })),
      ),
    );
    const alerts = rules.groups.flatMap(({ rules: list }) =>
      list.flatMap(({ expr, annotations }) =>
        Object.values(annotations).flatMap((text) =>
          [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => ({ expr, label })),
        ),
      ),
    );
    const missing = [...legends, ...alerts].filter(({ expr, label }) => {
      const grouped = /\bby \(([^)]*)\)/.exec(expr)?.[1];
      if (grouped !== undefined) return !grouped.split(', ').includes(label);
      const names = expr.match(NAME) ?? [];
      return names.length > 0 && !names.some((name) => labels.get(name)?.has(label));
    });
    expect(missing).to.deep.equal([]);
  });

  it('have panels that do not overlap, each with an id of its own', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).to.equal(panels.length);
    const cells = panels.flatMap(({ gridPos: { h, w, x, y } }) =>
      Array.from({ length: h * w }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).to.equal(cells.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).to.equal(true);
  });

  it('has an alert once', () => {
    const names = rules.groups.flatMap(({ rules: list }) => list.map(({ alert }) => alert));
    expect(new Set(names).size).to.equal(names.length);
  });
});

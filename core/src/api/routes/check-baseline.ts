import { InspectorError } from '@inspector/plugin-api';
import type { StoredBaselineWithBody } from '../../db/types.js';
import { deviations } from '../../history/baseline.js';
import { baselineBody } from '../baseline/baseline-body.js';
import type { ApiDependencies } from '../dependencies.js';
import { runWithData } from '../history/compared-runs.js';
import { runBody } from '../history/run-body.js';
import { nodeParameter, uuidOf } from '../node-id.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `GET /v1/introspection/{node}/baseline`. */
export const checkBaseline: Route = {
  method: 'GET',
  path: '/v1/introspection/{node}/baseline',
  operation: 'checkBaseline',
  summary: 'Tell how the hardware that was found last differs from what the node should have now',
  policy: 'introspection:data',
  isLong: true,
  parameters: [nodeParameter],
  responses: { 200: { description: 'The deviations.', schema: schemaRef('BaselineCheck') } },
  failures: {
    404: 'The node is unknown, no baseline holds for it, or no introspection of it with data is kept.',
  },
  handle: async (request, api) => {
    const uuid = await uuidOf(request, api.conductor);
    const baseline = await baselineOf(uuid, api);
    const { run, data } = await runWithData(api.history, uuid, undefined);
    const found = await deviations(baseline, data);
    return json(200, {
      uuid,
      baseline: baselineBody(baseline),
      run: runBody(run),
      degraded: found.length > 0,
      differences: found,
    });
  },
};

/** The baseline of a node, else that of the class that it had when it was introspected last. */
async function baselineOf(
  uuid: string,
  { baselines, summaries }: Pick<ApiDependencies, 'baselines' | 'summaries'>,
): Promise<StoredBaselineWithBody> {
  const own = await baselines.get({ kind: 'node', uuid });
  if (own !== undefined) return own;
  const name = (await summaries.get(uuid))?.hardware.resource_class ?? null;
  const ofClass = name === null ? undefined : await baselines.get({ kind: 'class', name });
  if (ofClass !== undefined) return ofClass;
  throw new InspectorError(
    'INSP_BASELINE_NOT_FOUND',
    `Node ${uuid} has no baseline, and ${
      name === null ? 'no resource class is known of it' : `neither has its class ${name}`
    }. "inspector baseline set" takes one from an introspection`,
  );
}

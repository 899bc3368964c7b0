import { currentOrigin, InspectorError } from '@inspector/plugin-api';
import { now } from '../../db/timestamp.js';
import { packBaseline } from '../../history/baseline.js';
import { hardwareSummary } from '../../history/summary.js';
import { canonicalUuid } from '../../node/uuid.js';
import { baselineBody } from '../baseline/baseline-body.js';
import { readBaselineRequest } from '../baseline/baseline-request.js';
import { runWithData } from '../history/compared-runs.js';
import { runText } from '../history/find-run.js';
import { schemaRef } from '../openapi/schemas.js';
import { json } from '../reply.js';
import type { Route } from '../route.js';

/** `PUT /v1/baselines`. */
export const setBaseline: Route = {
  method: 'PUT',
  path: '/v1/baselines',
  operation: 'setBaseline',
  summary:
    'Take the hardware that an introspection has found for what a node, or each node of a class, should have',
  policy: 'introspection:baseline:change',
  isLong: true,
  requestBody: {
    required: true,
    description: 'The introspection, and what it is a baseline for.',
    schema: schemaRef('NewBaseline'),
  },
  responses: {
    200: { description: 'It holds for introspections that end from now on.', schema: schemaRef('Baseline') },
  },
  failures: {
    404: 'The node is unknown, or the introspection is not kept, or has no data.',
    409: 'No baseline can be made of the data.',
  },
  handle: async (request, { conductor, history, baselines }) => {
    const { node, number, className } = readBaselineRequest(await request.body('rules'));
    const uuid = canonicalUuid(node) ?? (await conductor.resolve(node));
    const { run, data } = await runWithData(history, uuid, number);
    const text = runText(uuid, run.number);
    const body = await packBaseline(data, text);
    const summary = hardwareSummary(data);
    if (summary === undefined)
      throw new InspectorError('INSP_BASELINE_IMPOSSIBLE', `${text} tells of no hardware`);
    const { actor } = currentOrigin() ?? {};
    const baseline = {
      scope:
        className === undefined
          ? ({ kind: 'node', uuid } as const)
          : ({ kind: 'class', name: className } as const),
      source: { uuid, number: run.number },
      setAt: now(),
      author: actor?.userName ?? actor?.userId ?? null,
      ...{ summary, body },
    };
    await baselines.set(baseline);
    return json(200, baselineBody(baseline));
  },
};

import type { Facts } from './facts.js';
import { finding, type Finding } from './finding.js';

/** What could not be looked at: whoever reads the other findings has to know. */
export function whatWasNotSeen({ stored, baremetal, sights }: Facts): Finding[] {
  return [
    ...('unknown' in stored ? [finding('WHY_DATABASE_UNSEEN', 'possible', stored.unknown)] : []),
    ...(baremetal.known === null
      ? [
          finding(
            'WHY_BAREMETAL_UNSEEN',
            'possible',
            `The bare metal service could not be asked: ${baremetal.unknown}`,
          ),
        ]
      : []),
    ...sights.flatMap((one) =>
      'silence' in one
        ? [
            finding(
              'WHY_CONDUCTOR_UNSEEN',
              'possible',
              `The conductor ${one.host} could not be asked: ${one.silence}`,
            ),
          ]
        : [],
    ),
    ...(sights.length === 0
      ? [finding('WHY_CONDUCTOR_UNSEEN', 'possible', 'There is no conductor that could be asked.')]
      : []),
  ];
}

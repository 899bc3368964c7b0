import { InspectorError } from '@inspector/plugin-api';

/** What a change gets that comes with a smaller fence than the record has seen. */
export const takenOver = (uuid: string): InspectorError =>
  new InspectorError(
    'INSP_LEASE_LOST',
    `Somebody else has taken over node ${uuid} meanwhile, so this change of it is refused; try again`,
  );

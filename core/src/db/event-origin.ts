import { type Actor, currentOrigin, type JsonObject } from '@inspector/plugin-api';

/** Members of the body of every event: the request that it came of, and who sent it as far as that was proved. */
export function eventOrigin(): JsonObject {
  const origin = currentOrigin();
  if (origin === undefined) return {};
  const { requestId, globalRequestId, actor } = origin;
  return {
    request_id: requestId,
    ...(globalRequestId === undefined ? {} : { global_request_id: globalRequestId }),
    ...(actor === undefined ? {} : { actor: actorBody(actor) }),
  };
}

const actorBody = ({ userId, userName, projectId, projectName, roles, method }: Actor): JsonObject => ({
  user_id: userId,
  user_name: userName,
  ...(projectId === undefined ? {} : { project_id: projectId }),
  ...(projectName === undefined ? {} : { project_name: projectName }),
  roles: [...roles],
  method,
});

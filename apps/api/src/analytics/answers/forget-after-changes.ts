import type { FastifyInstance } from 'fastify';
import type { ChangeCounts } from './change-counts.ts';

/**
 * Has the count of an organization looked up anew after each request of a member that may have changed something there, before it is
 * answered: who made a change sees it whether or not the feed was faster.
 */
export function forgetAfterChanges(server: FastifyInstance, counts: ChangeCounts): void {
  server.addHook('onSend', ({ member, method }, _reply, payload, done) => {
    const mayHaveChanged = method !== 'GET' && method !== 'HEAD';
    if (mayHaveChanged && member != null) counts.forget(member.organizationId);
    done(null, payload);
  });
}

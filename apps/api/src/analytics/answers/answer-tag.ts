import { createHash } from 'node:crypto';
import { RELEASE } from '@devpulse/observability/release';
import type { Member } from '../../platform/access/caller.ts';

export type TaggedAnswer = {
  member: Member;
  isPersonal: boolean;
  route: string;
  params: unknown;
  query: unknown;
  /** Ages grow by themselves, so that no answer is good for longer. */
  minute: number;
};

/** A strong entity tag: two answers with the same one are the same, in whichever process they were made. */
export function answerTag(answer: TaggedAnswer, changeCount: number): string {
  const { member, isPersonal, route, params, query, minute } = answer;
  const parts = [RELEASE, member.organizationId, changeCount, minute, readerOf(member, isPersonal), route];
  const hash = createHash('sha256').update(JSON.stringify([...parts, ordered(params), ordered(query)]));
  return `"${hash.digest('base64url').slice(0, 32)}"`;
}

/** Whether a header If-None-Match names the tag; a weak one names the same answer. */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const named = header.split(',').map((one) => one.trim().replace(/^W\//, ''));
  return named.includes(tag) || named.includes('*');
}

/** What of a reader decides what they are shown. */
function readerOf(member: Member, isPersonal: boolean): unknown[] {
  const { role, ownTeamIds, managedTeamIds, isIndividualViewsOn, userId, contributorId } = member;
  const reach = [role, [...ownTeamIds].sort(), [...managedTeamIds].sort(), isIndividualViewsOn];
  return isPersonal ? [...reach, userId, contributorId] : reach;
}

function ordered(value: unknown): [string, unknown][] {
  return Object.entries(value as object)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

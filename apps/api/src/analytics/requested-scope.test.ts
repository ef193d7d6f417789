import type { getOverview } from '@devpulse/contracts/analytics/overview';
import type { RouteQuery } from '@devpulse/contracts/route';
import { describe, expect, test } from 'vitest';
import type { Member } from '../platform/access/caller.ts';
import { requestedRepository, requestedScope } from './requested-scope.ts';
import { NOW, ORGANIZATION, OWNER, scopeOf, TEAM } from './testing/organization.ts';

type Query = RouteQuery<typeof getOverview>;
const WEEK: Query = { range: '7d', compare: 'prev' };

test('a team is a scope of its own; an unknown one is not found', () => {
  const scope = scopeOf({ ...WEEK, team: TEAM.slug });
  expect(scope).toMatchObject({ type: 'team', id: TEAM.id, teamId: TEAM.id, name: TEAM.name });
  const unknown = () => scopeOf({ ...WEEK, team: 'nobody' });
  expect(unknown).toThrow(expect.objectContaining({ code: 'not_found', field: 'query.team' }));
});

test('a team that the member may not read is as unknown as one that is none', () => {
  const problemOf = (team: string, member: Member) => {
    try {
      return scopeOf({ ...WEEK, team }, member).id;
    } catch (error) {
      return { ...(error as object), message: String(error) };
    }
  };
  const developer: Member = { ...OWNER, role: 'developer' };
  expect(problemOf(TEAM.slug, developer)).toEqual(problemOf('nobody', developer));
  expect(problemOf(TEAM.slug, { ...developer, managedTeamIds: [TEAM.id] })).toEqual(
    problemOf('nobody', developer),
  );
  expect(problemOf(TEAM.slug, { ...developer, ownTeamIds: [TEAM.id] })).toBe(TEAM.id);
  expect(problemOf(TEAM.slug, { ...OWNER, role: 'manager', managedTeamIds: [TEAM.id] })).toBe(TEAM.id);
  expect(problemOf(TEAM.slug, { ...OWNER, role: 'admin' })).toBe(TEAM.id);
});

describe('a repository', () => {
  const id = '0c9a1f6e-8888-4a4b-8a55-3d2c9f1b0a77';
  const reads = {
    findRepository: async ({ repositoryId }: { repositoryId: string }) =>
      repositoryId === id ? { id, name: 'fernhill/web' } : null,
  };

  test('is a scope of its own', async () => {
    const repository = await requestedRepository(reads, ORGANIZATION.id, { repository: id });
    const query = { ...WEEK, repository: id };
    const scope = requestedScope(
      { organization: ORGANIZATION, repository, member: { ...OWNER, role: 'developer' }, now: NOW },
      query,
    );
    expect(scope).toMatchObject({ type: 'repository', id, name: 'fernhill/web', teamId: null });
    expect(await requestedRepository(reads, ORGANIZATION.id, {})).toBeNull();
  });

  test('that is none of the organization is not found, and together with a team it is no scope', async () => {
    const unknown = requestedRepository(reads, ORGANIZATION.id, { repository: TEAM.id });
    await expect(unknown).rejects.toMatchObject({ code: 'not_found', field: 'query.repository' });
    const both = requestedRepository(reads, ORGANIZATION.id, { repository: id, team: TEAM.slug });
    await expect(both).rejects.toMatchObject({ code: 'invalid_request', field: 'query.repository' });
  });
});

import { describe, expect, test } from 'vitest';
import {
  configuredAppIdFor,
  contributorIdFor,
  organizationIdFor,
  pullRequestIdFor,
  pushIdFor,
  repositoryIdFor,
  reviewIdFor,
  reviewRequestIdFor,
  teamIdFor,
} from './identity.ts';

const push = { repositoryId: 'r', ref: 'refs/heads/main', before: 'a', after: 'b' };

describe('ids', () => {
  // These texts are stored in databases: a change here breaks every link.
  test('never change', () => {
    expect(organizationIdFor('9919')).toBe('54807e91-438b-5e1b-a143-b3eae3078af5');
    expect(pullRequestIdFor('o', '9007199254740993')).toBe('8dcf17d3-0853-5838-b15f-4773028dd56f');
    expect(configuredAppIdFor('https://github.com', '42')).toBe('2ecec97f-0274-555f-858f-56b7359fece4');
  });

  test('differ by kind, organization, id and every part of a push', () => {
    const ids = [
      organizationIdFor('1'),
      repositoryIdFor('o', '1'),
      pullRequestIdFor('o', '1'),
      reviewIdFor('o', '1'),
      reviewRequestIdFor('o', { accountId: '1', requestedAt: 1 }),
      reviewRequestIdFor('o', { accountId: '1', requestedAt: 2 }),
      reviewRequestIdFor('o', { accountId: '2', requestedAt: 1 }),
      contributorIdFor('o', '1'),
      configuredAppIdFor('o', '1'),
      configuredAppIdFor('o', '2'),
      teamIdFor('o', '1'),
      teamIdFor('p', '1'),
      teamIdFor('o', '9007199254740992'),
      teamIdFor('o', '9007199254740993'),
      pushIdFor('o', push),
      pushIdFor('o', { ...push, repositoryId: 's' }),
      pushIdFor('o', { ...push, ref: 'refs/heads/next' }),
      pushIdFor('o', { ...push, before: 'b', after: 'a' }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

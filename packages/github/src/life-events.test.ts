import examples from '@octokit/webhooks-examples';
import { describe, expect, it } from 'vitest';
import type { HandledEvent } from './events.ts';
import { interpretDelivery } from './interpret.ts';

type Json = Record<string, unknown>;

function recorded(event: string): Json[] {
  const all = examples as unknown as { name: string; examples: Json[] }[];
  const payloads = all.find(({ name }) => name === event)?.examples ?? [];
  return payloads.map((payload) => ({ ...payload, installation: payload.installation ?? { id: 7 } }));
}

const interpret = (event: HandledEvent, payload: Json) =>
  interpretDelivery(event, Buffer.from(JSON.stringify(payload)));

function observe(event: HandledEvent, payload: Json | undefined) {
  const result = interpret(event, payload ?? {});
  if (result.outcome !== 'observed') throw new Error(JSON.stringify(result));
  return result.observation;
}

const withAction = (event: string, action: string) =>
  recorded(event).find((payload) => payload.action === action);

describe('every recorded payload about an installation and its people', () => {
  it.each([
    ['installation', 7, []],
    ['installation_repositories', 3, []],
    ['repository', 13, []],
    ['member', 4, ['edited']],
    ['membership', 5, []],
    ['team', 6, ['added_to_repository', 'removed_from_repository']],
  ] as [HandledEvent, number, string[]][])('%s: %i of them', (event, count, ignored) => {
    const outcomes = recorded(event).map((payload) => ({
      action: payload.action,
      outcome: interpret(event, payload).outcome,
    }));
    expect(outcomes).toHaveLength(count);
    for (const { action, outcome } of outcomes) {
      expect(outcome).toBe(ignored.includes(String(action)) ? 'ignored' : 'observed');
    }
  });
});

describe('what they say', () => {
  it('tells since when an installation is suspended, and nothing of it once it is not', () => {
    expect(observe('installation', withAction('installation', 'suspend'))).toMatchObject({
      state: 'suspended',
      repositorySelection: 'all',
      suspendedAt: expect.any(Number),
    });
    expect(observe('installation', withAction('installation', 'unsuspend'))).toMatchObject({
      state: 'active',
      suspendedAt: null,
    });
  });

  it('names the repositories that came and went by their numbers, and who has them', () => {
    expect(
      observe('installation_repositories', withAction('installation_repositories', 'added')),
    ).toMatchObject({
      added: [{ githubId: '186853007', ownerLogin: 'Codertocat' }],
      removed: [],
    });
    expect(
      observe('installation_repositories', withAction('installation_repositories', 'removed')),
    ).toMatchObject({
      added: [],
      removed: [{ githubId: expect.any(String) }],
    });
  });

  it.each([
    ['renamed', 'changed'],
    ['publicized', 'changed'],
    ['created', 'created'],
    ['transferred', 'transferred'],
  ])('a repository that was %s is %s', (action, change) => {
    const observation = observe('repository', withAction('repository', action));
    expect(observation).toMatchObject({ change, ownerId: expect.stringMatching(/^\d+$/) });
  });

  it('tells a team that ends from one that begins', () => {
    expect(observe('team', withAction('team', 'deleted'))).toMatchObject({ isDeleted: true });
    expect(observe('team', withAction('team', 'created'))).toMatchObject({ isDeleted: false });
  });

  it('takes the deletion of something else for no deletion of its repository', () => {
    const [repository] = recorded('repository');
    for (const other of ['pull_request', 'issue', 'release', 'label', 'comment']) {
      const payload = { ...repository, action: 'deleted', [other]: { id: 1 } };
      expect(interpret('repository', payload).outcome).toBe('rejected_shape');
    }
  });
});

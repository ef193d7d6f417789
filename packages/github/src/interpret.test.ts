import examples from '@octokit/webhooks-examples';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HANDLED_EVENTS, type HandledEvent, isHandledEvent } from './events.ts';
import { interpretDelivery } from './interpret.ts';
import type { PullRequestObservation } from './observations.ts';

type Json = Record<string, unknown>;
const recorded = (event: string, action?: string): Json => {
  const all =
    (examples as unknown as { name: string; examples: Json[] }[]).find(({ name }) => name === event)
      ?.examples ?? [];
  const found = all.find((payload) => action === undefined || payload.action === action);
  return structuredClone({ ...found, installation: { id: 7 } }) as Json;
};
const interpret = (event: HandledEvent, payload: unknown) =>
  interpretDelivery(event, Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)));
const observed = (event: HandledEvent, payload: unknown) => {
  const result = interpret(event, payload);
  if (result.outcome !== 'observed') throw new Error(JSON.stringify(result));
  return result.observation as PullRequestObservation;
};

describe('interpretDelivery', () => {
  it('reads what a pull request was like, and what was done to it', () => {
    const pull = observed('pull_request', recorded('pull_request', 'ready_for_review'));
    expect(pull.entries.map((entry) => entry.kind)).toEqual(['opened', 'ready_for_review']);
    expect(pull.snapshot.size).not.toBeNull();
    expect(pull.githubId).toMatch(/^\d+$/);
  });

  it('takes no sizes from a review, whose pull request has none', () => {
    const pull = observed('pull_request_review', recorded('pull_request_review', 'submitted'));
    expect(pull.snapshot.size).toBeNull();
    expect(pull.entries.map((entry) => entry.kind)).toContain('review_submitted');
  });

  it('knows the reviewer of a dismissed review from the dismisser', () => {
    const payload = recorded('pull_request_review', 'dismissed');
    payload.sender = { id: 99, login: 'boss', type: 'User' };
    const entries = observed('pull_request_review', payload).entries;
    const reviewer = String(((payload.review as Json).user as Json).id);
    expect(entries.find((entry) => entry.kind === 'review_submitted')).toMatchObject({
      actorId: reviewer,
      data: { reviewId: expect.any(String) },
    });
    expect(entries.find((entry) => entry.kind === 'review_submitted')?.data.state).toBeUndefined();
    expect(entries.find((entry) => entry.kind === 'review_dismissed')?.actorId).toBe('99');
  });

  it.each(['issue_comment', 'pull_request_review_thread', 'commit_comment'])(
    'a comment outside of the code is no event that is looked at: %s',
    (event) => expect(isHandledEvent(event)).toBe(false),
  );

  it('never counts a pending review', () => {
    const payload = recorded('pull_request_review', 'submitted');
    (payload.review as Json).state = 'PENDING';
    expect(observed('pull_request_review', payload).entries.map((entry) => entry.kind)).toEqual(['opened']);
  });

  it.each([
    ['another action', { ...recorded('pull_request'), action: 'frobnicated' }, 'action_not_handled'],
    ['no installation', { ...recorded('pull_request'), installation: null }, 'no_installation'],
  ])('ignores %s', (_, payload, reason) => {
    expect(interpret('pull_request', payload)).toMatchObject({ outcome: 'ignored', reason });
  });

  it('rejects a valid body under the name of another event, which is not signed', () => {
    const swapped: [HandledEvent, Json][] = [
      ['pull_request_review', { ...recorded('pull_request'), action: 'submitted' }],
      ['pull_request', { ...recorded('pull_request_review'), action: 'edited' }],
      ['push', recorded('pull_request')],
      ['installation', { ...recorded('pull_request'), action: 'created' }],
      ['membership', { ...recorded('pull_request'), action: 'added' }],
    ];
    for (const [event, payload] of swapped) expect(interpret(event, payload).outcome).toBe('rejected_shape');
  });

  it.each([
    ['not JSON', '{', 'not valid JSON'],
    ['nothing', '', 'not valid JSON'],
    ['10,000 levels', '['.repeat(10_000) + ']'.repeat(10_000), 'nested deeper'],
    ['5,000,000 levels', '{"a":'.repeat(5_000_000), 'nested deeper'],
    ['an array', '[]', ''],
    ['null', 'null', ''],
    ['a number', '1e400', ''],
  ])('says what is wrong with %s, and does not throw', (_, text, reason) => {
    const result = interpret('push', text);
    expect(result).toMatchObject({ outcome: 'rejected_shape', reason: expect.stringContaining(reason) });
  });

  it('keeps ids beyond 2^53 to the digit, and refuses those that no bigint column holds', () => {
    const withId = (id: string) =>
      JSON.stringify(recorded('pull_request', 'opened')).replace(
        /("pull_request":\{[^{}]*?"id":)\d+/,
        `$1${id}`,
      );
    expect(observed('pull_request', withId('9007199254740993')).githubId).toBe('9007199254740993');
    expect(observed('pull_request', withId('9223372036854775807')).githubId).toBe('9223372036854775807');
    for (const id of ['9223372036854775808', '-1', '1.5', '1e400', '"1"', 'null']) {
      expect(interpret('pull_request', withId(id)).outcome).toBe('rejected_shape');
    }
  });

  it('makes text fit to be stored, and caps what could be endless', () => {
    const payload = recorded('pull_request', 'opened');
    const pull = payload.pull_request as Json;
    pull.title = `a\u0000b\ud800c${'😀'.repeat(2_000)}`;
    pull.labels = Array.from({ length: 5_000 }, (_, index) => ({ name: `label-${index}` }));
    const { base } = observed('pull_request', payload).snapshot;
    expect(base.title.startsWith('a\uFFFDb\uFFFDc😀')).toBe(true);
    expect(Array.from(base.title)).toHaveLength(1_024);
    expect(base.labels).toHaveLength(100);
  });

  it('is not fooled by keys of prototypes', () => {
    const text = JSON.stringify(recorded('pull_request', 'opened')).replace(
      '{',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1,',
    );
    expect(observed('pull_request', text).githubId).toMatch(/^\d+$/);
    expect(({} as Json).polluted).toBeUndefined();
  });

  it('lives with a deleted fork, a ghost author and payloads of old', () => {
    const payload = recorded('pull_request', 'opened');
    const pull = payload.pull_request as Json;
    (pull.head as Json).repo = null;
    pull.user = null;
    for (const field of ['draft', 'node_id', 'labels']) delete pull[field];
    delete payload.sender;
    const observation = observed('pull_request', payload);
    expect(observation.authorId).toBeNull();
    expect(observation.snapshot.base).toMatchObject({ headRepositoryId: null, draft: null, labels: [] });
  });

  it('reads the number of a revert of the same repository only', () => {
    const revertOf = (body: string) => {
      const payload = recorded('pull_request', 'opened');
      (payload.pull_request as Json).body = body;
      (payload.repository as Json).full_name = 'octo/app';
      return observed('pull_request', payload).snapshot.base.revertsNumber;
    };
    expect(revertOf('Reverts octo/app#12')).toBe(12);
    expect(revertOf('Intro\n\nReverts OCTO/App#12.')).toBe(12);
    expect(revertOf('Reverts other/app#12')).toBeNull();
    expect(revertOf('This reverts nothing')).toBeNull();
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...HANDLED_EVENTS),
        fc.oneof(
          fc.uint8Array().map((bytes) => Buffer.from(bytes)),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (event, body) => {
          expect(['ignored', 'rejected_shape']).toContain(interpretDelivery(event, body).outcome);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws when any one value of a real payload is replaced by any other', () => {
    const paths = (value: unknown, path: string[] = []): string[][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, part]) => [[...path, key], ...paths(part, [...path, key])])
        : [];
    for (const event of HANDLED_EVENTS) {
      const payload = recorded(event);
      const places = paths(payload);
      fc.assert(
        fc.property(fc.constantFrom(...places), fc.jsonValue(), (place, replacement) => {
          const mutant = structuredClone(payload);
          const parent = place.slice(0, -1).reduce((part, key) => part[key] as Json, mutant);
          parent[place.at(-1) as string] = replacement;
          expect(['observed', 'ignored', 'rejected_shape']).toContain(interpret(event, mutant).outcome);
        }),
        { numRuns: 200 },
      );
    }
  });
});

import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../model.ts';
import { readHistory } from '../test/read-history.ts';

interface Example {
  readonly name: string;
  readonly examples: JsonObject[];
}

const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as Example[];
const reads = readHistory('fernhill', 12);

/** Fields that GitHub has added since the recorded examples. */
const newer = new Set([
  'user_view_type',
  'has_discussions',
  'allow_forking',
  'allow_squash_merge',
  'allow_merge_commit',
  'allow_rebase_merge',
  'allow_auto_merge',
  'delete_branch_on_merge',
  'allow_update_branch',
  'use_squash_pr_title_as_default',
  'squash_merge_commit_message',
  'squash_merge_commit_title',
  'merge_commit_message',
  'merge_commit_title',
  'auto_merge',
  'client_id',
  'requester',
  'subject_type',
  'notification_setting',
  'parent',
]);

function recorded(event: string, action: string | null): JsonObject[] {
  const all = examples.find(({ name }) => name === event)?.examples ?? [];
  const same = all.filter((example) => action === null || example.action === action);
  const isComplete = (example: JsonObject) => 'organization' in example;
  return same.some(isComplete) ? same.filter(isComplete) : same;
}

function simulated(event: string, action: string | null): JsonObject {
  const found = reads.find(({ delivery, payload }) => {
    const isPlain = payload.pull_request === undefined || payload.pull_request.head.repo !== null;
    const isRich = payload.commits === undefined || payload.commits.length > 0;
    return delivery.event === event && delivery.action === action && isPlain && isRich;
  });
  if (found === undefined) throw new Error(`no ${event} ${action} in the history`);
  return found.payload as unknown as JsonObject;
}

function keysAt(payload: JsonObject, path: string): string[] {
  let value: unknown = payload;
  for (const step of path.split('.').filter(Boolean)) {
    value = (value as JsonObject)[step];
    if (Array.isArray(value)) value = value[0];
  }
  return Object.keys(value as JsonObject);
}

function compare(
  names: { event: string; action: string | null; path: string },
  asides: readonly string[] = [],
): void {
  const ours = keysAt(simulated(names.event, names.action), names.path);
  const pool = recorded(names.event, names.action);
  const theirs = [...new Set(pool.flatMap((example) => keysAt(example, names.path)))];
  expect(pool.length).toBeGreaterThan(0);
  const tolerated = new Set([...newer, ...asides]);
  expect(theirs.filter((key) => !ours.includes(key) && !asides.includes(key))).toEqual([]);
  expect(ours.filter((key) => !theirs.includes(key) && !tolerated.has(key))).toEqual([]);
}

const pullRequestPaths = [
  '',
  'pull_request',
  'pull_request.user',
  'pull_request.head',
  'pull_request.base',
  'pull_request.base.repo',
  'pull_request._links',
  'repository',
  'repository.owner',
  'organization',
  'sender',
  'installation',
];

describe.each([
  'opened',
  'closed',
  'reopened',
  'synchronize',
  'labeled',
  'ready_for_review',
  'converted_to_draft',
  'review_requested',
  'review_request_removed',
])('pull_request %s', (action) => {
  test.each(pullRequestPaths)('has the fields of GitHub at "%s"', (path) => {
    const isAlwaysAdded = (key: string) => path === '' && ['installation', 'organization'].includes(key);
    if (
      recorded('pull_request', action).every((example) =>
        keysAt(example, '').includes(path.split('.')[0] ?? ''),
      ) ||
      path === ''
    ) {
      compare(
        { event: 'pull_request', action, path },
        ['installation', 'organization'].filter(isAlwaysAdded),
      );
    }
  });
});

describe.each(['submitted', 'dismissed'])('pull_request_review %s', (action) => {
  test.each(['', 'review', 'review.user', 'review._links', 'pull_request', 'repository'])(
    'has the fields of GitHub at "%s"',
    (path) => {
      compare({ event: 'pull_request_review', action, path });
    },
  );

  test('tells neither sizes nor merge state, and the state in lower case', () => {
    const payload = simulated('pull_request_review', action);
    const keys = keysAt(payload, 'pull_request');
    for (const key of ['additions', 'deletions', 'commits', 'changed_files', 'merged', 'merged_by']) {
      expect(keys).not.toContain(key);
    }
    expect((payload.review as JsonObject).state).toMatch(/^[a-z_]+$/);
  });
});

test.each(['', 'repository', 'repository.owner', 'pusher', 'sender'])(
  'push has the fields of GitHub at "%s"',
  (path) => {
    compare({ event: 'push', action: null, path }, ['organization', 'installation']);
  },
);

test('pushed commits have the fields of GitHub', () => {
  const withCommits = examples
    .find(({ name }) => name === 'push')
    ?.examples.find(({ commits }) => Array.isArray(commits) && commits.length > 0);
  for (const path of ['commits', 'head_commit', 'commits.author']) {
    expect(keysAt(simulated('push', null), path).sort()).toEqual(keysAt(withCommits ?? {}, path).sort());
  }
});

test.each([
  ['installation', 'created', ['', 'installation', 'installation.account', 'repositories', 'sender']],
  ['installation_repositories', 'added', ['', 'installation', 'repositories_added']],
  ['membership', 'added', ['', 'member', 'team', 'organization']],
  ['membership', 'removed', ['', 'team']],
  ['team', 'created', ['', 'team']],
  ['repository', 'created', ['', 'repository']],
  ['pull_request_review_comment', 'created', ['', 'comment', 'pull_request']],
] as const)('%s %s has the fields of GitHub', (event, action, paths) => {
  const later = [
    'app_slug',
    'has_multiple_single_files',
    'single_file_paths',
    'scope',
    'installation',
    'suspended_by',
    'suspended_at',
    'draft',
    'deleted',
  ];
  for (const path of paths) compare({ event, action, path }, later);
});

test('every payload but the ping names the installation and who did it', () => {
  for (const { delivery, payload } of reads.filter((read) => read.delivery.event !== 'ping')) {
    expect(payload.installation?.id, delivery.event).toBe(61_482_907);
    expect(payload.sender?.login).toBeTruthy();
    if (!delivery.event.startsWith('installation')) expect(payload.organization?.login).toBe('Fernhill');
  }
});

test('payloads are as large as real ones', () => {
  const sizes = (event: string) =>
    reads.filter(({ delivery }) => delivery.event === event).map(({ bytes }) => bytes);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(sizes('pull_request'))).toBeGreaterThan(19_000);
  expect(mean(sizes('pull_request'))).toBeLessThan(32_000);
  expect(mean(sizes('push'))).toBeGreaterThan(6_000);
});

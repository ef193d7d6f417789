import type { TestDelivery } from './pipeline.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(START + hours * HOUR).toISOString().replace('.000Z', 'Z');

/** A small, busy organization: every pull request is pushed, opened, reviewed twice and merged. Deterministic. */
export function fewDeliveries(options: { accountId: number; pullRequests: number }): TestDelivery[] {
  const installation = { id: options.accountId * 10 };
  const account = { id: options.accountId, login: `org-${options.accountId}`, type: 'Organization' };
  const repository = {
    id: options.accountId * 100,
    full_name: `org-${options.accountId}/app`,
    html_url: `https://github.com/org-${options.accountId}/app`,
    updated_at: at(0),
  };
  const people = [11, 12, 13, 14].map((id) => ({ id, login: `person-${id}`, type: 'User' }));
  const first: TestDelivery = {
    event: 'installation',
    body: JSON.stringify({
      action: 'created',
      installation: { ...installation, account, updated_at: at(0) },
    }),
  };
  const lives = Array.from({ length: options.pullRequests }, (_, index) =>
    life({ index, installation, repository, people }),
  );
  // Interleaved, so that several pull requests are in flight at any time.
  const longest = Math.max(...lives.map((events) => events.length));
  const mixed = Array.from({ length: longest }, (_, step) =>
    lives.flatMap((events) => events[step] ?? []),
  ).flat();
  return [first, ...mixed];
}

type Life = {
  index: number;
  installation: { id: number };
  repository: { id: number };
  people: { id: number; login: string; type: string }[];
};

function life({ index, installation, repository, people }: Life): TestDelivery[] {
  const author = people[index % people.length];
  const reviewer = people[(index + 1) % people.length];
  const base = index * 3;
  const sha = (step: number) => `${index}${step}`.padStart(40, 'a');
  const common = { installation, repository };
  const pull = (hours: number, more: object = {}) => ({
    id: 5_000_000_000 + index,
    number: index + 1,
    title: `Change ${index}`,
    state: 'open',
    draft: false,
    user: author,
    created_at: at(base + 1),
    updated_at: at(hours),
    base: { ref: 'main' },
    head: { ref: `change-${index}`, sha: sha(1), repo: { id: repository.id } },
    ...more,
  });
  const sizes = { additions: 10 + index, deletions: index, changed_files: 2, commits: 1 };
  const event = (name: string, body: object): TestDelivery => ({
    event: name,
    body: JSON.stringify({ ...common, ...body }),
  });
  const review = (id: number, state: string, hours: number) =>
    event('pull_request_review', {
      action: 'submitted',
      sender: reviewer,
      review: { id: 7_000_000_000 + index * 10 + id, user: reviewer, state, submitted_at: at(hours) },
      pull_request: pull(hours),
    });
  const merged = {
    ...sizes,
    state: 'closed',
    closed_at: at(base + 9),
    merged_at: at(base + 9),
    merged_by: reviewer,
  };
  return [
    event('push', {
      ref: `refs/heads/change-${index}`,
      before: '0'.repeat(40),
      after: sha(1),
      created: true,
      sender: author,
      repository: { ...repository, pushed_at: (START + base * HOUR) / 1_000 },
      commits: [{ timestamp: at(base - 1), distinct: true }],
    }),
    event('pull_request', { action: 'opened', sender: author, pull_request: pull(base + 1, sizes) }),
    review(1, 'changes_requested', base + 3),
    event('pull_request', {
      action: 'synchronize',
      sender: author,
      after: sha(2),
      pull_request: pull(base + 5, sizes),
    }),
    review(2, 'approved', base + 7),
    event('pull_request', { action: 'closed', sender: reviewer, pull_request: pull(base + 9, merged) }),
  ];
}

/** That the author of the pull request which a delivery has opened asks a person for a review, when it was opened. */
export function asksFor(opening: TestDelivery, person: number): TestDelivery {
  const { pull_request, ...rest } = JSON.parse(opening.body);
  const requested_reviewer = { id: person, login: `person-${person}`, type: 'User' };
  return {
    event: 'pull_request',
    body: JSON.stringify({ ...rest, action: 'review_requested', requested_reviewer, pull_request }),
  };
}

import { unopened } from './lifecycle/plan.ts';
import type { Delivery, JsonObject, Occurrence, PullRequest, Review } from './model.ts';
import { installationReference, instantText, unixSeconds } from './payloads/account.ts';
import { nodeId } from './payloads/node-id.ts';
import { branchLane, pullRequestOccurrence } from './payloads/pull-request.ts';
import { noCommit, pushOccurrence, zonedText } from './payloads/push.ts';
import { reviewOccurrence } from './payloads/review.ts';
import { fernhill, people } from './people.ts';
import { Random } from './random.ts';
import { foundRepositories } from './repositories.ts';

export interface LoadOptions {
  readonly seed: string;
  /** Installation that the deliveries belong to; Fernhill's unless given. */
  readonly installationId?: number;
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** What differs between deliveries; in the pre-rendered text a placeholder stands for each. */
const placeholders = {
  id: '7000111222333',
  number: '7000111333',
  review: '7000111444555',
  lines: '7000111555',
  sha: 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f60001',
  before: 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f60002',
  now: '2001-02-03T04:05:07Z',
  nowUnix: '981173107',
  committed: '2001-02-03T04:00:00+00:00',
  opened: '2001-02-03T04:05:06Z',
  branch: 'load-branch-7000111',
  node: 'PR_placeholder',
  reviewNode: 'PRR_placeholder',
};

type Marker = keyof typeof placeholders;
type Values = Record<Marker, string>;

interface Template {
  readonly event: string;
  readonly action: string | null;
  readonly repositoryId: number;
  /** Text pieces, and between them the markers to fill in. */
  readonly pieces: readonly string[];
  readonly markers: readonly Marker[];
}

const openedAt = Date.UTC(2001, 1, 3, 4, 5, 6);
const happenedAt = openedAt + 1_000;
const committedAt = Date.UTC(2001, 1, 3, 4, 0, 0);

/** The placeholders that a repository's templates really contain; node ids depend on the repository. */
function markersIn(repositoryId: number): Map<string, Marker> {
  const markers = new Map(Object.entries(placeholders).map(([name, text]) => [text, name as Marker]));
  markers.set(nodeId('PR', repositoryId, Number(placeholders.id)), 'node');
  markers.set(nodeId('PRR', repositoryId, Number(placeholders.review)), 'reviewNode');
  return markers;
}

function template(occurrence: Occurrence, of: { installationId: number; repositoryId: number }): Template {
  const { repositoryId } = of;
  const payload: JsonObject = occurrence.payload();
  const installation = installationReference(of.installationId);
  const text = JSON.stringify({ ...payload, installation });
  const known = markersIn(repositoryId);
  const pattern = new RegExp([...known.keys()].join('|').replaceAll('+', '\\+'), 'g');
  const markers = [...text.matchAll(pattern)].map(([found]) => known.get(found) as Marker);
  const { event, action } = occurrence;
  return { event, action, repositoryId, pieces: text.split(pattern), markers };
}

function specimen(random: Random, index: number): PullRequest {
  const repositories = foundRepositories(random, openedAt);
  const repository = repositories[index % repositories.length];
  const author = people[index % people.length];
  if (repository === undefined || author === undefined) throw new RangeError('an empty organization');
  const draft = {
    repository: { ...repository, pushedAt: happenedAt, updatedAt: happenedAt },
    author,
    association: 'MEMBER' as const,
    title: `Load ${placeholders.number}`,
    body: 'Made for a measurement.',
    headRef: placeholders.branch,
  };
  const pullRequest = unopened(draft);
  Object.assign(pullRequest, {
    id: Number(placeholders.id),
    number: Number(placeholders.number),
    additions: Number(placeholders.lines),
  });
  Object.assign(pullRequest, { createdAt: openedAt, updatedAt: happenedAt, commits: 2, changedFiles: 3 });
  Object.assign(pullRequest, { headSha: placeholders.sha, baseSha: placeholders.before, deletions: 4 });
  return pullRequest;
}

type Stage = 'opened' | 'push' | 'review' | 'closed';

function templatesFor(index: number, installationId: number): Record<Stage, Template> {
  const pullRequest = specimen(new Random('load-templates'), index);
  const author = people[index % people.length] ?? fernhill.organization;
  const reviewer = people[(index + 5) % people.length] ?? fernhill.organization;
  const review: Review = {
    id: Number(placeholders.review),
    reviewer,
    association: 'MEMBER',
    commitSha: placeholders.sha,
    submittedAt: happenedAt,
    body: 'Looks good.',
    state: 'approved',
  };
  const before: PullRequest = { ...pullRequest, updatedAt: openedAt };
  const of = { installationId, repositoryId: pullRequest.repository.id };
  const closed: PullRequest = { ...pullRequest, state: 'closed', closedAt: happenedAt, mergedAt: happenedAt };
  Object.assign(closed, { mergedBy: author, mergeCommitSha: placeholders.sha });
  const tell = (told: PullRequest, action: string) => pullRequestOccurrence(told, { action, sender: author });
  return {
    opened: template(tell(before, 'opened'), of),
    push: template(branchPush(pullRequest), of),
    review: template(reviewOccurrence(pullRequest, { action: 'submitted', review, sender: reviewer }), of),
    closed: template(tell(closed, 'closed'), of),
  };
}

function branchPush(pullRequest: PullRequest): Occurrence {
  const account = pullRequest.author ?? fernhill.organization;
  const commit = {
    sha: placeholders.sha,
    message: 'Measured',
    author: { account, name: account.login, email: `${account.login}@fernhill.example`, zone: 'UTC' },
    ageMs: 0,
    added: [],
    removed: [],
    modified: [`${pullRequest.repository.folders[0]}/load.ts`],
    byWebFlow: false,
  };
  const range = { branch: placeholders.branch, before: noCommit, after: commit.sha, forced: false };
  const sender = account;
  return pushOccurrence({
    repository: pullRequest.repository,
    ...range,
    commits: [commit],
    sender,
    at: committedAt,
  });
}

function fill(chosen: Template, values: Values): string {
  let body = chosen.pieces[0] ?? '';
  for (let index = 0; index < chosen.markers.length; index += 1) {
    body += values[chosen.markers[index] as Marker] + (chosen.pieces[index + 1] ?? '');
  }
  return body;
}

interface Piece {
  readonly number: number;
  readonly variant: number;
  readonly sha: string;
  openedAt: number;
}

/** Pull requests are reviewed 20 and merged 40 pull requests after they were opened. */
const delays: readonly (readonly [Stage, number])[] = [
  ['push', 0],
  ['opened', 0],
  ['review', 20],
  ['closed', 40],
];

/**
 * An endless supply of distinct deliveries for measurements: pushes, pull requests opened, approved and merged, in
 * this mix, each dated at its making. Texts are rendered once and only filled in, so that making them costs little.
 */
export function* loadDeliveries(options: LoadOptions): Generator<Delivery, never, undefined> {
  const now = options.now ?? Date.now;
  const random = new Random(`${options.seed}/load`);
  const variants = Array.from({ length: 12 }, (_, index) =>
    templatesFor(index, options.installationId ?? fernhill.installationId),
  );
  const firstNumber = 100_000 + random.integer(0, 900_000) * 1_000;
  const idBase = 5_000_000_000 + random.integer(0, 999_999) * 1_000_000_000;
  const recent: Piece[] = [];
  for (let count = 0; ; count += 1) {
    recent.push({
      number: firstNumber + count,
      variant: count % variants.length,
      sha: random.hex(40),
      openedAt: now(),
    });
    if (recent.length > 41) recent.shift();
    for (const [stage, delay] of delays) {
      const piece = recent.at(-1 - delay);
      const chosen = piece === undefined ? undefined : variants[piece.variant]?.[stage];
      if (piece === undefined || chosen === undefined || recent.length <= delay) continue;
      const at = now();
      if (stage === 'opened') piece.openedAt = at;
      const id = idBase + piece.number;
      yield made(chosen, { piece, id, at, random });
    }
  }
}

function made(chosen: Template, what: { piece: Piece; id: number; at: number; random: Random }): Delivery {
  const { piece, id, at, random } = what;
  const sizes = 1 + ((piece.number * 7_919) % 600);
  const values: Values = {
    id: String(id),
    number: String(piece.number),
    review: String(id + 500_000_000),
    lines: String(sizes),
    sha: piece.sha,
    before: `${piece.sha.slice(8)}${piece.sha.slice(0, 8)}`,
    now: instantText(at),
    nowUnix: String(unixSeconds(at)),
    committed: zonedText(at, 'UTC'),
    opened: instantText(piece.openedAt),
    branch: `load-${piece.number}`,
    node: nodeId('PR', chosen.repositoryId, id),
    reviewNode: nodeId('PRR', chosen.repositoryId, id + 500_000_000),
  };
  const hex = random.hex(32);
  const guid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  const lane = branchLane(chosen.repositoryId, values.branch);
  return {
    event: chosen.event,
    action: chosen.action,
    guid,
    occurredAt: at,
    lane,
    body: fill(chosen, values),
  };
}

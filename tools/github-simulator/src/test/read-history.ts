import type { Delivery } from '../model.ts';
import { simulateOrganization } from '../organization.ts';

export const storyNow = Date.parse('2026-11-20T13:32:00Z');

export interface Named {
  login: string;
  type: string;
}

export interface PullRequestPart {
  id: number;
  number: number;
  state: string;
  draft: boolean;
  user: Named | null;
  body: string | null;
  created_at: string;
  updated_at: string;
  closed_at: string | null;
  merged_at: string | null;
  additions: number;
  deletions: number;
  head: { ref: string; sha: string; repo: object | null };
  requested_reviewers: Named[];
}

export interface Payload {
  action?: string;
  pull_request?: PullRequestPart;
  review?: { id: number; state: string; user: Named; submitted_at: string };
  repository?: { id: number; name: string; full_name: string; pushed_at: number | string };
  membership?: unknown;
  member?: Named;
  team?: { name: string };
  before?: string;
  after?: string;
  ref?: string;
  created?: boolean;
  deleted?: boolean;
  forced?: boolean;
  commits?: { id: string; timestamp: string; author: { username: string } }[];
  sender?: Named;
  installation?: { id: number };
  organization?: { login: string };
}

export interface Read {
  readonly delivery: Omit<Delivery, 'body'>;
  readonly bytes: number;
  readonly payload: Payload;
}

export interface Seen {
  readonly id: number;
  readonly reads: Read[];
  /** Instant at which it was first ready for review, in milliseconds; undefined while a draft. */
  readyAt: number | undefined;
  openedAsDraft: boolean;
  isBot: boolean;
  last: PullRequestPart;
  /** Reviews by people other than the author. */
  reviews: { at: number; state: string }[];
}

const read = new Map<string, Read[]>();

/** Reads a history of Fernhill once; 26 weeks up to the story's present unless said otherwise. */
export function readHistory(seed = 'fernhill', weeks = 26, now = storyNow): Read[] {
  const key = `${seed}/${weeks}/${now}`;
  const known = read.get(key);
  if (known !== undefined) return known;
  const reads: Read[] = [];
  for (const { body, ...delivery } of simulateOrganization({ seed, weeks, now })) {
    reads.push({ delivery, bytes: Buffer.byteLength(body), payload: JSON.parse(body) as Payload });
  }
  read.set(key, reads);
  return reads;
}

function isHumanReview(payload: Payload): boolean {
  const reviewer = payload.review?.user;
  return (
    reviewer !== undefined && reviewer.type !== 'Bot' && reviewer.login !== payload.pull_request?.user?.login
  );
}

/** The pull requests of a history with their own deliveries in order. */
export function pullRequestsOf(reads: readonly Read[]): Seen[] {
  const seen = new Map<number, Seen>();
  for (const read of reads) {
    const { pull_request: part, action } = read.payload;
    if (part === undefined) continue;
    const known = seen.get(part.id) ?? begin(part);
    seen.set(part.id, known);
    known.reads.push(read);
    known.last = { ...known.last, ...part };
    if (action === 'ready_for_review') known.readyAt ??= read.delivery.occurredAt;
    if (read.delivery.event === 'pull_request_review' && isHumanReview(read.payload)) {
      known.reviews.push({ at: read.delivery.occurredAt, state: read.payload.review?.state ?? '' });
    }
  }
  return [...seen.values()];
}

function begin(part: PullRequestPart): Seen {
  return {
    id: part.id,
    reads: [],
    readyAt: part.draft ? undefined : Date.parse(part.created_at),
    openedAsDraft: part.draft,
    isBot: part.user?.type === 'Bot',
    last: part,
    reviews: [],
  };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

/** Standard deviation of the natural logarithms. */
export function logSigma(values: readonly number[]): number {
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  return Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
}

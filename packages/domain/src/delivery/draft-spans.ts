import type { Instant, Span } from '../time/instant.ts';
import type { PullRequestSnapshot, TimelineEntry } from './timeline.ts';

export type DraftHistory = {
  /** Spans as a draft, ascending; the last has `to: null` when it was never marked ready. */
  readonly spans: readonly Span[];
  /** It was opened as a draft, so the first span starts at `openedAt`. */
  readonly startedAsDraft: boolean;
};

function startedAsDraft(entries: readonly TimelineEntry[], snapshot: PullRequestSnapshot | null): boolean {
  const told = entries.find((entry) => entry.kind === 'opened')?.data.draft;
  if (told !== undefined) return told;
  const first = entries.find(
    (entry) => entry.kind === 'ready_for_review' || entry.kind === 'converted_to_draft',
  );
  if (first) return first.kind === 'ready_for_review';
  return snapshot?.base.draft ?? false;
}

/**
 * When the pull request was a draft, from sorted entries. Whether it was opened as one: what the opening said, else what the
 * first draft event implies, else the snapshot. Events after `end` (merge, or last close) change nothing.
 */
export function draftHistory(input: {
  entries: readonly TimelineEntry[];
  snapshot: PullRequestSnapshot | null;
  openedAt: Instant;
  end: Instant | null;
}): DraftHistory {
  const isInitial = startedAsDraft(input.entries, input.snapshot);
  const spans: Span[] = [];
  let since: Instant | null = isInitial ? input.openedAt : null;
  for (const entry of input.entries) {
    if (input.end !== null && entry.at > input.end) break;
    const at = Math.max(entry.at, input.openedAt);
    if (entry.kind === 'converted_to_draft') since ??= at;
    if (entry.kind === 'ready_for_review' && since !== null) {
      spans.push({ from: since, to: at });
      since = null;
    }
  }
  if (since !== null) spans.push({ from: since, to: null });
  return { spans, startedAsDraft: isInitial };
}

/**
 * End of the first draft span; `openedAt` if it was not opened as a draft. A merge ends the span too; a first draft that is
 * still open, or was closed unmerged, has no ready instant. Source: metrics.md, section 2, `ready_at`.
 */
export function readyInstant(
  drafts: DraftHistory,
  openedAt: Instant,
  mergedAt: Instant | null,
): Instant | null {
  if (!drafts.startedAsDraft) return openedAt;
  return drafts.spans[0]?.to ?? mergedAt;
}

/** A close and reopen as new carries `ready_at` over for this long. */
const INHERITANCE_MILLISECONDS = 7 * 86_400_000;

/**
 * The `ready_at` that a new pull request takes over from a predecessor of the same head branch: closed unmerged at most
 * 7 days (elapsed) before the new one was opened. Null when nothing is inherited. Source: metrics.md, section 3.
 */
export function inheritsReadyFrom(
  predecessor: { closedAt: Instant | null; mergedAt: Instant | null; readyAt: Instant | null },
  openedAt: Instant,
): Instant | null {
  const { closedAt, mergedAt, readyAt } = predecessor;
  if (closedAt === null || mergedAt !== null || readyAt === null) return null;
  const gap = openedAt - closedAt;
  return gap >= 0 && gap <= INHERITANCE_MILLISECONDS ? readyAt : null;
}

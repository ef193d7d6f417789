import type { Instant, Span } from '../time/instant.ts';
import type { OpenState } from './facts.ts';
import type { PullRequestSnapshot, TimelineEntry } from './timeline.ts';

export type Openness = {
  readonly state: 'open' | 'closed' | 'merged';
  readonly mergedAt: Instant | null;
  /** Last close; of a merged one the merge, which closed it. */
  readonly closedAt: Instant | null;
  /** The times it was open, ascending and apart; the last has `to: null` while it is open. */
  readonly open: readonly Span[];
  /** The snapshot showed it open after its last close, and no reopening was told. */
  readonly isReopenMissing: boolean;
};

/**
 * When the pull request was open, from sorted entries. A merge is final. Of several closes without a reopening between them
 * the last counts, and a close with none between it and a merge is the merge's own. A snapshot newer than the last close
 * that says open voids that close. Source: metrics.md, section 2, `merged_at`, `closed_at`.
 */
export function openness(
  entries: readonly TimelineEntry[],
  snapshot: PullRequestSnapshot | null,
  openedAt: Instant,
): Openness {
  const mergedAt = entries.find((entry) => entry.kind === 'merged')?.at ?? null;
  const open: Span[] = [];
  let since = openedAt;
  let closedAt: Instant | null = null;
  for (const entry of entries) {
    if (mergedAt !== null && entry.at > mergedAt) break;
    if (entry.kind === 'closed') closedAt = entry.at;
    if (entry.kind === 'reopened' && closedAt !== null) {
      open.push({ from: since, to: closedAt });
      since = Math.max(entry.at, openedAt);
      closedAt = null;
    }
  }
  if (mergedAt !== null) {
    open.push({ from: since, to: mergedAt });
    return { state: 'merged', mergedAt, closedAt: mergedAt, open, isReopenMissing: false };
  }
  const isReopenMissing =
    closedAt !== null && snapshot?.base.state === 'open' && snapshot.base.updatedAt > closedAt;
  if (isReopenMissing) closedAt = null;
  open.push({ from: since, to: closedAt });
  return { state: closedAt === null ? 'open' : 'closed', mergedAt, closedAt, open, isReopenMissing };
}

/** A span of an open pull request ends when its repository is gone; one that began after that is none. */
export function endedBy(span: Span, goneAt: Instant | null | undefined): Span[] {
  if (goneAt == null || (span.to !== null && span.to <= goneAt)) return [span];
  return span.from < goneAt ? [{ from: span.from, to: goneAt }] : [];
}

const isWithin = (spans: readonly Span[], at: Instant): boolean =>
  spans.some((span) => span.from <= at && (span.to === null || at < span.to));

/**
 * Splits the time it was open into the four open states. A draft is a draft whatever its reviews say; then an approval in
 * force, then any counted review given so far, decide. Half-open, without gap or overlap; empty spans are left out.
 */
export function openSpans(input: {
  open: readonly Span[];
  drafts: readonly Span[];
  approvals: readonly Span[];
  /** First counted review of any kind, also one given during draft. */
  reviewedFrom: Instant | null;
}): Record<OpenState, Span[]> {
  const spans: Record<OpenState, Span[]> = { draft: [], waiting: [], inReview: [], approved: [] };
  const { open, drafts, approvals, reviewedFrom } = input;
  const edges = new Set<Instant>(reviewedFrom === null ? [] : [reviewedFrom]);
  for (const span of [...open, ...drafts, ...approvals]) {
    edges.add(span.from);
    if (span.to !== null) edges.add(span.to);
  }
  const ascending = [...edges].sort((a, b) => a - b);
  const stateAt = (at: Instant): OpenState | null => {
    if (!isWithin(open, at)) return null;
    if (isWithin(drafts, at)) return 'draft';
    if (isWithin(approvals, at)) return 'approved';
    return reviewedFrom !== null && reviewedFrom <= at ? 'inReview' : 'waiting';
  };
  let current: { state: OpenState | null; from: Instant } = { state: null, from: 0 };
  for (const at of ascending) {
    const state = stateAt(at);
    if (state === current.state) continue;
    if (current.state) spans[current.state].push({ from: current.from, to: at });
    current = { state, from: at };
  }
  if (current.state) spans[current.state].push({ from: current.from, to: null });
  return spans;
}

/** Whole seconds, span by span, that ended `parts` cover within `whole` from an instant on. */
export function overlapSeconds(whole: readonly Span[], parts: readonly Span[], since: Instant): number {
  let seconds = 0;
  for (const outer of whole) {
    for (const part of parts) {
      const to = Math.min(outer.to ?? Number.POSITIVE_INFINITY, part.to ?? Number.POSITIVE_INFINITY);
      const from = Math.max(outer.from, part.from, since);
      if (Number.isFinite(to) && to > from) seconds += Math.floor(to / 1000) - Math.floor(from / 1000);
    }
  }
  return seconds;
}

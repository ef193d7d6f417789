import type { ImportUnderWay } from '@devpulse/database/github/import-steps';
import type { Instant } from '@devpulse/domain/time/instant';
import type { PartialPullRequest } from '@devpulse/github/backfill/translation';
import { z } from 'zod';

/**
 * A pass reads from the newest change to `until`. `history` is what was asked for; `catch_up` reads again what changed while the pass
 * before it was under way; `open` reads everything that is open, and `recent` what changed lately: both confirm.
 */
const PASSES = ['history', 'catch_up', 'open', 'recent'] as const;

const Progress = z.object({
  pass: z.enum(PASSES).optional(),
  cursor: z.string().nullable().default(null),
  /** The pass has no further page; what is owed may still be. */
  isReadThrough: z.boolean().default(false),
  /** GitHub's clock when the pass was begun, and how far back it goes; null is everything. */
  begunAt: z.number().nullable().default(null),
  until: z.number().nullable().default(null),
  /** The wish that the pass was begun for: one that came later wants more. */
  askedAt: z.number().nullable().default(null),
  /** What `history` went back to; a later wish for more begins it anew. */
  historyUntil: z.number().nullable().default(null),
  owed: z.array(z.custom<PartialPullRequest>()).default([]),
  activeMs: z.number().default(0),
  /** Failures in a row, and good pages since the last one that was too heavy. */
  tries: z.number().default(0),
  calm: z.number().default(0),
});
export type Progress = z.output<typeof Progress> & { pass: (typeof PASSES)[number] };

const RECENT_MS = 48 * 3_600_000;
/** Clocks of GitHub's machines differ a little; what changed while a pass was begun is read by the next. */
const OVERLAP_MS = 60_000;

/** Where an import stands; a history that is still being read goes back as far as it is asked to by now. */
export function readProgress(row: Pick<ImportUnderWay, 'progress' | 'kind' | 'since' | 'askedAt'>): Progress {
  const { pass, ...stored } = Progress.parse(row.progress);
  if (pass === undefined && row.kind === 'reconcile')
    return { ...stored, pass: 'open', askedAt: row.askedAt };
  if (pass === undefined || (pass === 'history' && !stored.isReadThrough)) {
    return {
      ...stored,
      pass: 'history',
      until: row.since,
      historyUntil: row.since,
      askedAt: stored.askedAt ?? row.askedAt,
    };
  }
  return { ...stored, pass };
}

/** The pass after one that is through, or null when everything asked for has been read. */
export function nextPass(
  progress: Progress,
  row: Pick<ImportUnderWay, 'kind' | 'since' | 'askedAt'>,
  now: Instant,
): Progress | null {
  const begin = (pass: Progress['pass'], until: Instant | null): Progress => ({
    ...progress,
    pass,
    until,
    cursor: null,
    isReadThrough: false,
    begunAt: null,
    askedAt: row.askedAt,
  });
  if (progress.pass === 'open') return begin('recent', row.since ?? now - RECENT_MS);
  if (progress.pass === 'recent') return null;
  const reached = progress.historyUntil;
  if (reached !== null && (row.since === null || row.since < reached)) return begin('history', row.since);
  const isAskedAgain = progress.askedAt !== row.askedAt;
  // A poll comes again within the minute, and is mostly a single page.
  if (!isAskedAgain && (progress.pass === 'catch_up' || row.kind === 'poll')) return null;
  return begin('catch_up', (progress.begunAt ?? now) - OVERLAP_MS);
}

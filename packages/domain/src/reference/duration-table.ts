import { DURATIONS, type DurationName } from '../delivery/facts.ts';
import type { ReferenceSection } from './reference-section.ts';

type DurationWords = { label: string; from: string; to: string; absent: string };

const NEVER_REVIEWED = 'nobody reviewed it before the merge';
const READY = 'ready for review';

const WORDS: Readonly<Record<DurationName, DurationWords>> = {
  coding: {
    label: 'Coding',
    from: 'first commit',
    to: READY,
    absent: 'the first commit is unknown, after ready, or over 90 days before it',
  },
  pickup: { label: 'Pickup', from: READY, to: 'first review', absent: NEVER_REVIEWED },
  review: {
    label: 'Review',
    from: 'first review',
    to: 'last approval in force; the merge where there is none',
    absent: NEVER_REVIEWED,
  },
  mergeWait: {
    label: 'Merge wait',
    from: 'last approval in force',
    to: 'merged',
    absent: 'no approval is in force at the merge',
  },
  unreviewed: {
    label: 'Unreviewed',
    from: READY,
    to: 'merged',
    absent: 'somebody reviewed it before the merge',
  },
  cycle: { label: 'Cycle', from: READY, to: 'merged', absent: 'it is not merged' },
  lead: {
    label: 'Lead',
    from: 'first commit; ready where it is left out',
    to: 'merged',
    absent: 'it is not merged',
  },
};

/** The durations of a pull request and the instants that they lie between. Source: metrics.md, sections 2 and 3. */
export function durationSection(): ReferenceSection {
  const rows = DURATIONS.map((name) => {
    const { label, from, to, absent } = WORDS[name];
    return [label, from, to, absent];
  });
  return {
    anchor: 'durations',
    title: 'Durations',
    text: [
      'Each is in whole seconds on two clocks: elapsed time, and working time on the calendar of the author’s team, else of the organization. A pull request belongs to the day of its merge.',
    ],
    tables: [{ label: 'Durations', columns: ['Duration', 'From', 'To', 'Absent when'], rows }],
    entries: [],
    notes: [
      'Ready for review is the end of the first draft; the opening for what was never a draft. Later returns to draft do not move it.',
      'The first commit is the earliest that was known when the pull request was opened; it stays, so that a rebase cannot move it.',
      'The first review is one that was submitted by a person who is not the author, at ready or later; one given during the draft counts at ready. A comment outside of a review is none.',
      'An approval is in force until it is dismissed or the same reviewer asks for changes.',
      'Pickup, review, merge wait and unreviewed, where present, add up to the cycle to the second. Medians of phases do not add up and are never stacked.',
      'No duration is negative: an impossible order gives absence, with its reason.',
    ],
  };
}

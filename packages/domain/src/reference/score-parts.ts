import { QUICK_REVERT_MILLISECONDS, REVERT_MILLISECONDS } from '../score/judgement.ts';
import { DRAFT_WORKING_DAYS } from '../score/open-days.ts';
import { BEST_RATIO, FULL_SHARE, PART_WEIGHTS, WORST_RATIO, WORST_REVERTS } from '../score/parts.ts';
import type { PartId } from '../score/scored-pull-request.ts';
import type { ReferenceEntry } from './reference-section.ts';

type PartWords = {
  label: string;
  formula: string;
  text: readonly string[];
  excludes: readonly string[];
  absent: string;
};

const REVERT_DAYS = REVERT_MILLISECONDS / 86_400_000;
const QUICK_HOURS = QUICK_REVERT_MILLISECONDS / 3_600_000;
const IMPOSSIBLE = 'What has an impossible order of instants.';

export const PART_WORDS: Readonly<Record<PartId, PartWords>> = {
  promise_kept: {
    label: 'Promise kept',
    formula: `100 × min(1, A ÷ ${FULL_SHARE})`,
    text: [
      'A is the share of matured pull requests that were merged within their service level. One matures in the window when its service level ran out there, so that its outcome is known and no later event changes it.',
    ],
    excludes: [
      'What is ready for less than its service level.',
      'What was closed unmerged within its service level.',
      'What ended because its repository is gone.',
      IMPOSSIBLE,
    ],
    absent: 'nothing has matured; then there is no score',
  },
  predictability: {
    label: 'Predictability',
    formula: `100 × clamp((ln ${WORST_RATIO} − ln R) ÷ (ln ${WORST_RATIO} − ln ${BEST_RATIO}), 0, 1)`,
    text: [
      `R is P85 ÷ P50 of the cycle time of what a team merged in the window: ${BEST_RATIO} or less is full, ${WORST_RATIO} or more is nothing.`,
    ],
    excludes: ['Merges of a team whose median is zero working seconds.', IMPOSSIBLE],
    absent: 'nothing was merged, or every median is zero',
  },
  flow: {
    label: 'Flow',
    formula: '100 × (1 − ΣO ÷ ΣW)',
    text: [
      `At the end of each working day W are the pull requests that are open and ready, O those of them that are older than their service level. A draft of over ${DRAFT_WORKING_DAYS} working days counts half in both.`,
    ],
    excludes: [`Drafts of up to ${DRAFT_WORKING_DAYS} working days.`],
    absent: 'nothing stood open at the end of a working day',
  },
  stability: {
    label: 'Stability',
    formula: `100 × max(0, 1 − f ÷ ${WORST_REVERTS.toFixed(2)})`,
    text: [
      `f is the share of merges that were reverted within ${REVERT_DAYS} days; a revert within ${QUICK_HOURS} hours counts half.`,
    ],
    excludes: [`Merges under ${REVERT_DAYS} days old, as a revert may still come.`, IMPOSSIBLE],
    absent: `no merge is over ${REVERT_DAYS} days old`,
  },
};

export function scorePartEntry(id: PartId): ReferenceEntry {
  const { label, formula, text, excludes, absent } = PART_WORDS[id];
  return {
    anchor: `score-${id.replaceAll('_', '-')}`,
    title: label,
    text,
    formula,
    facts: [
      { label: 'Id', value: id },
      { label: 'Weight', value: String(PART_WEIGHTS[id]) },
      { label: 'Absent when', value: absent },
    ],
    excludes,
  };
}

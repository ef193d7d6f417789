import type { ScoreSummary, ScoreView } from '@devpulse/contracts/analytics/score';
import { formatWorking } from '@devpulse/domain/metrics/format';
import { PART_WORDS } from '@devpulse/domain/reference/score-parts';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import type { DeltaView } from '@devpulse/ui/delta';
import type { ScoreLine } from '@devpulse/ui/score-summary';
import { countOf } from '../../lib/count-words.ts';
import { dayText, rangeText, shortDayText } from '../../lib/day-words.ts';

type Part = ScoreView['parts'][number];
type Change = NonNullable<ScoreSummary['change']>;

const CONFIDENCE = { low: 'Low', medium: 'Medium', high: 'High' } as const;
const ABSENT: Readonly<Record<string, string>> = {
  nothing_matured: 'nothing has matured',
  nothing_merged: 'nothing was merged',
  median_is_zero: 'every median is zero working time',
  nothing_open: 'nothing stood open at the end of a working day',
  no_merge_old_enough: 'no merge is over 14 days old',
};

/** A score and its points always have one decimal. */
export const pointText = (points: number): string => points.toFixed(1);

const amountFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

function countedText(part: Part, calendar: WorkingCalendar): string {
  const { numerator, denominator } = part;
  if (numerator === null || denominator === null) return 'mean over the teams, by their merges';
  const [amount, of] = [amountFormat.format(numerator), amountFormat.format(denominator)];
  switch (part.part) {
    case 'promise_kept':
      return `${amount} of ${of} in time`;
    case 'predictability':
      return `P85 ${formatWorking(numerator, calendar)}, P50 ${formatWorking(denominator, calendar)}`;
    case 'flow':
      return `${amount} of ${of} days open over the service level`;
    case 'stability':
      return `${amount} of ${of} reverted`;
  }
}

/** The parts in the order of the API; an absent one says why and adds nothing. */
export function scoreLines(parts: readonly Part[], calendar: WorkingCalendar): ScoreLine[] {
  return parts.map((part) => ({
    key: part.part,
    label: PART_WORDS[part.part].label,
    detail:
      part.value === null
        ? `absent: ${ABSENT[part.absent ?? ''] ?? part.absent ?? 'no data'}`
        : countedText(part, calendar),
    share: part.value === null ? null : part.value / 100,
    value: part.value === null ? '–' : pointText(part.value),
    weight: `× ${part.weight}`,
    points: part.points === null ? '–' : pointText(part.points),
  }));
}

/** Says a change only where the API does. */
export function changeView(value: number, change: Change | null): DeltaView | null {
  if (change === null) return null;
  const since = `since ${shortDayText(change.day)}`;
  if (change.value === null) {
    return { direction: 'same', verdict: 'neutral', words: `nothing to compare with, ${since}` };
  }
  const before = `(${pointText(change.value)})`;
  if (!change.isChanged) {
    return {
      direction: 'same',
      verdict: 'neutral',
      words: `no real change ${since} ${before}: the difference is inside both intervals`,
    };
  }
  const difference = pointText(Math.abs(value - change.value));
  return value > change.value
    ? { direction: 'up', verdict: 'good', words: `rose ${difference} ${since} ${before}` }
    : { direction: 'down', verdict: 'bad', words: `fell ${difference} ${since} ${before}` };
}

/** `High confidence. 42 matured, 25 Sep to 19 Nov 2026.` */
export function basisText(summary: ScoreSummary, view: ScoreView | null): string {
  const confidence = summary.confidence === null ? '' : `${CONFIDENCE[summary.confidence]} confidence. `;
  const when = view === null ? `to ${dayText(summary.day)}` : rangeText(view.window);
  return `${confidence}${countOf(summary.n, 'matured pull request')}, ${when}.`;
}

/** Why there is no number, and what would make one. */
export function missingText({ n }: ScoreSummary, view: ScoreView | null): string {
  const needed = view?.missing?.needed;
  if (view?.missing?.reason === 'too_few_parts') {
    return `Not enough data: fewer than ${needed} of the parts have any. It appears by itself once they do.`;
  }
  const of = needed === undefined ? '' : ` of the ${needed} that a score needs`;
  return `Not enough data: ${countOf(n, 'pull request')}${of} ${n === 1 ? 'has' : 'have'} matured in 26 weeks. It appears by itself once they have.`;
}

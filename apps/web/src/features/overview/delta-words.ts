import type { Delta, Figure } from '@devpulse/contracts/analytics/figures';
import { formatCount } from '@devpulse/domain/metrics/format';
import type { DeltaView } from '@devpulse/ui/delta';
import { percentText } from '../../lib/count-words.ts';

type Wording = {
  /** What the figure is compared with: `the 30 days before`, `30 days earlier`. */
  period: string;
  /** The same as a time: `in the 30 days before`, `30 days earlier`. */
  when: string;
  /** The figure of that period with its unit; null where it is absent. */
  previous: string | null;
};

/** Says what the API decided; direction, ratio and verdict are never made here. Null where nothing is compared. */
export function deltaView(figure: Figure, wording: Wording): DeltaView | null {
  const { delta } = figure;
  const words = deltaWords(figure, wording);
  if (words === null) return null;
  const hasDirection = delta.kind === 'change' || delta.kind === 'new';
  return { direction: hasDirection ? delta.direction : 'same', verdict: delta.verdict, words };
}

function deltaWords(figure: Figure, { period, when, previous }: Wording): string | null {
  const { delta } = figure;
  switch (delta.kind) {
    case 'none':
      return figure.previous && figure.value !== null ? `nothing to compare with ${when}` : null;
    case 'too_few':
      return `too few to compare (n ${formatCount(figure.n)} and ${formatCount(figure.previous?.n ?? 0)})`;
    case 'new':
      return `new, none ${when}`;
    case 'same':
      return `no change from ${period}${inBrackets(previous)}`;
    case 'change':
      return `${changeText(delta, figure.unit)} than ${period}${inBrackets(previous)}`;
  }
}

function changeText(delta: Delta, unit: Figure['unit']): string {
  const word = { seconds: { up: 'slower', down: 'faster' }, count: { up: 'more', down: 'fewer' } }[unit];
  const amount = delta.ratio === null ? '' : `${percentText(delta.ratio)} `;
  return `${amount}${delta.direction === 'down' ? word.down : word.up}`;
}

const inBrackets = (text: string | null) => (text === null ? '' : ` (${text})`);

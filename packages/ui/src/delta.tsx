import { clsx } from 'clsx';
import { ArrowDown, ArrowUp, Minus } from 'lucide-react';

export type DeltaView = {
  direction: 'up' | 'down' | 'same';
  verdict: 'good' | 'bad' | 'neutral';
  /** The whole statement, `12 % faster than the 30 days before (10.7 h)`; arrow and colour only repeat it. */
  words: string;
};

const ARROWS = { up: ArrowUp, down: ArrowDown, same: Minus };
const COLOURS = { good: 'text-good', bad: 'text-bad', neutral: 'text-muted' };

export function Delta({ direction, verdict, words }: DeltaView) {
  const Arrow = ARROWS[direction];
  return (
    <p className={clsx('role-caption flex gap-1.5', COLOURS[verdict])} data-verdict={verdict}>
      <Arrow aria-hidden size={12} strokeWidth={2.5} className="mt-0.5 shrink-0" />
      <span>{words}</span>
    </p>
  );
}

import { clsx } from 'clsx';
import type { ReactNode } from 'react';

const TONES = {
  plain: 'border-hairline text-muted',
  good: 'border-current text-good',
  caution: 'border-current text-caution',
  bad: 'border-current text-bad',
};

/** A word about the thing beside it; the word says it, the colour only helps. */
export function Badge({ tone = 'plain', children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'role-caption inline-flex items-center rounded-mark border px-1.5 py-px whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

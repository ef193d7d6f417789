import type { Overview } from '@devpulse/contracts/analytics/overview';
import { LINK_STYLE } from '@devpulse/ui/link';
import { Note } from '@devpulse/ui/note';
import { countOf } from '../../lib/count-words.ts';
import { PageLink } from '../../lib/page-link.tsx';

/** How many health alerts hold now; nothing where none does. */
export function AlertStrip({ alerts, rulesHref }: { alerts: Overview['alerts']; rulesHref: string }) {
  const further = [
    { count: alerts.acknowledged, word: 'acknowledged' },
    { count: alerts.snoozed, word: 'snoozed' },
  ].filter(({ count }) => count > 0);
  if (alerts.open === 0 && further.length === 0) return null;
  return (
    <Note
      kind={alerts.open > 0 ? 'caution' : 'info'}
      action={
        <PageLink href={rulesHref} className={LINK_STYLE}>
          What raises an alert
        </PageLink>
      }
    >
      <p className="flex flex-wrap gap-x-4">
        <strong className="font-semibold">{countOf(alerts.open, 'open alert')}</strong>
        {further.map(({ count, word }) => (
          <span key={word} className="text-muted">
            {count} {word}
          </span>
        ))}
      </p>
    </Note>
  );
}

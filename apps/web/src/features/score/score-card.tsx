import type { ScoreView, ScoreSummary as Summary } from '@devpulse/contracts/analytics/score';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { Card } from '@devpulse/ui/card';
import type { DefinitionView } from '@devpulse/ui/definition-view';
import { LINK_STYLE } from '@devpulse/ui/link';
import { ScoreSummary } from '@devpulse/ui/score-summary';
import { countOf } from '../../lib/count-words.ts';
import { dayText, minuteText } from '../../lib/day-words.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { basisText, changeView, missingText, pointText, scoreLines } from './score-view.ts';

const TITLE = 'Delivery Reliability Score';
const FORMULA =
  'How dependably work that was offered for review gets finished: promise kept, predictability, flow and stability, weighted. It tells nothing of productivity or of what a person is worth.';

type Addresses = { definition: string; csv: string };

/** Of the last complete day. `view` is null where the parts could not be read; the figure stands without them. */
export function ScoreCard({
  summary,
  view,
  calendar,
  addresses,
}: {
  summary: Summary | null;
  view: ScoreView | null;
  calendar: WorkingCalendar;
  addresses: Addresses;
}) {
  if (summary === null) {
    return (
      <Card title={TITLE}>
        <p className="role-body mt-2 text-muted">
          It is computed for the last complete day, every night. There is none yet.
        </p>
      </Card>
    );
  }
  return (
    <Card
      title={TITLE}
      definition={definitionOf(summary, { view, calendar, addresses })}
      subtitle={`At the end of ${dayText(summary.day)}`}
      action={
        <PageLink href={addresses.definition} className={LINK_STYLE}>
          How it is calculated
        </PageLink>
      }
    >
      <Body summary={summary} view={view} calendar={calendar} />
      {summary.n > 0 && (
        <p className="mt-3">
          <a href={addresses.csv} download className={LINK_STYLE}>
            CSV of the pull requests behind it
          </a>
        </p>
      )}
    </Card>
  );
}

function Body({
  summary,
  view,
  calendar,
}: {
  summary: Summary;
  view: ScoreView | null;
  calendar: WorkingCalendar;
}) {
  const { value, low, high, change } = summary;
  if (value === null || low === null || high === null) {
    return <p className="role-body mt-2 text-muted">{missingText(summary, view)}</p>;
  }
  return (
    <ScoreSummary
      amount={pointText(value)}
      intervalWords={`80 % interval ${pointText(low)} to ${pointText(high)}`}
      interval={{ value, low, high, previous: change?.value ?? null }}
      change={changeView(value, change)}
      basis={basisText(summary, view)}
      lines={view === null ? [] : scoreLines(view.parts, calendar)}
    />
  );
}

function definitionOf(
  summary: Summary,
  { view, calendar, addresses }: { view: ScoreView | null; calendar: WorkingCalendar; addresses: Addresses },
): DefinitionView {
  return {
    label: TITLE,
    formula: FORMULA,
    version: view === null ? '–' : String(view.definitionVersion),
    sample: countOf(summary.n, 'matured pull request'),
    details: view === null ? [] : [{ label: 'Computed', value: minuteText(view.computedAt, calendar.zone) }],
    href: addresses.definition,
  };
}

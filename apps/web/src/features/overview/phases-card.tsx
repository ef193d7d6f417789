import type { Overview } from '@devpulse/contracts/analytics/overview';
import { formatWorking } from '@devpulse/domain/metrics/format';
import { Card } from '@devpulse/ui/card';
import { PhaseBar } from '@devpulse/ui/phase-bar';
import { definitionsAddress } from '../../lib/addresses.ts';
import { countOf } from '../../lib/count-words.ts';
import { definitionView } from './figures.ts';
import { phaseViews } from './phases.ts';

const QUESTION = 'Where did the working time go?';

export function PhasesCard({ overview }: { overview: Overview }) {
  const { phases, figures, organization } = overview;
  const total = formatWorking(phases.totalSeconds, organization.calendar);
  const definition = {
    ...definitionView(overview, figures.cycleTime),
    label: 'Phases of cycle time',
    formula:
      'The phases of a pull request add up to its time from ready to merged, to the second. Totals and shares add up; medians of phases do not.',
    sample: countOf(phases.merged, 'pull request'),
    details: [],
    href: definitionsAddress(organization.slug, '#durations'),
  };
  return (
    <Card
      title={QUESTION}
      definition={definition}
      subtitle={
        phases.merged > 0
          ? `${formatMerged(phases.merged)} from ready to merged, ${total} in all`
          : 'Phases appear when pull requests are merged in this range'
      }
    >
      <PhaseBar
        label={QUESTION}
        phases={phaseViews(overview)}
        sum={{
          total,
          shareText: phases.merged > 0 ? '100 %' : '–',
          median:
            figures.cycleTime.value === null
              ? '–'
              : formatWorking(figures.cycleTime.value, organization.calendar),
        }}
      />
    </Card>
  );
}

const formatMerged = (merged: number) => countOf(merged, 'pull request');

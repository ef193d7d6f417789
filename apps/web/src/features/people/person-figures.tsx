import type { getPerson } from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import { formatCount, formatWorking } from '@devpulse/domain/metrics/format';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { Card } from '@devpulse/ui/card';
import { Facts } from '@devpulse/ui/facts';
import { countOf } from '../../lib/count-words.ts';

export type PersonAnswer = RouteResponse<typeof getPerson>;

const TOO_FEW = 5;

/** Figures of one person beside nobody else's: no rank, no verdict, no colour. */
export function PersonFigures({ person, calendar }: { person: PersonAnswer; calendar: WorkingCalendar }) {
  const { figures } = person;
  const median =
    figures.medianCycleSeconds === null
      ? 'nothing merged'
      : formatWorking(figures.medianCycleSeconds, calendar);
  return (
    <Card
      title={person.isSelf ? 'My figures' : 'Figures'}
      subtitle={`Last ${countOf(figures.days, 'day')}. Durations on the working clock.`}
      className="max-w-[560px]"
    >
      <div className="mt-2">
        <Facts
          items={[
            { label: 'Merged', value: formatCount(figures.merged) },
            { label: 'Reviews given', value: formatCount(figures.reviewsSubmitted) },
            { label: 'Pull requests reviewed', value: formatCount(figures.pullRequestsReviewed) },
            { label: 'Cycle time, median', value: median },
          ]}
        />
      </div>
      <p className="role-caption mt-2 text-muted">
        {figures.n > 0 && figures.n < TOO_FEW
          ? `From ${countOf(figures.n, 'merged pull request')}: too few to say much. `
          : ''}
        A count of pull requests is no measure of a person’s work.
      </p>
    </Card>
  );
}

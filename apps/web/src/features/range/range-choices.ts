import type { OrganizationSummary } from '@devpulse/contracts/organization/organizations';
import { addDays, type LocalDay } from '@devpulse/domain/time/local-day';
import { MAXIMUM_RANGE_DAYS } from '@devpulse/domain/time/range';
import { lengthText } from '../../lib/day-words.ts';
import type { OverviewSearch } from '../../lib/search-params.ts';
import type { RangeChoices } from './range-controls.tsx';

const RANGE_LABELS: Record<OverviewSearch['range'], string> = {
  '7d': '7 d',
  '30d': '30 d',
  '90d': '90 d',
  quarter: 'Quarter',
  custom: 'Custom',
};

/** What may be chosen on a page, with an address for each range. */
export function rangeChoices(options: {
  organization: OrganizationSummary;
  range: { from: LocalDay; to: LocalDay };
  today: LocalDay;
  toAddress: (days: Pick<OverviewSearch, 'range' | 'from' | 'to'>) => string;
}): RangeChoices {
  const { range, today, organization, toAddress } = options;
  const lastDay = addDays(range.to, -1);
  const latest = addDays(range.from, MAXIMUM_RANGE_DAYS - 1);
  const ranges = Object.entries(RANGE_LABELS) as [OverviewSearch['range'], string][];
  return {
    ranges: ranges.map(([value, label]) => ({
      value,
      label,
      href: toAddress({
        range: value,
        from: value === 'custom' ? range.from : null,
        to: value === 'custom' ? lastDay : null,
      }),
    })),
    comparisons: [
      { value: 'prev', label: `${lengthText(range)} before` },
      { value: 'weekdays', label: 'same weekdays' },
      { value: 'none', label: 'nothing' },
    ],
    teams: organization.teams.map((team) => ({ value: team.slug, label: team.name })),
    first: { day: range.from, min: addDays(range.to, -MAXIMUM_RANGE_DAYS), max: lastDay },
    last: { day: lastDay, min: range.from, max: [latest, today].sort()[0] ?? today },
  };
}

'use client';

import { DateField } from '@devpulse/ui/date-field';
import { RangeControl, type RangeOption } from '@devpulse/ui/range-control';
import { SelectField } from '@devpulse/ui/select-field';
import { useQueryStates } from 'nuqs';
import { evidenceSearch, type OverviewSearch } from '../../lib/search-params.ts';
import { useRangeRegion } from './range-region.tsx';

type DayChoice = { day: string; min: string; max: string };

export type RangeChoices = {
  /** The ranges as links; the days of `custom` are those that are shown now. */
  ranges: readonly RangeOption[];
  comparisons: readonly { value: string; label: string }[];
  teams: readonly { value: string; label: string }[];
  /** First and last day that are shown, and how far each may go. */
  first: DayChoice;
  last: DayChoice;
};

const ALL_TEAMS = '';

/** The one set of controls of a page. All of it lives in the address, so a view can be sent to somebody. */
export function RangeControls({ choices, hasComparison }: { choices: RangeChoices; hasComparison: boolean }) {
  const { startTransition } = useRangeRegion();
  const [search, setSearch] = useQueryStates(evidenceSearch, {
    history: 'push',
    shallow: false,
    scroll: false,
    startTransition,
  });
  const change = (next: Partial<OverviewSearch>) => void setSearch({ ...next, cursor: null });
  const chooseRange = (value: string) => {
    const range = value as OverviewSearch['range'];
    const days =
      range === 'custom' ? { from: choices.first.day, to: choices.last.day } : { from: null, to: null };
    change({ range, ...days });
  };
  return (
    <div className="flex flex-col gap-2 max-rail:w-full rail:items-end">
      <div className="flex flex-wrap gap-2 rail:justify-end">
        {choices.teams.length > 0 && (
          <SelectField
            label="Team"
            value={search.team ?? ALL_TEAMS}
            options={[{ value: ALL_TEAMS, label: 'All teams' }, ...choices.teams]}
            onChange={(team) => change({ team: team === ALL_TEAMS ? null : team })}
          />
        )}
        {hasComparison && (
          <SelectField
            label="vs"
            value={search.compare}
            options={choices.comparisons}
            onChange={(compare) => change({ compare: compare as OverviewSearch['compare'] })}
          />
        )}
        <RangeControl options={choices.ranges} current={search.range} onChoose={chooseRange} />
      </div>
      {search.range === 'custom' && <CustomDays choices={choices} onChange={change} />}
    </div>
  );
}

function CustomDays({
  choices: { first, last },
  onChange,
}: {
  choices: RangeChoices;
  onChange: (next: Partial<OverviewSearch>) => void;
}) {
  return (
    <fieldset className="flex flex-wrap gap-2">
      <legend className="sr-only">First and last day</legend>
      <DateField
        label="From"
        value={first.day}
        min={first.min}
        max={first.max}
        onChange={(from) => onChange({ from, to: last.day })}
      />
      <DateField
        label="To"
        value={last.day}
        min={last.min}
        max={last.max}
        onChange={(to) => onChange({ from: first.day, to })}
      />
    </fieldset>
  );
}

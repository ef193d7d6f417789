import type { EvidenceItem } from '@devpulse/contracts/analytics/metrics';
import { formatElapsed, formatWorking } from '@devpulse/domain/metrics/format';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';
import { type PullRequestColumn, PullRequestTable } from '@devpulse/ui/pull-request-table';
import { minuteText } from '../../lib/day-words.ts';

const STATES: Record<EvidenceItem['state'], string> = { open: 'Open', closed: 'Closed', merged: 'Merged' };

const COLUMNS: readonly (PullRequestColumn & {
  read: (item: EvidenceItem, calendar: WorkingCalendar) => string;
})[] = [
  { label: 'Author', align: 'start', isKept: false, read: (item) => item.author ?? 'deleted account' },
  { label: 'State', align: 'start', isKept: false, read: (item) => STATES[item.state] },
  { label: 'When', align: 'end', isKept: false, read: (item, { zone }) => minuteText(item.at, zone) },
  {
    label: 'Elapsed',
    align: 'end',
    isKept: false,
    read: ({ elapsedSeconds }) => (elapsedSeconds === null ? '' : formatElapsed(elapsedSeconds)),
  },
  {
    label: 'Working time',
    align: 'end',
    isKept: true,
    read: ({ workingSeconds }, calendar) =>
      workingSeconds === null ? '' : formatWorking(workingSeconds, calendar),
  },
];

/** Newest first, as the API gives them. Columns that hold nothing for this metric are left out. */
export function EvidenceTable({
  label,
  items,
  calendar,
}: {
  label: string;
  items: readonly EvidenceItem[];
  calendar: WorkingCalendar;
}) {
  const columns = COLUMNS.filter((column) => items.some((item) => column.read(item, calendar) !== ''));
  return (
    <PullRequestTable
      label={label}
      columns={columns}
      rows={items.map((item) => ({
        id: item.id,
        href: item.url,
        title: item.title,
        repository: item.repository,
        number: item.number,
        cells: columns.map((column) => column.read(item, calendar)),
      }))}
    />
  );
}

import type { OpenPullRequest } from '@devpulse/contracts/analytics/figures';
import type { Overview } from '@devpulse/contracts/analytics/overview';
import { formatCount, formatWorking } from '@devpulse/domain/metrics/format';
import { type WorkingCalendar, workingDaySeconds } from '@devpulse/domain/time/working-calendar';
import { Card } from '@devpulse/ui/card';
import { type Dot, DotKey, DotMatrix, type DotRow } from '@devpulse/ui/dot-matrix';
import { PartialNote } from '@devpulse/ui/state-view';
import { TableDisclosure } from '@devpulse/ui/table-disclosure';
import { AGEING_BUCKETS, type AgeingRow, ageingRows } from './ageing.ts';

const QUESTION = 'What is open, and is it getting old?';
/** More dots than this in one cell are a number. */
const MOST_DOTS = 12;
const STATES: Record<OpenPullRequest['state'], Pick<DotRow, 'label' | 'series'>> = {
  draft: { label: 'Draft', series: 4 },
  waiting: { label: 'Waiting for review', series: 1 },
  inReview: { label: 'In review', series: 2 },
  approved: { label: 'Approved', series: 3 },
};

export function OpenCard({ overview }: { overview: Overview }) {
  const { open, organization, flow } = overview;
  const { calendar } = organization;
  const ready =
    flow.openReadyNow === null ? '' : `, ${formatCount(flow.openReadyNow)} of them ready for review`;
  return (
    <Card title={QUESTION} subtitle={`${formatCount(open.total)} open${ready}. ${dayNote(calendar)}`}>
      {open.isTruncated && (
        <PartialNote>
          The oldest {formatCount(open.items.length)} of {formatCount(open.total)} are shown.
        </PartialNote>
      )}
      <DotMatrix
        label={QUESTION}
        corner="Working days"
        buckets={AGEING_BUCKETS}
        rows={ageingRows(open.items, calendar).map((row) => dotRow(row, calendar))}
      />
      <div className="mt-auto">
        <OpenTable items={open.items} calendar={calendar} />
      </div>
    </Card>
  );
}

function OpenTable({ items, calendar }: { items: readonly OpenPullRequest[]; calendar: WorkingCalendar }) {
  const overTarget = items.filter((item) => item.isOverTarget).length;
  return (
    <TableDisclosure
      label="Open pull requests and their age"
      before={<DotKey overTarget={`older than its target, ${formatCount(overTarget)}`} />}
      columns={['Pull request', 'State', 'Age', 'Target']}
      rows={items.map((item) => ({
        key: item.id,
        cells: [
          <a
            key={item.id}
            href={item.url}
            target="_blank"
            rel="noreferrer"
            title={item.title}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            {item.repository} #{item.number}
          </a>,
          STATES[item.state].label,
          formatWorking(item.ageWorkingSeconds, calendar),
          item.isOverTarget ? 'over' : 'within',
        ],
      }))}
    />
  );
}

function dotRow(row: AgeingRow, calendar: WorkingCalendar): DotRow {
  return {
    key: row.state,
    ...STATES[row.state],
    total: formatCount(row.count),
    cells: row.cells.map((cell) => ({
      dots: cell.slice(0, MOST_DOTS).map((item) => toDot(item, calendar)),
      hidden: Math.max(0, cell.length - MOST_DOTS),
    })),
  };
}

function toDot(item: OpenPullRequest, calendar: WorkingCalendar): Dot {
  const age = `${formatWorking(item.ageWorkingSeconds, calendar)} old`;
  const target = item.isOverTarget ? ', over its target' : '';
  return {
    id: item.id,
    href: item.url,
    label: `${item.repository} #${item.number}, ${age}${target}: ${item.title}`,
    isOverTarget: item.isOverTarget,
  };
}

/** Working time runs only in these hours, so the reader needs them to read an age. */
function dayNote(calendar: WorkingCalendar): string {
  const hours = formatCount(Math.round((workingDaySeconds(calendar) / 3600) * 10) / 10);
  return `A working day is ${hours} h, ${clockText(calendar.startMinute)} to ${clockText(calendar.endMinute)}`;
}

function clockText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

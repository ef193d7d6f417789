import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { Cell, HeaderCell, RowHeader, Table } from '@devpulse/ui/table';
import { clsx } from 'clsx';
import { CalendarMinus, Download, Eye, Hourglass, Lock, TriangleAlert } from 'lucide-react';
import { memberTimeAddress } from '../../lib/addresses.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { PresenceLine } from './presence-card.tsx';
import { NOTHING, type TeamWeek, type WeekCell, type WeekRow } from './team-week.ts';

/** Worked above break, alphabetical: no bars and no colours for others. */
export function TeamWeekCard({
  organization,
  week,
  from,
  zone,
  name,
  csv,
}: {
  organization: string;
  week: TeamWeek;
  from: string;
  zone: string;
  /** Of the team, or of everybody within reach. */
  name: string;
  csv: string;
}) {
  return (
    <Card
      title="Team week"
      subtitle="Worked above, breaks below, in hours and minutes. Alphabetical."
      action={
        <span className="role-caption flex items-center gap-1.5 text-muted">
          <Eye aria-hidden size={14} className="shrink-0" />
          Each person sees that you opened this week
        </span>
      }
    >
      {week.rows.length === 0 ? (
        <p className="role-body mt-3 text-muted">
          Nobody is within your reach here. People of the teams that you manage stand in this table.
        </p>
      ) : (
        <WeekGrid organization={organization} week={week} from={from} zone={zone} name={name} />
      )}
      <Key week={week} />
      <p className="mt-2">
        <a href={csv} className={LINK_STYLE}>
          <Download aria-hidden size={14} className="me-1" />
          CSV of this week
        </a>
      </p>
    </Card>
  );
}

function WeekGrid({
  organization,
  week,
  from,
  zone,
  name,
}: {
  organization: string;
  week: TeamWeek;
  from: string;
  zone: string;
  name: string;
}) {
  return (
    <Table label={`Hours of ${name}`} className="mt-3">
      <thead>
        <tr>
          <HeaderCell>Person</HeaderCell>
          {week.days.map(({ day, weekday, date, isToday }) => (
            <HeaderCell key={day} align="end" className={clsx(isToday && 'bg-hover')}>
              <span className="max-pair:block">{weekday}</span>{' '}
              <span className="max-pair:block">
                {date.split(' ')[0]}
                <span className="max-pair:sr-only"> {date.split(' ')[1]}</span>
              </span>
            </HeaderCell>
          ))}
          <HeaderCell align="end" className="max-rail:hidden">
            Week
          </HeaderCell>
          <HeaderCell align="end" className="max-rail:hidden">
            Target
          </HeaderCell>
        </tr>
      </thead>
      <tbody>
        {week.rows.map((row) => (
          <tr key={row.userId}>
            <RowHeader>
              <Person
                row={row}
                address={memberTimeAddress(organization, row.userId, { week: from })}
                zone={zone}
              />
            </RowHeader>
            <Days cells={row.cells} week={week} />
            <Total total={row.total} target={row.target} />
          </tr>
        ))}
        <tr className="border-t border-control">
          <RowHeader>
            <span className="role-label">{name}</span>
            <span className="role-caption block text-muted rail:hidden">{week.total.worked}</span>
          </RowHeader>
          <Days cells={week.totals} week={week} />
          <Total total={week.total} target={week.target} />
        </tr>
      </tbody>
    </Table>
  );
}

function Person({ row, address, zone }: { row: WeekRow; address: string; zone: string }) {
  return (
    <>
      <span className="role-label flex flex-wrap items-center gap-x-1.5">
        <PageLink href={address} className={LINK_STYLE}>
          {row.name}
        </PageLink>
        {row.isSelf && <span className="font-normal text-muted">you</span>}
        {row.waiting > 0 && (
          <span className="text-caution" title={waitingText(row.waiting)}>
            <Hourglass aria-hidden size={14} />
            <span className="sr-only">{waitingText(row.waiting)}</span>
          </span>
        )}
      </span>
      {row.presence && (
        <span className="max-rail:hidden">
          <PresenceLine item={row.presence} zone={zone} />
        </span>
      )}
      <span className="role-caption block text-muted rail:hidden">{row.total.worked}</span>
    </>
  );
}

const waitingText = (count: number) => `${count} ${count === 1 ? 'correction waits' : 'corrections wait'}`;

function Days({ cells, week }: { cells: readonly WeekCell[]; week: TeamWeek }) {
  return week.days.map(({ day, isToday }, index) => {
    const cell = cells[index];
    return (
      <Cell key={day} align="end" className={isToday ? 'bg-hover' : ''}>
        {cell && <DayFigure cell={cell} />}
      </Cell>
    );
  });
}

function DayFigure({ cell }: { cell: WeekCell }) {
  return (
    <>
      <span className="flex items-center justify-end gap-1">
        {cell.unresolved && (
          <span className="text-caution" title={cell.unresolved}>
            <TriangleAlert aria-hidden size={12} />
            <span className="sr-only">{cell.unresolved}, </span>
          </span>
        )}
        {cell.leave && (
          <span className="text-muted" title={cell.leave}>
            <CalendarMinus aria-hidden size={12} />
            <span className="sr-only">{cell.leave}, </span>
          </span>
        )}
        {cell.isLocked && (
          <span className="text-muted" title="locked">
            <Lock aria-hidden size={12} />
            <span className="sr-only">locked, </span>
          </span>
        )}
        <span className={clsx(cell.isRunning && 'border-b border-dotted border-muted')}>{cell.worked}</span>
        {cell.isRunning && <span className="sr-only">, still running</span>}
      </span>
      <span className="role-caption block text-muted">
        {cell.worked !== NOTHING && <span className="sr-only">break </span>}
        {cell.beneath}
      </span>
    </>
  );
}

function Total({ total, target }: { total: WeekCell; target: string }) {
  return (
    <>
      <Cell align="end" className="max-rail:hidden">
        <span className="role-label">{total.worked}</span>
        <span className="role-caption block text-muted">{total.beneath}</span>
      </Cell>
      <Cell align="end" className="text-muted max-rail:hidden">
        {target}
      </Cell>
    </>
  );
}

/** Names only what the table shows. */
function Key({ week: { rows } }: { week: TeamWeek }) {
  const cells = rows.flatMap((row) => row.cells);
  const entries = [
    {
      icon: <Hourglass aria-hidden size={14} className="text-caution" />,
      words: 'a correction waits',
      isShown: rows.some(({ waiting }) => waiting > 0),
    },
    {
      icon: <TriangleAlert aria-hidden size={14} className="text-caution" />,
      words: 'time not resolved by the person, not counted',
      isShown: cells.some(({ unresolved }) => unresolved !== null),
    },
    {
      icon: <CalendarMinus aria-hidden size={14} />,
      words: 'leave, and worked beside it',
      isShown: cells.some(({ leave }) => leave !== null),
    },
    {
      icon: <Lock aria-hidden size={14} />,
      words: 'locked',
      isShown: cells.some(({ isLocked }) => isLocked),
    },
    {
      icon: (
        <span aria-hidden className="border-b border-dotted border-muted">
          5:02
        </span>
      ),
      words: 'still running',
      isShown: cells.some(({ isRunning }) => isRunning),
    },
  ].filter(({ isShown }) => isShown);
  if (entries.length === 0) return null;
  return (
    <ul aria-label="Key" className="role-caption mt-3 flex flex-wrap gap-x-4 gap-y-1 text-muted">
      {entries.map(({ icon, words }) => (
        <li key={words} className="flex items-center gap-1.5">
          {icon}
          {words}
        </li>
      ))}
    </ul>
  );
}

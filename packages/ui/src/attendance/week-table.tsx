import { Cell, HeaderCell, Table } from '../table.tsx';
import type { DayOpener } from './week-plot.tsx';

export type TableSession = {
  key: string;
  /** `08:58–12:31`, `22:00–06:00 Sun`, `from Sat 22:00` */
  times: string;
  /** `break 41 min, unresolved 15 min` */
  pauses: string;
  worked: string;
};
export type TableDay = {
  key: string;
  name: string;
  /** `vacation`, `day off` */
  leave: string | null;
  sessions: readonly TableSession[];
  total: string;
};

/** The week to read and to copy: what the bars show, and nothing only in the drawing. */
export function WeekTable({
  label,
  days,
  opener,
}: {
  label: string;
  days: readonly TableDay[];
  opener: DayOpener;
}) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <HeaderCell className="bg-transparent">Day</HeaderCell>
          <HeaderCell className="bg-transparent">Session</HeaderCell>
          <HeaderCell className="bg-transparent max-pair:hidden">Pauses</HeaderCell>
          <HeaderCell className="bg-transparent max-pair:hidden" align="end">
            Worked
          </HeaderCell>
          <HeaderCell className="bg-transparent" align="end">
            Total
          </HeaderCell>
        </tr>
      </thead>
      {days.map((day) => (
        <DayRows key={day.key} day={day} opener={opener} />
      ))}
    </Table>
  );
}

function DayRows({ day, opener }: { day: TableDay; opener: DayOpener }) {
  const rows = day.sessions.length === 0 ? [EMPTY] : day.sessions;
  return (
    <tbody className="border-b border-hairline [&_td]:border-b-0">
      {rows.map((session, index) => (
        <tr key={session.key}>
          {index === 0 && (
            <th
              scope="rowgroup"
              rowSpan={rows.length}
              className="role-label py-0 pe-2 text-start align-top whitespace-nowrap"
            >
              <OpenDay day={day} opener={opener} />
              {day.leave && <span className="role-caption -mt-1.5 block pb-2 text-muted">{day.leave}</span>}
            </th>
          )}
          <Cell className="ps-2!">
            {session.times}
            <span className="block text-muted pair:hidden">{narrowText(session, rows.length)}</span>
          </Cell>
          <Cell className="text-muted max-pair:hidden">{session.pauses}</Cell>
          <Cell align="end" className="pe-2! max-pair:hidden">
            {session.worked}
          </Cell>
          {index === 0 && (
            <td rowSpan={rows.length} className="role-label py-0 ps-2 text-end align-top whitespace-nowrap">
              <span className="flex h-row items-center justify-end">{day.total}</span>
            </td>
          )}
        </tr>
      ))}
    </tbody>
  );
}

/** Where there is no room for their columns; the only session of a day comes to what the day does. */
function narrowText({ worked, pauses }: TableSession, sessions: number): string {
  return [sessions > 1 && worked && `worked ${worked}`, pauses].filter(Boolean).join(', ');
}

const EMPTY: TableSession = { key: 'none', times: '–', pauses: '', worked: '' };

function OpenDay({ day, opener }: { day: TableDay; opener: DayOpener }) {
  const className = 'inline-flex h-row items-center underline-offset-3 hover:underline';
  if ('href' in opener) {
    return (
      <opener.link href={opener.href(day.key)} className={className}>
        {day.name}
      </opener.link>
    );
  }
  return (
    <button type="button" onClick={() => opener.open(day.key)} className={className}>
      {day.name}
    </button>
  );
}

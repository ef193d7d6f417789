import { clsx } from 'clsx';
import { SERIES_FILL, type SeriesNumber } from './series.ts';
import { Cell, HeaderCell, RowHeader, Table } from './table.tsx';

export type PhaseView = {
  key: string;
  label: string;
  series: SeriesNumber;
  /** 0 … 1, as the API says it. */
  share: number;
  shareText: string;
  total: string;
  median: string;
};

/** Parts of one total. Shares add up; medians stand beside them and do not. */
export function PhaseBar({
  label,
  phases,
  sum,
}: {
  label: string;
  phases: readonly PhaseView[];
  sum: { total: string; shareText: string; median: string };
}) {
  return (
    <>
      <div aria-hidden className="mt-4 mb-2 flex h-3 gap-0.5 overflow-hidden rounded-mark">
        {phases.map((phase) =>
          phase.share > 0 ? (
            <span
              key={phase.key}
              className={clsx('mark-solid min-w-0.5', SERIES_FILL[phase.series])}
              style={{ flex: `${phase.share} 1 0` }}
            />
          ) : null,
        )}
      </div>
      <Table label={label}>
        <thead>
          <tr>
            <HeaderCell>Phase</HeaderCell>
            <HeaderCell align="end">Total</HeaderCell>
            <HeaderCell align="end">Share</HeaderCell>
            <HeaderCell align="end">Median</HeaderCell>
          </tr>
        </thead>
        <tbody>
          {phases.map((phase) => (
            <PhaseRow key={phase.key} phase={phase} />
          ))}
          <tr className="font-medium [&>*]:border-b-0">
            <RowHeader>All phases</RowHeader>
            <Cell align="end">{sum.total}</Cell>
            <Cell align="end" className="whitespace-nowrap">
              {sum.shareText}
            </Cell>
            <Cell align="end">{sum.median}</Cell>
          </tr>
        </tbody>
      </Table>
    </>
  );
}

function PhaseRow({ phase }: { phase: PhaseView }) {
  return (
    <tr>
      <RowHeader className="whitespace-nowrap">
        <span className="inline-flex items-center gap-1.5">
          <span
            aria-hidden
            className={clsx('mark-solid size-2.5 rounded-[2px]', SERIES_FILL[phase.series])}
          />
          {phase.label}
        </span>
      </RowHeader>
      <Cell align="end">{phase.total}</Cell>
      <Cell align="end" className="whitespace-nowrap">
        {phase.shareText}
      </Cell>
      <Cell align="end" className="text-muted">
        {phase.median}
      </Cell>
    </tr>
  );
}

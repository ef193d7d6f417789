import { Delta, type DeltaView } from './delta.tsx';
import { Cell, HeaderCell, RowHeader, Table } from './table.tsx';

export type ScoreInterval = { low: number; high: number; value: number; previous: number | null };
export type ScoreLine = {
  key: string;
  label: string;
  /** What was counted, or why the part is absent. */
  detail: string;
  /** 0 … 1; null where the part is absent. */
  share: number | null;
  value: string;
  weight: string;
  points: string;
};

/** A score with its interval, what it is compared with, and its parts as points. All words are given. */
export function ScoreSummary({
  amount,
  intervalWords,
  interval,
  change,
  basis,
  lines,
}: {
  amount: string;
  intervalWords: string;
  interval: ScoreInterval;
  change: DeltaView | null;
  basis: string;
  /** Empty where the parts could not be read. */
  lines: readonly ScoreLine[];
}) {
  return (
    <div className="mt-3 grid gap-x-8 gap-y-4 wide:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <div>
        <p className="flex items-baseline gap-x-1.5">
          <span className="role-figure">{amount}</span>
          <span className="role-caption text-muted">of 100</span>
        </p>
        <p className="role-caption mt-1 text-muted">{intervalWords}</p>
        <IntervalBar {...interval} />
        {change && <Delta {...change} />}
        <p className="role-caption mt-2 text-muted">{basis}</p>
      </div>
      {lines.length > 0 && <Parts lines={lines} total={amount} />}
    </div>
  );
}

/** Begins at a whole ten below what it shows, so that a narrow interval can be seen. Decoration: the words say the same. */
function IntervalBar({ low, high, value, previous }: ScoreInterval) {
  const from = Math.max(0, Math.floor((Math.min(low, previous ?? low) - 5) / 10) * 10);
  const place = (score: number) => `${((score - from) / (100 - from)) * 100}%`;
  return (
    <div aria-hidden className="mt-3 mb-2">
      <div className="relative h-6">
        <span className="absolute inset-x-0 top-[11px] h-0.5 bg-hairline" />
        <span
          className="mark-solid absolute top-1.5 h-3 rounded-mark bg-series-1/25"
          style={{ left: place(low), width: `${((high - low) / (100 - from)) * 100}%` }}
        />
        {previous !== null && (
          <span
            className="absolute top-1.5 -ml-px h-3 border-l-2 border-dashed border-muted"
            style={{ left: place(previous) }}
          />
        )}
        <span
          className="mark-solid absolute top-0.5 -ml-px h-5 w-0.5 bg-text"
          style={{ left: place(value) }}
        />
      </div>
      <div className="role-caption flex justify-between text-muted">
        <span>{from}</span>
        <span>100</span>
      </div>
    </div>
  );
}

function Parts({ lines, total }: { lines: readonly ScoreLine[]; total: string }) {
  return (
    <Table label="Parts of the score">
      <thead>
        <tr>
          <HeaderCell>Part</HeaderCell>
          <HeaderCell align="end">Of 100</HeaderCell>
          <HeaderCell align="end">Weight</HeaderCell>
          <HeaderCell align="end">Points</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.key}>
            <RowHeader>
              <span className="role-label block">{line.label}</span>
              <span className="role-caption block text-muted">{line.detail}</span>
            </RowHeader>
            <Cell align="end">
              <span className="inline-flex items-center gap-3">
                {line.share !== null && <PartBar share={line.share} />}
                {line.value}
              </span>
            </Cell>
            <Cell align="end" className="text-muted">
              {line.weight}
            </Cell>
            <Cell align="end">
              <span className="role-label">{line.points}</span>
            </Cell>
          </tr>
        ))}
        <tr>
          <RowHeader className="border-b-0">
            <span className="role-label">Score</span>
          </RowHeader>
          <Cell className="border-b-0" />
          <Cell className="border-b-0" />
          <Cell align="end" className="border-b-0">
            <span className="role-label">{total}</span>
          </Cell>
        </tr>
      </tbody>
    </Table>
  );
}

function PartBar({ share }: { share: number }) {
  return (
    <span aria-hidden className="block h-1.5 w-16 rounded-mark bg-selected max-rail:hidden">
      <span
        className="mark-solid block h-full rounded-mark bg-series-1"
        style={{ width: `${share * 100}%` }}
      />
    </span>
  );
}

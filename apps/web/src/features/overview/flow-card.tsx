import type { Overview } from '@devpulse/contracts/analytics/overview';
import { formatCount } from '@devpulse/domain/metrics/format';
import { Card } from '@devpulse/ui/card';
import { FlowKey } from '@devpulse/ui/charts/flow-key';
import { TableDisclosure } from '@devpulse/ui/table-disclosure';
import { bucketText, flowPoints, flowTotals } from './flow.ts';
import { LazyFlowChart } from './lazy-flow-chart.tsx';

const QUESTION = 'Do we finish what we start?';
const SUMMARY_ID = 'flow-summary';
const BUCKET_NAMES = { day: 'Day', week: 'Week', month: 'Month' };

export function FlowCard({ overview }: { overview: Overview }) {
  const { flow, bucket } = overview;
  const totals = flowTotals(flow.buckets);
  const hasIncomplete = flow.buckets.at(-1)?.isIncomplete === true;
  const columns = [BUCKET_NAMES[bucket], 'Made ready', 'Merged', 'Closed unmerged'];
  return (
    <Card title={QUESTION} subtitle={<span id={SUMMARY_ID}>{summaryOf(overview, totals)}</span>}>
      <LazyFlowChart points={flowPoints(flow.buckets, bucket)} title={QUESTION} descriptionId={SUMMARY_ID} />
      <TableDisclosure
        label={`${QUESTION} By ${bucket}`}
        columns={columns}
        rows={[
          ...flow.buckets.map((row) => ({
            key: row.from,
            cells: [
              row.isIncomplete ? `${bucketText(row, bucket)}, not over` : bucketText(row, bucket),
              ...[row.ready, row.merged, row.closedUnmerged].map((count) => formatCount(count)),
            ],
          })),
          {
            key: 'all',
            cells: [
              'All',
              ...[totals.ready, totals.merged, totals.closedUnmerged].map((n) => formatCount(n)),
            ],
          },
        ]}
        before={
          <FlowKey
            merged={`Merged, ${formatCount(totals.merged)}`}
            ready={`Made ready, ${formatCount(totals.ready)}`}
            incomplete={
              hasIncomplete
                ? { day: 'Today, not over', week: 'This week, not over', month: 'This month, not over' }[
                    bucket
                  ]
                : null
            }
          />
        }
      />
    </Card>
  );
}

function summaryOf({ flow }: Overview, totals: ReturnType<typeof flowTotals>): string {
  const counts = `${formatCount(totals.ready)} made ready, ${formatCount(totals.merged)} merged, ${formatCount(totals.closedUnmerged)} closed unmerged`;
  const { openReadyBefore: before, openReadyNow: now } = flow;
  if (before === null || now === null) return counts;
  const change =
    before === now
      ? `Open and ready stayed at ${formatCount(now)}`
      : `Open and ready went from ${formatCount(before)} to ${formatCount(now)}`;
  return `${change}: ${counts}`;
}

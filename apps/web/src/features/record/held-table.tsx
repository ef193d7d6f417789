import type { HeldData } from '@devpulse/contracts/organization/trust';
import { formatCount } from '@devpulse/domain/metrics/format';
import { StackTable } from '@devpulse/ui/stack-table';
import type { z } from 'zod';

const COLUMNS = [
  { label: 'What' },
  { label: 'Records', align: 'end' as const },
  { label: 'Why' },
  { label: 'Who can see it' },
  { label: 'Kept' },
];

/** Each kind of data with its purpose, who may see it and how long it stays, in the words of the API. */
export function HeldTable({ held }: { held: readonly z.infer<typeof HeldData>[] }) {
  return (
    <StackTable
      label="What is held about me"
      columns={COLUMNS}
      rows={held.map((item) => ({
        key: `${item.table} ${item.title}`,
        cells: [item.title, formatCount(item.rows), item.purpose, item.audience, item.retention],
      }))}
    />
  );
}

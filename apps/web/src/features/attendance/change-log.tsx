import { Card } from '@devpulse/ui/card';
import { StackTable } from '@devpulse/ui/stack-table';
import { minuteText } from '../../lib/day-words.ts';
import { actorText, type Change, changeText } from './change-words.ts';

/** Who changed whose time and why. */
export function ChangeLog({
  items,
  zone,
  isOfOthersToo,
}: {
  items: readonly Change[];
  zone: string;
  isOfOthersToo: boolean;
}) {
  const whose = isOfOthersToo ? 'Of your time and of theirs whose time you decide about. ' : '';
  return (
    <Card
      title="What was changed"
      subtitle={`${whose}Every change with who made it and why. Nobody can delete a line.`}
    >
      {items.length === 0 ? (
        <p className="role-body mt-3 text-muted">Nothing was changed yet.</p>
      ) : (
        <StackTable
          label="What was changed"
          className="mt-3"
          columns={[
            { label: 'When' },
            { label: 'Who' },
            { label: 'What' },
            { label: 'Whose' },
            { label: 'Reason' },
          ]}
          rows={items.map((item) => ({
            key: item.id,
            cells: [
              minuteText(item.at, zone),
              actorText(item) ?? <span className="text-muted">nobody who is here now</span>,
              changeText(item),
              item.member,
              item.reason,
            ],
          }))}
        />
      )}
    </Card>
  );
}

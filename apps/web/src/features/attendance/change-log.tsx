import { Card } from '@devpulse/ui/card';
import { StackTable } from '@devpulse/ui/stack-table';
import { minuteText } from '../../lib/day-words.ts';
import { actorText, type Change, changeText } from './change-words.ts';

/** As many changes as are listed. */
export const MOST_SHOWN = 50;

/** Who changed the time of one member, or whose of several, and why. */
export function ChangeLog({
  items,
  zone,
  isOfOne = false,
}: {
  items: readonly Change[];
  zone: string;
  isOfOne?: boolean;
}) {
  return (
    <Card
      title="What was changed"
      subtitle={`The newest ${MOST_SHOWN}, with who made the change and why. Nobody can delete a line.`}
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
            ...(isOfOne ? [] : [{ label: 'Whose' }]),
            { label: 'Reason' },
          ]}
          rows={items.map((item) => ({
            key: item.id,
            cells: [
              minuteText(item.at, zone),
              actorText(item) ?? <span className="text-muted">nobody who is here now</span>,
              changeText(item),
              ...(isOfOne ? [] : [item.member]),
              item.reason,
            ],
          }))}
        />
      )}
    </Card>
  );
}

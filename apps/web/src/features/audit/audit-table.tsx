import { buttonStyle } from '@devpulse/ui/button';
import { StackTable } from '@devpulse/ui/stack-table';
import { minuteText } from '../../lib/day-words.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { type AuditItem, actionText } from './audit-words.ts';

/** What was done, newest first. `names` tells people and teams of an id; what is gone keeps its id. */
export function AuditTable({
  label,
  items,
  zone,
  names,
}: {
  label: string;
  items: readonly AuditItem[];
  zone: string;
  names: ReadonlyMap<string, string>;
}) {
  return (
    <StackTable
      label={label}
      columns={[{ label: 'When' }, { label: 'Who' }, { label: 'What' }, { label: 'To whom or what' }]}
      rows={items.map((item) => ({
        key: item.id,
        cells: [
          minuteText(item.at, zone),
          item.actor ?? <span className="text-muted">nobody who is here now</span>,
          actionText(item),
          <Target key="target" item={item} names={names} />,
        ],
      }))}
    />
  );
}

function Target({
  item: { target, action },
  names,
}: {
  item: AuditItem;
  names: ReadonlyMap<string, string>;
}) {
  if (target === null) return <span className="text-muted">the organization</span>;
  const known = names.get(target);
  if (known !== undefined) return known;
  if (action.startsWith('invitation.')) return 'an invitation';
  return <span className="font-mono text-muted">{target}</span>;
}

/** Links between pages of a list that begins with the newest. */
export function LogPages({
  label,
  older,
  newest,
}: {
  label: string;
  /** Null at the end of the list, and on its first page. */
  older: string | null;
  newest: string | null;
}) {
  if (older === null && newest === null) return null;
  return (
    <nav aria-label={label} className="mt-3 flex flex-wrap gap-2">
      {newest && (
        <PageLink href={newest} className={buttonStyle()}>
          Back to the newest
        </PageLink>
      )}
      {older && (
        <PageLink href={older} className={buttonStyle()}>
          Older
        </PageLink>
      )}
    </nav>
  );
}

import type { ContributorView } from '@devpulse/contracts/organization/contributors';
import { LINK_STYLE } from '@devpulse/ui/link';
import { StackTable } from '@devpulse/ui/stack-table';
import { contributorsAddress } from '../../lib/addresses.ts';
import { countOf } from '../../lib/count-words.ts';
import { PageLink } from '../../lib/page-link.tsx';

const COLUMNS = [
  { label: 'Name' },
  { label: 'GitHub accounts' },
  { label: 'Commits' },
  { label: 'Member' },
  { label: 'Change', align: 'end' as const, isLabelHidden: true },
];

/** By name, as the API orders them; no figure is beside a name. */
export function ContributorList({
  organization,
  label,
  contributors,
}: {
  organization: string;
  label: string;
  contributors: readonly ContributorView[];
}) {
  return (
    <StackTable
      label={label}
      columns={COLUMNS}
      rows={contributors.map(({ id, name, accounts, emails, member }) => ({
        key: id,
        cells: [
          name,
          accounts.map(({ login }) => login).join(', ') || 'none',
          emails.length === 0 ? 'no address' : countOf(emails.length, 'address', 'addresses'),
          member?.name ?? 'none',
          <PageLink
            key="change"
            href={contributorsAddress(organization, { change: id })}
            className={LINK_STYLE}
          >
            Change<span className="sr-only"> {name}</span>
          </PageLink>,
        ],
      }))}
    />
  );
}

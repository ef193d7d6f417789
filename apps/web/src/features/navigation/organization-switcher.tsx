import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { Check, Plus } from 'lucide-react';
import { onboardingAddress, overviewAddress } from '../../lib/addresses.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { ROLE_LABELS } from '../../lib/role-words.ts';

const ITEM =
  'role-label flex min-h-9 items-center gap-2 rounded-control px-2 py-1 hover:bg-hover max-rail:min-h-11';

/** The organizations of a person, and the way to a new one. */
export function OrganizationSwitcher({
  memberships,
  current,
}: {
  memberships: readonly OrganizationMembership[];
  current: string;
}) {
  return (
    <nav aria-label="Organizations">
      <ul>
        {memberships.map(({ slug, name, role }) => (
          <li key={slug}>
            <PageLink
              href={overviewAddress(slug)}
              className={ITEM}
              {...(slug === current && { 'aria-current': 'true' as const })}
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate">{name}</span>
                <span className="role-caption block text-muted">{ROLE_LABELS[role]}</span>
              </span>
              {slug === current && <Check aria-hidden size={16} className="shrink-0" />}
            </PageLink>
          </li>
        ))}
        <li className="mt-2 border-t border-hairline pt-2">
          <PageLink href={onboardingAddress()} className={ITEM}>
            <Plus aria-hidden size={16} className="shrink-0 text-muted" />
            New organization
          </PageLink>
        </li>
      </ul>
    </nav>
  );
}

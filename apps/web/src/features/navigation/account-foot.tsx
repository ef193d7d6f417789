import type { Role } from '@devpulse/domain/access/roles';
import type { ReactNode } from 'react';
import { accountAddress } from '../../lib/addresses.ts';
import { PageLink } from '../../lib/page-link.tsx';
import { ROLE_LABELS } from '../../lib/role-words.ts';

/** Who is signed in, with the way to their account and out. */
export function AccountFoot({
  name,
  role,
  theme,
  signOut,
}: {
  /** Null where it could not be read. */
  name: string | null;
  role: Role | null;
  theme: ReactNode;
  signOut: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-3">
      <PageLink
        href={accountAddress()}
        className="flex min-h-10 items-center gap-2 rounded-control px-2 py-1 hover:bg-hover max-rail:min-h-11"
      >
        <span
          aria-hidden
          className="role-caption grid size-6 shrink-0 place-items-center rounded-full bg-selected"
        >
          {initialsOf(name ?? '')}
        </span>
        <span className="min-w-0">
          <span className="role-label block truncate">{name ?? 'Account'}</span>
          {role && <span className="role-caption block text-muted">{ROLE_LABELS[role]}</span>}
        </span>
        <span className="sr-only">, your account</span>
      </PageLink>
      <div className="flex flex-wrap items-center justify-between gap-2">
        {theme}
        {signOut}
      </div>
    </div>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const parts = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return parts.map((word) => word?.slice(0, 1).toUpperCase() ?? '').join('');
}

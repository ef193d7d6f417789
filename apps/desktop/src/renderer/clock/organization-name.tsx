import { ChevronDown } from 'lucide-react';
import type { WorkView } from '../../ipc/view.ts';

/** Whose time it is; a choice where the person works in several organizations. */
export function OrganizationName({ work: { organization, organizations, clock } }: { work: WorkView }) {
  if (organizations.length < 2 || clock.state !== 'out') {
    return <p className="role-label min-w-0 flex-1 truncate text-muted">{organization.name}</p>;
  }
  return (
    <div className="relative -ms-2 flex min-w-0 flex-1 items-center">
      <select
        aria-label="Organization"
        value={organization.slug}
        onChange={(event) =>
          void window.devpulse.clock({ type: 'choose_organization', slug: event.target.value })
        }
        className="role-label h-control max-w-full appearance-none truncate rounded-control bg-transparent ps-2 pe-7 text-muted hover:bg-hover [&>option]:bg-card [&>option]:text-text"
      >
        {organizations.map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden size={14} className="pointer-events-none -ms-6 shrink-0 text-muted" />
    </div>
  );
}

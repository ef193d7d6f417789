import { listNotices, type OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { AppShell } from '@devpulse/ui/app-shell';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { actOnClock } from '../../features/clock/clock-actions.ts';
import { clockView } from '../../features/clock/clock-view.ts';
import { ReadAnew } from '../../features/clock/read-anew.tsx';
import { ShellClock } from '../../features/clock/shell-clock.tsx';
import { GoKeys } from '../../features/keys/go-keys.tsx';
import { AccountFoot } from '../../features/navigation/account-foot.tsx';
import { RailPlaces, TabPlaces } from '../../features/navigation/destinations.tsx';
import { OrganizationSwitcher } from '../../features/navigation/organization-switcher.tsx';
import { deliveryPlaces, placesOf } from '../../features/navigation/places.ts';
import { Banners } from '../../features/organization/banners.tsx';
import { SignOutForm } from '../../features/session/sign-out-form.tsx';
import { ThemeControl } from '../../features/theme/theme-control.tsx';
import { readAccount } from '../../lib/account.ts';
import { attendanceAddress, evidenceAddress, overviewAddress } from '../../lib/addresses.ts';
import { callApi, settle } from '../../lib/api.ts';
import { readClock } from '../../lib/clock.ts';
import { findOrganization, listMemberships } from '../../lib/organization.ts';

export default async function OrganizationLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ organization: string }>;
}) {
  const { organization: slug } = await params;
  const [found, account] = await Promise.all([settle(findOrganization(slug)), settle(readAccount())]);
  const membership = 'data' in found ? (found.data ?? notFound()) : null;
  // Where the list cannot be read the address stands in, and the page itself says what failed.
  const places = membership ? placesOf(membership) : deliveryPlaces(slug);
  const memberships = membership ? await listMemberships() : [];
  return (
    <AppShell
      name={membership?.name ?? slug}
      switcher={memberships.length > 1 && <OrganizationSwitcher memberships={memberships} current={slug} />}
      rail={<RailPlaces places={places} />}
      tabs={<TabPlaces places={places} />}
      foot={
        <div className="flex flex-col gap-4">
          {membership?.capabilities.includes('own_record') && <OwnClock slug={slug} />}
          <AccountFoot
            name={'data' in account ? account.data.name : null}
            role={membership?.role ?? null}
            theme={<ThemeControl />}
            signOut={<SignOutForm />}
          />
        </div>
      }
    >
      <ReadAnew />
      <GoKeys places={{ o: overviewAddress(slug), d: evidenceAddress(slug), a: attendanceAddress(slug) }} />
      {membership && <Told membership={membership} />}
      {children}
    </AppShell>
  );
}

/** Notices are read only when there are unread ones; where they cannot be read, the page stands without them. */
async function Told({ membership }: { membership: OrganizationMembership }) {
  const hasUnread = membership.unreadNotices > 0;
  const answer = hasUnread
    ? await settle(callApi(listNotices, { params: { organization: membership.slug } }))
    : null;
  const notices = answer !== null && 'data' in answer ? answer.data.items : [];
  return <Banners membership={membership} notices={notices} />;
}

/** Where the clock cannot be read, the page stands without it. */
async function OwnClock({ slug }: { slug: string }) {
  const answer = await settle(readClock(slug));
  if ('problem' in answer) {
    return <p className="role-caption px-2 text-muted">The clock could not be read.</p>;
  }
  return (
    <ShellClock
      view={clockView(answer.data)}
      action={actOnClock.bind(null, slug)}
      href={attendanceAddress(slug)}
    />
  );
}

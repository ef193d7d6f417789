import { listNotices, type OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { AppShell } from '@devpulse/ui/app-shell';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { AccountFoot } from '../../features/navigation/account-foot.tsx';
import { RailPlaces, TabPlaces } from '../../features/navigation/destinations.tsx';
import { OrganizationSwitcher } from '../../features/navigation/organization-switcher.tsx';
import { deliveryPlaces, placesOf } from '../../features/navigation/places.ts';
import { Banners } from '../../features/organization/banners.tsx';
import { SignOutForm } from '../../features/session/sign-out-form.tsx';
import { ThemeControl } from '../../features/theme/theme-control.tsx';
import { readAccount } from '../../lib/account.ts';
import { callApi, settle } from '../../lib/api.ts';
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
        <AccountFoot
          name={'data' in account ? account.data.name : null}
          role={membership?.role ?? null}
          theme={<ThemeControl />}
          signOut={<SignOutForm />}
        />
      }
    >
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

'use client';

import { NavLink, NavSection } from '@devpulse/ui/app-shell';
import { Building2, Mail, Plus, ShieldCheck, UserRound } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { PageLink } from '../../lib/page-link.tsx';

type Place = { href: string; label: string; Icon: typeof Mail };

const PROFILE: Place = { href: '/account', label: 'Profile', Icon: UserRound };
const SECURITY: Place = { href: '/account/security', label: 'Security', Icon: ShieldCheck };
const MAILS: Place = { href: '/instance/mails', label: 'Mails', Icon: Mail };

export type Organizations = readonly { slug: string; name: string }[];

/** One's own pages, and the organizations to go to. */
export function AccountRail({
  organizations,
  isInstanceOwner,
}: {
  organizations: Organizations;
  isInstanceOwner: boolean;
}) {
  const toOrganizations = [
    ...organizations.map(({ slug, name }) => ({ href: `/${slug}`, label: name, Icon: Building2 })),
    { href: '/new', label: 'New organization', Icon: Plus },
  ];
  return (
    <>
      <PlaceSection label="Account" places={[PROFILE, SECURITY]} />
      {isInstanceOwner && <PlaceSection label="This DevPulse" places={[MAILS]} />}
      <PlaceSection label="Organizations" places={toOrganizations} />
    </>
  );
}

/** The same for the foot of a phone: one's own pages, and the first organization. */
export function AccountTabs({ organizations }: { organizations: Organizations }) {
  const current = usePathname();
  const first = organizations[0];
  const places = [
    PROFILE,
    SECURITY,
    first
      ? { href: `/${first.slug}`, label: first.name, Icon: Building2 }
      : { href: '/new', label: 'New organization', Icon: Plus },
  ];
  return places.map((place) => (
    <PlaceLink key={place.href} place={place} isCurrent={place.href === current} shape="tab" />
  ));
}

function PlaceSection({ label, places }: { label: string; places: readonly Place[] }) {
  const current = usePathname();
  return (
    <NavSection label={label}>
      {places.map((place) => (
        <li key={place.href}>
          <PlaceLink place={place} isCurrent={place.href === current} shape="rail" />
        </li>
      ))}
    </NavSection>
  );
}

function PlaceLink({ place, isCurrent, shape }: { place: Place; isCurrent: boolean; shape: 'rail' | 'tab' }) {
  const { href, label, Icon } = place;
  return (
    <NavLink
      href={href}
      label={label}
      icon={<Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />}
      isCurrent={isCurrent}
      shape={shape}
      link={PageLink}
    />
  );
}

'use client';

import { NavLink, NavSection } from '@devpulse/ui/app-shell';
import {
  Activity,
  BookOpen,
  Cable,
  CalendarDays,
  Database,
  GitPullRequest,
  LayoutGrid,
  type LucideIcon,
  ScrollText,
  SlidersHorizontal,
  UserRound,
  UsersRound,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { PageLink } from '../../lib/page-link.tsx';
import { currentPlace, type Place, type PlaceId } from './places.ts';

const ICONS: Record<PlaceId, LucideIcon> = {
  overview: LayoutGrid,
  'pull-requests': GitPullRequest,
  teams: UsersRound,
  attendance: CalendarDays,
  definitions: BookOpen,
  'own-figures': Activity,
  'own-record': Database,
  people: UserRound,
  github: Cable,
  settings: SlidersHorizontal,
  audit: ScrollText,
};
const SECTIONS = ['Team', 'Mine', 'Organization'] as const;

/** All places of the rail, under the words that they belong to. */
export function RailPlaces({ places }: { places: readonly Place[] }) {
  const current = currentPlace(places, usePathname());
  return SECTIONS.map((section) => {
    const inSection = places.filter((place) => place.section === section);
    if (inSection.length === 0) return null;
    return (
      <NavSection key={section} label={section}>
        {inSection.map((place) => (
          <li key={place.id}>
            <PlaceLink place={place} isCurrent={place.id === current} shape="rail" />
          </li>
        ))}
      </NavSection>
    );
  });
}

/** The few places that a phone shows at its foot; the others are in the menu. */
export function TabPlaces({ places }: { places: readonly Place[] }) {
  const current = currentPlace(places, usePathname());
  return places
    .filter((place) => place.isTab)
    .map((place) => <PlaceLink key={place.id} place={place} isCurrent={place.id === current} shape="tab" />);
}

function PlaceLink({ place, isCurrent, shape }: { place: Place; isCurrent: boolean; shape: 'rail' | 'tab' }) {
  const Icon = ICONS[place.id];
  return (
    <NavLink
      href={place.href}
      label={place.label}
      icon={<Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />}
      isCurrent={isCurrent}
      shape={shape}
      link={PageLink}
    />
  );
}

import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { reachOf } from '@devpulse/domain/access/capabilities';
import {
  attendanceAddress,
  auditAddress,
  definitionsAddress,
  evidenceAddress,
  githubAddress,
  overviewAddress,
  ownRecordAddress,
  peopleAddress,
  personAddress,
  settingsAddress,
  teamsAddress,
} from '../../lib/addresses.ts';

export type PlaceId =
  | 'overview'
  | 'pull-requests'
  | 'teams'
  | 'attendance'
  | 'definitions'
  | 'own-figures'
  | 'own-record'
  | 'people'
  | 'github'
  | 'settings'
  | 'audit';

export type Place = {
  id: PlaceId;
  label: string;
  href: string;
  section: 'Team' | 'Mine' | 'Organization';
  /** Also among the tabs of a phone. */
  isTab: boolean;
};

type Authority = Pick<OrganizationMembership, 'slug' | 'role' | 'capabilities' | 'contributorId'>;

/** Where a member can go: what their capabilities open, and nothing else. */
export function placesOf({ slug, role, capabilities, contributorId }: Authority): Place[] {
  const may = (capability: Authority['capabilities'][number]) => capabilities.includes(capability);
  const places: (Place & { isOpen: boolean })[] = [
    ...deliveryPlaces(slug).map((place) => ({ ...place, isOpen: may('read_delivery') })),
    {
      id: 'teams',
      label: 'Teams',
      href: teamsAddress(slug),
      section: 'Team',
      isTab: true,
      isOpen: may('read_team'),
    },
    {
      id: 'attendance',
      label: 'Attendance',
      href: attendanceAddress(slug),
      section: 'Team',
      isTab: true,
      isOpen: may('own_record'),
    },
    {
      id: 'definitions',
      label: 'Definitions',
      href: definitionsAddress(slug),
      section: 'Team',
      isTab: false,
      isOpen: may('read_delivery'),
    },
    {
      id: 'own-figures',
      label: 'My figures',
      href: personAddress(slug, contributorId ?? ''),
      section: 'Mine',
      isTab: false,
      isOpen: contributorId !== null && may('read_person'),
    },
    {
      id: 'own-record',
      label: 'My data',
      href: ownRecordAddress(slug),
      section: 'Mine',
      isTab: true,
      isOpen: may('own_record'),
    },
    {
      id: 'people',
      label: 'People',
      href: peopleAddress(slug),
      section: 'Organization',
      isTab: false,
      isOpen: may('manage_members'),
    },
    {
      id: 'github',
      label: 'GitHub',
      href: githubAddress(slug),
      section: 'Organization',
      isTab: false,
      isOpen: may('manage_connections'),
    },
    {
      id: 'settings',
      label: 'Settings',
      href: settingsAddress(slug),
      section: 'Organization',
      isTab: false,
      isOpen: may('manage_settings'),
    },
    {
      id: 'audit',
      label: 'Audit log',
      href: auditAddress(slug),
      section: 'Organization',
      isTab: false,
      // The others read what is about themselves under My data.
      isOpen: may('read_audit') && reachOf('read_audit', role) === 'everything',
    },
  ];
  return places.flatMap(({ isOpen, ...place }) => (isOpen ? [place] : []));
}

/** What stands in the navigation while it is not known what the caller may see: the pages themselves say what failed. */
export function deliveryPlaces(slug: string): Place[] {
  return [
    { id: 'overview', label: 'Overview', href: overviewAddress(slug), section: 'Team', isTab: true },
    {
      id: 'pull-requests',
      label: 'Pull requests',
      href: evidenceAddress(slug),
      section: 'Team',
      isTab: true,
    },
  ];
}

/** The place that an address belongs to: the one with the longest address that is the path or lies above it. */
export function currentPlace(places: readonly Place[], path: string): PlaceId | null {
  let longest: Place | null = null;
  for (const place of places) {
    const isExactOnly = place.id === 'overview';
    const isWithin = path === place.href || (!isExactOnly && path.startsWith(`${place.href}/`));
    if (isWithin && place.href.length > (longest?.href.length ?? 0)) longest = place;
  }
  return longest?.id ?? null;
}

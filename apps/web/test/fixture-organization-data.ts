import type { Invitation, Member } from '@devpulse/contracts/organization/members';
import type { Notice } from '@devpulse/contracts/organization/organizations';
import type { getSettings } from '@devpulse/contracts/organization/settings';
import type { getTeam } from '@devpulse/contracts/organization/teams';
import type { listAudit, listWhoLooked } from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import type { Role } from '@devpulse/domain/access/roles';
import type { z } from 'zod';
import { type FixtureAttendance, freshAttendance } from './fixture-attendance-data.ts';
import { type FixtureContributors, freshContributors } from './fixture-contributors-data.ts';
import { ORGANIZATION } from './fixture-figures.ts';
import { type FixtureGithub, freshGithub } from './fixture-github-data.ts';
import { INES, TOM } from './fixture-people.ts';

/** What the stand-in keeps of its organization; tests set it before a page is asked for. */
export type FixtureOrganization = {
  /** Of whoever asks. */
  role: Role;
  contributorId: string | null;
  isIndividualViewsOn: boolean;
  isIndividualViewsLocked: boolean;
  deletionDueAt: string | null;
  secondFactorDueAt: string | null;
  isWithheldForFactor: boolean;
  /** Whether whoever asks is in a second organization. */
  hasSecond: boolean;
  notices: z.output<typeof Notice>[];
  members: Member[];
  invitations: z.output<typeof Invitation>[];
  teams: RouteResponse<typeof getTeam>[];
  settings: RouteResponse<typeof getSettings>;
  github: FixtureGithub;
  attendance: FixtureAttendance;
  contributors: FixtureContributors;
  sso: { issuer: string; clientId: string; isEnabled: boolean } | null;
  audit: RouteResponse<typeof listAudit>['items'];
  looks: RouteResponse<typeof listWhoLooked>['items'];
  /** Every change that arrived: route id, then what was sent. */
  changes: { id: string; params: object; body: object }[];
};

export const CONTRIBUTOR = {
  ines: id('c1'),
  tom: id('c2'),
  amira: id('c3'),
};
export const TEAM_ID = ORGANIZATION.teams[0]?.id ?? '';
const [CHECKOUT, PLATFORM] = ORGANIZATION.teams as [
  (typeof ORGANIZATION.teams)[0],
  (typeof ORGANIZATION.teams)[0],
];

function id(end: string): string {
  return `0198c1d2-0000-7000-8000-0000000000${end}`;
}

export function freshOrganization(changes: Partial<FixtureOrganization> = {}): FixtureOrganization {
  return {
    role: 'owner',
    contributorId: CONTRIBUTOR.ines,
    isIndividualViewsOn: false,
    isIndividualViewsLocked: false,
    deletionDueAt: null,
    secondFactorDueAt: null,
    isWithheldForFactor: false,
    hasSecond: false,
    notices: [],
    members: members(),
    invitations: [invitation('f1', 'lin.wei@fernhill.example')],
    teams: teams(),
    settings: {
      name: ORGANIZATION.name,
      calendar: { ...ORGANIZATION.calendar, holidays: ['2026-12-25', '2026-12-26'] },
      targets: { reviewWorkingSeconds: 28_800, cycleWorkingSeconds: 144_000 },
      secondFactorPolicy: 'administrators',
      botLogins: ['renovate[bot]', 'dependabot[bot]'],
      isIndividualViewsOn: false,
      isIndividualViewsLocked: false,
    },
    github: freshGithub(),
    attendance: freshAttendance(),
    contributors: freshContributors(),
    sso: null,
    audit: audit(),
    looks: looks(),
    changes: [],
    ...changes,
  };
}

export const NOTICES: FixtureOrganization['notices'] = [
  {
    id: id('e1'),
    kind: 'individual_views_on',
    actor: 'Marta Lindqvist',
    at: '2026-11-18T08:12:00.000Z',
    isRead: false,
  },
];

function members(): Member[] {
  const base = { joinedAt: '2026-05-04T08:00:00.000Z', teams: [], managedTeams: [] };
  return [
    {
      ...base,
      userId: id('a3'),
      name: 'Amira Obi',
      email: 'amira.obi@fernhill.example',
      role: 'developer',
      hasSecondFactor: false,
      lastSeenAt: null,
      contributorId: CONTRIBUTOR.amira,
      teams: [CHECKOUT],
    },
    {
      ...base,
      userId: INES.id,
      name: INES.name,
      email: INES.email,
      role: 'owner',
      hasSecondFactor: true,
      lastSeenAt: '2026-11-20T00:00:00.000Z',
      contributorId: CONTRIBUTOR.ines,
      teams: [CHECKOUT],
    },
    {
      ...base,
      userId: TOM.id,
      name: TOM.name,
      email: TOM.email,
      role: 'manager',
      hasSecondFactor: true,
      lastSeenAt: '2026-11-19T00:00:00.000Z',
      contributorId: CONTRIBUTOR.tom,
      managedTeams: [CHECKOUT],
    },
  ];
}

export function invitation(end: string, email: string) {
  return {
    id: id(end),
    email,
    role: 'developer' as const,
    teams: [PLATFORM],
    invitedBy: INES.name,
    createdAt: '2026-11-19T09:00:00.000Z',
    expiresAt: '2026-11-26T09:00:00.000Z',
    isExpired: false,
  };
}

function teams(): FixtureOrganization['teams'] {
  const person = (contributorId: string, userId: string | null, name: string, login: string | null) => ({
    contributorId,
    userId,
    name,
    login,
    startsAt: '2026-06-01T00:00:00.000Z',
  });
  return [
    {
      ...CHECKOUT,
      isFromGithub: false,
      calendar: null,
      managers: [{ userId: TOM.id, name: TOM.name }],
      people: [
        person(CONTRIBUTOR.amira, id('a3'), 'Amira Obi', 'amira-k'),
        { ...person(CONTRIBUTOR.ines, INES.id, INES.name, 'ines-a'), startsAt: null },
        person(id('c4'), null, 'Jonas Brandt', 'jonas-b'),
      ],
      past: [{ ...person(id('c5'), null, 'Sofia Moreno', 'sofia-m'), endsAt: '2026-09-30T22:00:00.000Z' }],
    },
    {
      ...PLATFORM,
      isFromGithub: true,
      calendar: null,
      managers: [],
      people: [person(CONTRIBUTOR.tom, TOM.id, TOM.name, 'tom-o')],
      past: [],
    },
  ];
}

function audit(): FixtureOrganization['audit'] {
  const entry = (index: number, action: string, detail: Record<string, unknown>, target: string | null) => ({
    id: `0198c1d2-0000-7000-8000-0000000008${String(index).padStart(2, '0')}`,
    at: new Date(Date.parse('2026-11-20T13:00:00Z') - index * 3_600_000).toISOString(),
    actor: index % 5 === 4 ? null : INES.name,
    action,
    target,
    detail,
  });
  const kinds: [string, Record<string, unknown>, string | null][] = [
    ['member.role_changed', { from: 'developer', to: 'manager' }, TOM.id],
    ['team.person_added', {}, CHECKOUT.id],
    ['settings.changed', { calendar: true, targets: true }, null],
    ['invitation.sent', { role: 'developer' }, id('f1')],
    ['individual_views.switched', { isOn: false, isLocked: true }, null],
  ];
  return Array.from({ length: 57 }, (_, index) => {
    const [action, detail, target] = kinds[index % kinds.length] ?? ['team.created', {}, null];
    return entry(index, action, detail, target);
  });
}

function looks(): FixtureOrganization['looks'] {
  return [
    {
      id: id('d1'),
      at: '2026-11-20T08:41:00.000Z',
      viewer: TOM.name,
      viewerRole: 'manager',
      what: 'individual_figures',
    },
    {
      id: id('d2'),
      at: '2026-11-02T09:05:00.000Z',
      viewer: 'Marta Lindqvist',
      viewerRole: 'owner',
      what: 'organization_export',
    },
  ];
}

export const HELD = [
  {
    title: 'Your name and e-mail address',
    table: 'user',
    rows: 1,
    purpose: 'To sign you in, to address mails to you, and to name you to your colleagues',
    audience: 'Members of your organizations see the name; Admins and Owners also the address',
    retention: 'Until you delete your account',
  },
  {
    title: 'Pull requests that you opened',
    table: 'pull_request',
    rows: 1284,
    purpose: 'To count how work flows through the teams you are in',
    audience:
      'Every member sees what GitHub shows. Sums of one person: you, and others only while individual views are on, logged',
    retention: 'As long as the organization; after you delete your record it is linked to you no longer',
  },
  {
    title: 'Who looked at your data',
    table: 'person_view',
    rows: 2,
    purpose: 'So that you know',
    audience: 'You alone',
    retention: '12 months',
  },
];

export const TABLES = {
  exportedAt: '2026-11-20T13:00:00.000Z',
  tables: {
    user: [{ id: INES.id, name: '=HYPERLINK("http://attacker.example")', email: INES.email }],
    person_view: [],
  },
};

import { z } from 'zod';
import { OrganizationParams, TeamSummary } from '../organization/organizations.ts';
import { Count, LocalDay } from '../primitives.ts';
import { route } from '../route.ts';
import { Figure, Flow, OpenList, Phases, PlainFigure, RangeQuery, RangeView, ScopeView } from './figures.ts';
import { EvidenceBehind, MetricParams, PageQuery } from './metrics.ts';
import { ScoreSummary } from './score.ts';

/** Windows that are precomputed for every team and repository. */
export const WindowDays = z.enum(['7', '14', '30', '90']).default('30');

const ScopeLine = z.object({
  id: z.uuid(),
  /** Null for a repository. */
  slug: z.string().nullable(),
  name: z.string(),
  /** The same of every line, in the order of the definitions. */
  figures: z.array(PlainFigure),
  score: ScoreSummary.nullable(),
  openAlerts: Count,
});

const LinesQuery = z.object({ days: WindowDays });
const lines = {
  lastDay: LocalDay,
  days: z.int(),
  definitionVersion: z.int(),
};

export const listTeamFigures = route({
  id: 'listTeamFigures',
  method: 'GET',
  path: '/api/v1/organizations/:organization/delivery/teams',
  summary: 'The teams that the caller may see by name, each with its own figures and trend; never ranked',
  access: 'read_team',
  params: OrganizationParams,
  query: LinesQuery,
  response: z.object({ ...lines, items: z.array(ScopeLine) }),
});

export const listRepositoryFigures = route({
  id: 'listRepositoryFigures',
  method: 'GET',
  path: '/api/v1/organizations/:organization/delivery/repositories',
  summary: 'The tracked repositories by name, each with its own figures and trend',
  access: 'read_delivery',
  params: OrganizationParams,
  query: LinesQuery,
  response: z.object({ ...lines, items: z.array(ScopeLine) }),
});

const DeliveryPage = RangeView.extend({
  scope: ScopeView,
  /** In the order of the definitions. */
  figures: z.array(Figure),
  phases: Phases,
  flow: Flow,
  open: OpenList,
  score: ScoreSummary.nullable(),
});

export const getTeamDelivery = route({
  id: 'getTeamDelivery',
  method: 'GET',
  path: '/api/v1/organizations/:organization/delivery/teams/:team',
  summary: 'Delivery of one team',
  access: 'read_team',
  params: OrganizationParams.extend({ team: z.uuid() }),
  query: RangeQuery,
  response: DeliveryPage,
});

export const getRepositoryDelivery = route({
  id: 'getRepositoryDelivery',
  method: 'GET',
  path: '/api/v1/organizations/:organization/delivery/repositories/:repository',
  summary: 'Delivery of one repository',
  access: 'read_delivery',
  params: OrganizationParams.extend({ repository: z.uuid() }),
  query: RangeQuery,
  response: DeliveryPage,
});

const PersonalDelivery = DeliveryPage.extend({
  person: z.object({ name: z.string(), login: z.string().nullable(), isSelf: z.boolean() }),
  /** Teams the person is in now. */
  teams: z.array(TeamSummary),
});

export const getOwnDelivery = route({
  id: 'getOwnDelivery',
  method: 'GET',
  path: '/api/v1/organizations/:organization/delivery/me',
  summary: 'One’s own delivery, with one’s own score; 404 for a caller whom nobody has linked to GitHub',
  access: 'own_record',
  params: OrganizationParams,
  query: RangeQuery,
  response: PersonalDelivery,
});

export const getPersonDelivery = route({
  id: 'getPersonDelivery',
  method: 'GET',
  path: '/api/v1/organizations/:organization/delivery/people/:person',
  summary:
    'Delivery of a person, without a score; of another one only while individual views are on, and logged',
  access: 'read_person',
  params: OrganizationParams.extend({ person: z.uuid() }),
  query: RangeQuery,
  response: PersonalDelivery,
});

export const getPersonEvidence = route({
  id: 'getPersonEvidence',
  method: 'GET',
  path: '/api/v1/organizations/:organization/delivery/people/:person/metrics/:metric/pull-requests',
  summary: 'The pull requests behind a figure of one’s own page, or of another’s, which is logged',
  access: 'read_person',
  params: MetricParams.extend({ person: z.uuid() }),
  query: RangeQuery.extend(PageQuery.shape),
  response: EvidenceBehind,
});

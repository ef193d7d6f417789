import type { Ids, Sample } from './sample.ts';

const team = (ids: Ids) => ({ params: { team: ids.team } });
const teamQuery = (ids: Ids) => ({ query: { team: ids.teamSlug } });
const alert = (ids: Ids) => ({ params: { alert: ids.alert } });

/** Of the routes of analytics. */
export const ANALYTICS_SAMPLES: Record<string, Sample> = {
  getOverview: { child: teamQuery },
  getEvidence: { params: { metric: 'merged' }, child: teamQuery },
  listMetrics: {},
  getTrend: { params: { metric: 'merged' }, child: (ids) => ({ query: { repository: ids.repository } }) },
  getDistribution: { params: { metric: 'cycle_time' }, child: teamQuery },
  getComparison: { child: teamQuery },
  exportDailyMetrics: { child: teamQuery },
  listTeamFigures: {},
  listRepositoryFigures: {},
  getTeamDelivery: { child: team },
  getRepositoryDelivery: { child: (ids) => ({ params: { repository: ids.repository } }) },
  // nobody but the developer is linked to a person of delivery
  getOwnDelivery: { passed: [200, 404] },
  getPersonEvidence: {
    child: (ids) => ({ params: { person: ids.contributor, metric: 'merged' } }),
    passed: [200, 403],
  },
  getPersonDelivery: { child: (ids) => ({ params: { person: ids.contributor } }), passed: [200, 403] },
  getScore: { child: teamQuery },
  getScoreHistory: { child: teamQuery },
  getScoreEvidence: { child: teamQuery },
  listTargets: {},
  setTarget: {
    params: { kind: 'sle' },
    child: (ids) => ({ body: { team: ids.team } }),
    body: () => ({ value: 72_000 }),
  },
  listAlerts: { child: teamQuery },
  acknowledgeAlert: { child: alert },
  snoozeAlert: { child: alert, body: () => ({ forSeconds: 86_400 }) },
  reopenAlert: { child: alert },
  getAlertSettings: {},
  setAlertRule: {
    params: { rule: 'inactivity' },
    child: (ids) => ({ body: { team: ids.team } }),
    body: () => ({ isEnabled: false }),
  },
  setDigest: { body: () => ({ isOn: true }) },
};

import { randomInt, randomUUID } from 'node:crypto';
import { ANALYTICS_SAMPLES } from './analytics-samples.ts';
import { ATTENDANCE_SAMPLES } from './attendance-samples.ts';
import type { Ids, Sample } from './sample.ts';
import type { createBelongings, Side } from './world.ts';

export function idsOf(side: Side, belongings: Awaited<ReturnType<typeof createBelongings>>): Ids {
  return {
    slug: side.organization.slug,
    member: side.target.userId,
    contributor: side.targetContributorId,
    team: side.teamId,
    teamSlug: side.teamSlug,
    otherTeam: side.otherTeamId,
    invitation: side.invitationId,
    ...side.github,
    ...side.people,
    ...side.analytics,
    ...side.attendance,
    ...belongings,
  };
}

export function idsOfNothing(): Ids {
  const id = randomUUID;
  return {
    slug: `nowhere-${id().slice(0, 8)}`,
    member: id(),
    contributor: id(),
    team: id(),
    teamSlug: `no-team-${id().slice(0, 8)}`,
    otherTeam: id(),
    invitation: id(),
    session: id(),
    device: id(),
    passkey: id(),
    identity: id(),
    githubApp: id(),
    githubKey: id(),
    githubToken: id(),
    installation: String(randomInt(2 ** 47)),
    repository: id(),
    import: id(),
    otherContributor: id(),
    account: String(randomInt(2 ** 47)),
    commitEmail: `${id()}@example.com`,
    alert: id(),
    correction: id(),
  };
}

const fresh = () => `new-${randomUUID().slice(0, 8)}@example.com`;
const member = (ids: Ids) => ({ params: { member: ids.member } });
const team = (ids: Ids) => ({ params: { team: ids.team } });
const calendar = {
  zone: 'Europe/Berlin',
  weekdays: [1, 2, 3, 4, 5],
  startMinute: 540,
  endMinute: 1020,
  holidays: [],
};
const device = { name: 'Laptop', kind: 'desktop', os: 'Linux', appVersion: '1.0.0' };
const password = 'correct horse battery staple 7';
const redirectUri = 'http://127.0.0.1:43210/callback';
const letters = 'BCDFGHJK';
const opaque = 'x'.repeat(43);
const contributor = (ids: Ids) => ({ params: { contributor: ids.contributor } });
const app = (ids: Ids) => ({ params: { app: ids.githubApp } });
const privateGithub = 'https://127.0.0.1';

/** One for every route of the contracts; a route without one fails the sweep. */
export const SAMPLES: Record<string, Sample> = {
  // anyone: the sweep asks only that no session changes the answer's access; their own tests say the rest
  getInstance: {},
  setUpInstance: {
    body: () => ({ token: opaque, name: 'A', email: fresh(), password }),
    passed: [401, 403, 404, 409],
  },
  signIn: { body: () => ({ email: fresh(), password }), passed: [401, 429] },
  signInWithFactor: { body: () => ({ challenge: opaque, code: '123456' }), passed: [400, 401, 429] },
  startPasskeySignIn: { body: () => ({}), passed: [200, 404, 409] },
  signInWithPasskey: { body: () => ({ flow: opaque, credential: {} }), passed: [400, 401, 404, 409] },
  refreshSession: { body: () => ({ refreshToken: opaque }), passed: [401, 429] },
  requestPasswordReset: { body: () => ({ email: fresh() }), passed: [200, 429] },
  resetPassword: { body: () => ({ token: opaque, password }), passed: [400, 401, 404, 429] },
  verifyEmail: { body: () => ({ token: opaque }), passed: [400, 401, 404, 429] },
  readInvitation: { body: () => ({ token: opaque }), passed: [404, 429] },
  signUpByInvitation: { body: () => ({ token: opaque, name: 'A', password }), passed: [404, 429] },
  startGithubSignIn: { body: () => ({}), passed: [200, 404, 409] },
  finishGithubSignIn: { body: () => ({ flow: opaque, code: 'c', state: 's' }), passed: [400, 401, 404, 409] },
  startSsoSignIn: { body: (ids) => ({ organization: ids.slug }), passed: [404] },
  finishSsoSignIn: { body: () => ({ flow: opaque, code: 'c', state: 's' }), passed: [400, 401, 404, 409] },
  exchangeCode: {
    body: () => ({ code: opaque, codeVerifier: 'v'.repeat(43), redirectUri }),
    passed: [400, 401, 404, 429],
  },
  startDeviceCode: { body: () => ({ device }), passed: [200, 429] },
  pollDeviceCode: { body: () => ({ deviceCode: opaque }), passed: [200, 400, 401, 404, 429] },

  // a person
  getAccount: {},
  signOut: {},
  reauthenticate: { body: () => ({ password }), passed: [400, 403, 409, 429] },
  updateAccount: { body: () => ({ name: 'New Name' }) },
  changeEmail: { body: () => ({ email: fresh() }) },
  changePassword: { body: () => ({ password }) },
  deleteAccount: { passed: [200, 409] },
  listFactors: {},
  startTotp: {},
  confirmTotp: { body: () => ({ code: '123456' }), passed: [400, 404, 409] },
  removeTotp: { passed: [200, 404, 409] },
  renewRecoveryCodes: { passed: [200, 404, 409] },
  startPasskey: { passed: [200, 404, 409] },
  addPasskey: { body: () => ({ flow: opaque, name: 'Key', credential: {} }), passed: [400, 401, 404, 409] },
  removePasskey: { child: (ids) => ({ params: { passkey: ids.passkey } }) },
  removeIdentity: { child: (ids) => ({ params: { identity: ids.identity } }), passed: [200, 409] },
  startIdentityLink: { body: () => ({ provider: 'github' }), passed: [200, 404, 409] },
  finishIdentityLink: { body: () => ({ flow: opaque, code: 'c', state: 's' }), passed: [400, 401, 404, 409] },
  acceptInvitation: { body: () => ({ token: opaque }), passed: [404, 429] },
  listSessions: {},
  endSession: { child: (ids) => ({ params: { session: ids.session } }) },
  endOtherSessions: {},
  listDevices: {},
  renameDevice: { child: (ids) => ({ params: { device: ids.device }, body: { name: 'New Name' } }) },
  unlinkDevice: { child: (ids) => ({ params: { device: ids.device } }) },
  authorizeDevice: {
    body: () => ({
      redirectUri,
      codeChallenge: 'c'.repeat(43),
      codeChallengeMethod: 'S256',
      state: 'state-1234',
      device,
    }),
  },
  readDeviceCode: { body: () => ({ userCode: letters }), passed: [404, 429] },
  decideDeviceCode: { body: () => ({ userCode: letters, isAllowed: true }), passed: [404, 429] },
  listOrganizations: {},
  createOrganization: { body: () => ({ name: `Org ${randomUUID().slice(0, 8)}`, zone: 'UTC' }) },
  listInstanceMails: {},

  finishGithubApp: { body: () => ({ code: 'c', state: opaque }), passed: [400] },
  finishInstallation: {
    body: () => ({ installationId: '1', code: 'c', state: opaque, setupAction: 'install' }),
    passed: [400],
  },

  // an organization’s connection with GitHub
  getGithub: {},
  startGithubApp: { body: () => ({ ownerLogin: 'fernhill' }) },
  removeGithubApp: { child: app },
  addAppKey: {
    child: app,
    body: () => ({ privateKey: '-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY-----' }),
    passed: [400],
  },
  removeAppKey: { child: (ids) => ({ params: { app: ids.githubApp, key: ids.githubKey } }) },
  // the App has no webhook
  rotateWebhookSecret: { child: app, passed: [409] },
  startInstallation: { child: (ids) => ({ body: { app: ids.githubApp } }) },
  // it is known by its deliveries alone
  removeInstallation: { child: (ids) => ({ params: { installation: ids.installation } }), passed: [409] },
  listRepositories: {},
  chooseRepositories: { child: (ids) => ({ body: { tracked: [ids.repository] } }) },
  refreshRepositories: {},
  importRepository: {
    child: (ids) => ({ params: { repository: ids.repository } }),
    body: () => ({ historyMonths: 6 }),
  },
  getImportProgress: {},
  listImports: {},
  pauseImport: { child: (ids) => ({ params: { import: ids.import } }) },
  resumeImport: { child: (ids) => ({ params: { import: ids.import } }) },
  addGithubToken: {
    body: () => ({
      token: `github_pat_${'x'.repeat(40)}`,
      webUrl: privateGithub,
      repositories: ['fernhill/checkout-api'],
    }),
    passed: [400],
  },
  removeGithubToken: { child: (ids) => ({ params: { token: ids.githubToken } }) },

  // an organization
  ...ANALYTICS_SAMPLES,
  ...ATTENDANCE_SAMPLES,
  leaveOrganization: { passed: [200, 409] },
  listNotices: {},
  markNoticesRead: {},
  getSettings: {},
  updateSettings: { body: () => ({ name: 'Renamed', calendar }) },
  listMembers: {},
  changeRole: { child: member, body: () => ({ role: 'manager' }) },
  removeMember: { child: member },
  listInvitations: {},
  invite: {
    child: (ids) => ({ body: { teamIds: [ids.team] } }),
    body: () => ({ email: fresh(), role: 'developer' }),
  },
  withdrawInvitation: { child: (ids) => ({ params: { invitation: ids.invitation } }) },
  listTeams: {},
  getTeam: { child: team },
  createTeam: { body: () => ({ name: `Team ${randomUUID().slice(0, 8)}` }) },
  renameTeam: { child: team, body: () => ({ name: 'Renamed' }) },
  deleteTeam: { child: team },
  listTeamCandidates: {},
  addToTeam: {
    child: (ids) => ({ params: { team: ids.otherTeam }, body: { contributorId: ids.contributor } }),
  },
  removeFromTeam: { child: (ids) => ({ params: { team: ids.team, contributor: ids.contributor } }) },
  setTeamManagers: {
    child: (ids) => ({ params: { team: ids.team }, body: { userIds: [ids.member] } }),
    passed: [200, 400, 409],
  },
  setTeamCalendar: { child: team, body: () => ({ calendar }) },
  listContributors: {},
  updateContributor: { child: contributor, body: () => ({ displayName: 'Renamed' }) },
  mergeContributors: {
    child: (ids) => ({ ...contributor(ids), body: { into: ids.otherContributor } }),
  },
  splitContributor: {
    child: (ids) => ({ params: { contributor: ids.otherContributor }, body: { accountId: ids.account } }),
  },
  claimEmail: { child: (ids) => ({ ...contributor(ids), body: { email: ids.commitEmail } }) },
  listSuggestions: {},
  declineSuggestion: {
    child: (ids) => ({ body: { subject: `email:${ids.contributor}:${ids.commitEmail}` } }),
  },
  importGithubTeams: {},
  getSso: {},
  setSso: {
    body: () => ({ issuer: 'https://127.0.0.1', clientId: 'client', clientSecret: 'a secret of a client' }),
    passed: [400],
  },
  removeSso: { passed: [200, 404] },
  transferOwnership: { child: (ids) => ({ body: { userId: ids.member } }) },
  requestDeletion: { body: (ids) => ({ confirm: ids.slug }) },
  cancelDeletion: { passed: [200, 409] },
  exportOrganization: {},
  switchIndividualViews: { body: () => ({ isOn: true }) },
  getPerson: { child: (ids) => ({ params: { person: ids.contributor } }), passed: [200, 403] },
  getOwnRecord: {},
  exportOwnRecord: {},
  listWhoLooked: {},
  listAudit: {},
  deleteOwnRecord: { passed: [200, 409] },
};

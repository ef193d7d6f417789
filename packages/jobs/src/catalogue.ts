import { z } from 'zod';

/** The row in raw_delivery is the truth; a job only says that there is one to look at. */
export const DeliveryJob = z.object({ deliveryId: z.uuid(), receivedAt: z.iso.datetime() });
export type DeliveryJob = z.infer<typeof DeliveryJob>;

export const OrganizationJob = z.object({ organizationId: z.uuid() });
export type OrganizationJob = z.infer<typeof OrganizationJob>;

/** The text of a mail stays in its row; a job only says that it waits. */
export const MailJob = z.object({ mailId: z.uuid() });
export type MailJob = z.infer<typeof MailJob>;

export const ImportJob = z.object({ importId: z.uuid() });
export type ImportJob = z.infer<typeof ImportJob>;

/** `installationId` is GitHub's number, of which each GitHub has its own. */
export const InstallationJob = z.object({ organizationId: z.uuid(), installationId: z.string() });
export type InstallationJob = z.infer<typeof InstallationJob>;

export const ScheduledJob = z.object({});

export const QUEUES = ['ingest', 'rollup', 'analysis', 'mail', 'github', 'schedule'] as const;
export type QueueName = (typeof QUEUES)[number];

type JobDefinition = {
  queue: QueueName;
  schema: z.ZodObject;
  attempts: number;
  /** First wait before another attempt, in milliseconds; it doubles each time, less up to half at random. */
  backoffMs: number;
  /** Period in milliseconds, for a job that nobody asks for. */
  every?: number;
  /** Fields of the payload: while a job of the same values waits or runs, no other is queued. */
  onePer?: readonly string[];
};

const delivery = { queue: 'ingest', schema: DeliveryJob, attempts: 5, backoffMs: 500 } as const;
const github = { queue: 'github', attempts: 5, backoffMs: 1_000 } as const;
const scheduled = { queue: 'schedule', schema: ScheduledJob, attempts: 3, backoffMs: 1_000 } as const;

/** Every job there is. The compiler holds the worker to one handler for each. */
export const JOBS = {
  processPullRequest: delivery,
  processReview: delivery,
  processPush: delivery,
  processInstallation: delivery,
  processMembership: delivery,
  computeDailyMetrics: { queue: 'rollup', schema: OrganizationJob, attempts: 5, backoffMs: 500 },
  /** Day sheets that are over become final, and those of an older version of the zone data are computed again. */
  computeAttendanceSummary: {
    queue: 'rollup',
    schema: OrganizationJob,
    attempts: 5,
    backoffMs: 2_000,
    onePer: ['organizationId'],
  },
  /** Assumes the end of sessions that were forgotten, and queues day sheets that are due. */
  keepAttendance: { ...scheduled, every: 120_000 },
  /** Forgets recorded time past each organization's retention. */
  expireAttendance: { ...scheduled, every: 3_600_000 },
  /** The scores of the last complete day, and of earlier days that are missing or were changed; targets first. */
  computeScores: {
    queue: 'analysis',
    schema: OrganizationJob,
    attempts: 5,
    backoffMs: 2_000,
    onePer: ['organizationId'],
  },
  /** Finds what stands still or is over its target, and resolves what no longer is. */
  evaluateAlerts: {
    queue: 'analysis',
    schema: OrganizationJob,
    attempts: 5,
    backoffMs: 2_000,
    onePer: ['organizationId'],
  },
  /** Queues scores and alerts of organizations that are due for them, and mails digests after 08:00 local time. */
  beginAnalyses: { ...scheduled, every: 60_000 },
  /** After a change of settings that every pull request is folded with. */
  refoldOrganization: {
    queue: 'rollup',
    schema: OrganizationJob,
    attempts: 5,
    backoffMs: 2_000,
    onePer: ['organizationId'],
  },
  /** After repositories have left an organization or have come back: their open pull requests end with them, or go on. */
  settleRepositories: {
    queue: 'rollup',
    schema: OrganizationJob,
    attempts: 5,
    backoffMs: 2_000,
    onePer: ['organizationId'],
  },
  /** Reads one repository's pull requests, a slice of its pages at a time; the row of the import says where it stands. */
  importRepository: { ...github, schema: ImportJob, onePer: ['importId'] },
  /** Asks which repositories and teams an installation has, and begins what follows from that. */
  followInstallation: { ...github, schema: InstallationJob, onePer: ['organizationId', 'installationId'] },
  /** Takes over the teams of an organization on GitHub. */
  followTeams: { ...github, schema: OrganizationJob, onePer: ['organizationId'] },
  /** Reads GitHub's log of deliveries and has sent again what never arrived. */
  healDeliveries: { ...github, schema: ScheduledJob, every: 300_000 },
  /** Asks about repositories whose webhooks cannot reach this instance. */
  pollRepositories: { ...github, schema: ScheduledJob, every: 60_000 },
  /** Queues imports that are due. */
  sweepImports: { ...scheduled, every: 10_000 },
  /** After 03:00 local time, has everything that is open and what changed lately confirmed. */
  beginReconciliations: { ...scheduled, every: 60_000 },
  /** Deletes what came through installations that were deleted 30 days ago, and budgets that nobody spends any more. */
  expireInstallations: { ...scheduled, every: 3_600_000 },
  /** The last of the attempts comes ten minutes after the first. */
  sendMail: { queue: 'mail', schema: MailJob, attempts: 8, backoffMs: 5_000, onePer: ['mailId'] },
  /** Queues mails that nobody was told of, and forgets old ones. */
  sweepMails: { ...scheduled, every: 60_000 },
  /** Organizations whose 30 days are over; codes, sessions, addresses of sign-ins, logs and alerts that ended past their retention. */
  expireAccess: { ...scheduled, every: 3_600_000 },
  /** Deliveries that were stored but not queued, and dirty days that nobody was told of. */
  sweep: { ...scheduled, every: 30_000 },
  /** Opens each organization's new local day and, after 02:00 local time, confirms its last 35 days. */
  rollDays: { ...scheduled, every: 60_000 },
  /** Partitions of the coming weeks and years; forgets delivery keys that GitHub can no longer repeat, and bodies past their retention. */
  maintainStore: { ...scheduled, every: 3_600_000 },
} as const satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.output<(typeof JOBS)[N]['schema']>;

/** The job that a webhook event is processed by. */
export const JOB_OF_EVENT = {
  pull_request: 'processPullRequest',
  pull_request_review: 'processReview',
  pull_request_review_comment: 'processReview',
  push: 'processPush',
  installation: 'processInstallation',
  installation_repositories: 'processInstallation',
  repository: 'processInstallation',
  member: 'processMembership',
  membership: 'processMembership',
  team: 'processMembership',
} as const satisfies Record<string, JobName>;

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}

export function jobOfEvent(event: string): JobName | null {
  return Object.hasOwn(JOB_OF_EVENT, event) ? JOB_OF_EVENT[event as keyof typeof JOB_OF_EVENT] : null;
}

/** BullMQ's options for a job of the catalogue. Failed jobs are not kept: a dead letter is a row, not a job. */
export function jobOptions(name: JobName, payload: Record<string, unknown> = {}) {
  const { attempts, backoffMs, onePer }: JobDefinition = JOBS[name];
  return {
    ...(onePer !== undefined && {
      jobId: [name, ...onePer.map((field) => String(payload[field]))].join('-'),
    }),
    attempts,
    backoff: { type: 'exponential' as const, delay: backoffMs, jitter: 0.5 },
    removeOnComplete: true,
    removeOnFail: true,
  };
}

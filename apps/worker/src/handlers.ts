import type { JobHandlers } from '@devpulse/jobs/workers';
import { expireAccess } from './access/expire-access.ts';
import { beginAnalyses } from './analysis/begin-analyses.ts';
import { computeScores } from './analysis/compute-scores.ts';
import { evaluateAlerts } from './analysis/evaluate-alerts.ts';
import { computeAttendanceSummary } from './attendance/compute-attendance-summary.ts';
import { expireAttendance } from './attendance/expire-attendance.ts';
import { keepAttendance } from './attendance/keep-attendance.ts';
import { beginReconciliations } from './github/begin-reconciliations.ts';
import { expireInstallations } from './github/expire-installations.ts';
import { followInstallation } from './github/follow-installation.ts';
import { followTeams } from './github/follow-teams.ts';
import { healDeliveries } from './github/heal-deliveries.ts';
import { importRepository } from './github/import-repository.ts';
import { pollRepositories } from './github/poll-repositories.ts';
import { sweepImports } from './github/sweep-imports.ts';
import { projectMembership } from './ingest/membership.ts';
import { processDelivery } from './ingest/process-delivery.ts';
import { projectPullRequest } from './ingest/pull-request.ts';
import { projectPush } from './ingest/push.ts';
import { refoldOrganization } from './ingest/refold-organization.ts';
import { settleRepositories } from './ingest/settle-repositories.ts';
import { sweep } from './ingest/sweep.ts';
import { projectTeam } from './ingest/team.ts';
import { sendMail } from './mail/send-mail.ts';
import { sweepMails } from './mail/sweep-mails.ts';
import type { WorkerContext } from './platform/context.ts';
import type { GithubRoom } from './platform/github-room.ts';
import type { PostRoom } from './platform/post-room.ts';
import { computeDailyMetrics } from './rollup/compute-daily-metrics.ts';
import { maintainStore } from './rollup/maintain-store.ts';
import { rollDays } from './rollup/roll-days.ts';

/** One handler for each job of the catalogue; the compiler misses any that is forgotten. */
export function createHandlers(
  context: WorkerContext,
  { room, github }: { room: PostRoom; github: GithubRoom },
): JobHandlers {
  return {
    processPullRequest: (job, attempt) => processDelivery(context, job, attempt),
    processReview: (job, attempt) => processDelivery(context, job, attempt),
    processPush: (job, attempt) => processDelivery(context, job, attempt),
    processInstallation: (job, attempt) => processDelivery(context, job, attempt),
    processMembership: (job, attempt) => processDelivery(context, job, attempt),
    computeDailyMetrics: (job) => computeDailyMetrics(context, job),
    computeAttendanceSummary: (job) => computeAttendanceSummary(context, job),
    keepAttendance: () => keepAttendance(context),
    expireAttendance: () => expireAttendance(context),
    computeScores: (job) => computeScores(context, job),
    evaluateAlerts: (job) => evaluateAlerts(context, job),
    beginAnalyses: () => beginAnalyses(context, room),
    refoldOrganization: (job) => refoldOrganization(context, job),
    settleRepositories: (job) => settleRepositories(context, job),
    importRepository: (job) => importRepository({ ...github, projectPullRequest }, job),
    followInstallation: (job) => followInstallation(github, job),
    followTeams: (job) => followTeams({ ...github, projectTeam, projectMembership }, job),
    healDeliveries: () => healDeliveries(github),
    pollRepositories: () => pollRepositories({ ...github, projectPush }),
    sweepImports: () => sweepImports(github),
    beginReconciliations: () => beginReconciliations(github),
    expireInstallations: () => expireInstallations(github),
    sendMail: (job, attempt) => sendMail(room, job, attempt),
    sweepMails: () => sweepMails(room),
    expireAccess: () => expireAccess(context),
    sweep: () => sweep(context),
    rollDays: () => rollDays(context),
    maintainStore: () => maintainStore(context),
  };
}

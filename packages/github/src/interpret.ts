import type { z } from 'zod';
import { type HandledEvent, isHandledAction } from './events.ts';
import { observeInstallation, observeInstallationRepositories } from './installation.ts';
import { decodeJson } from './json.ts';
import type { Interpretation, Observation } from './observations.ts';
import {
  InstallationPayload,
  InstallationRepositoriesPayload,
  MemberPayload,
  MembershipPayload,
  RepositoryEventPayload,
  TeamPayload,
} from './organization-schemas.ts';
import {
  PullRequestPayload,
  PullRequestReviewCommentPayload,
  PullRequestReviewPayload,
  PushPayload,
} from './payload-schemas.ts';
import { observePullRequest, observeReview, observeReviewComment } from './pull-request.ts';
import { observePush } from './push.ts';
import { observeRepositoryEvent } from './repository.ts';
import { observeMember, observeMembership, observeTeam } from './team.ts';

type Reader = { schema: z.ZodType; observe: (payload: never) => Observation };

const READERS: Record<HandledEvent, Reader> = {
  pull_request: { schema: PullRequestPayload, observe: observePullRequest },
  pull_request_review: { schema: PullRequestReviewPayload, observe: observeReview },
  pull_request_review_comment: { schema: PullRequestReviewCommentPayload, observe: observeReviewComment },
  push: { schema: PushPayload, observe: observePush },
  installation: { schema: InstallationPayload, observe: observeInstallation },
  installation_repositories: {
    schema: InstallationRepositoriesPayload,
    observe: observeInstallationRepositories,
  },
  repository: { schema: RepositoryEventPayload, observe: observeRepositoryEvent },
  member: { schema: MemberPayload, observe: observeMember },
  membership: { schema: MembershipPayload, observe: observeMembership },
  team: { schema: TeamPayload, observe: observeTeam },
};

/**
 * What a stored body says under its event name. Never throws on any bytes: what does not fit its event's shape is
 * `rejected_shape` with the first place and cause, what DevPulse has no use for is `ignored`.
 */
export function interpretDelivery(event: HandledEvent, body: Buffer): Interpretation {
  const decoded = decodeJson(body);
  if (!decoded.ok) return { outcome: 'rejected_shape', reason: decoded.reason };
  const action = readAction(decoded.value);
  if (!isHandledAction(event, action)) {
    return {
      outcome: 'ignored',
      action,
      installationId: null,
      reason: `action_not_handled`,
    };
  }
  const { schema, observe } = READERS[event];
  const parsed = schema.safeParse(decoded.value);
  if (!parsed.success) return { outcome: 'rejected_shape', reason: describeIssue(parsed.error) };
  const payload = parsed.data as { installation?: { id: string } | null };
  const installationId = payload.installation?.id;
  if (!installationId) {
    return { outcome: 'ignored', action, installationId: null, reason: 'no_installation' };
  }
  return { outcome: 'observed', action, installationId, observation: observe(payload as never) };
}

function readAction(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'action')) return null;
  const { action } = value as { action: unknown };
  return typeof action === 'string' ? action.slice(0, 60) : null;
}

/** Place and cause of the first fault; never a value, since values may be private. */
function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'does not have the shape of its event';
  const place = issue.path.map(String).join('.').slice(0, 120);
  return `${place || 'body'}: ${issue.message}`.slice(0, 300);
}

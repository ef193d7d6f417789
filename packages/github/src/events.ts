/** The webhook events that DevPulse projects. Every other one is stored as `ignored`. */
export const HANDLED_EVENTS = [
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
  'installation',
  'installation_repositories',
  'repository',
  'member',
  'membership',
  'team',
] as const;
export type HandledEvent = (typeof HANDLED_EVENTS)[number];

export function isHandledEvent(event: string): event is HandledEvent {
  return (HANDLED_EVENTS as readonly string[]).includes(event);
}

/** Actions whose payload shows the pull request without adding to its timeline. */
const SNAPSHOT_ACTIONS = [
  'assigned',
  'unassigned',
  'labeled',
  'unlabeled',
  'locked',
  'unlocked',
  'milestoned',
  'demilestoned',
  'auto_merge_enabled',
  'auto_merge_disabled',
  'enqueued',
  'dequeued',
] as const;

const TIMELINE_ACTIONS = [
  'opened',
  'edited',
  'closed',
  'reopened',
  'ready_for_review',
  'converted_to_draft',
  'review_requested',
  'review_request_removed',
  'synchronize',
] as const;

const ACTIONS: Record<HandledEvent, readonly string[] | null> = {
  pull_request: [...TIMELINE_ACTIONS, ...SNAPSHOT_ACTIONS],
  pull_request_review: ['submitted', 'edited', 'dismissed'],
  pull_request_review_comment: ['created', 'edited', 'deleted'],
  push: null,
  installation: ['created', 'deleted', 'suspend', 'unsuspend', 'new_permissions_accepted'],
  installation_repositories: ['added', 'removed'],
  repository: [
    'created',
    'renamed',
    'transferred',
    'archived',
    'unarchived',
    'privatized',
    'publicized',
    'edited',
    'deleted',
  ],
  member: ['added'],
  membership: ['added', 'removed'],
  team: ['created', 'edited', 'deleted'],
};

/** A push has no action; for every other event the action decides. */
export function isHandledAction(event: HandledEvent, action: string | null): boolean {
  const known = ACTIONS[event];
  return known === null || (action !== null && known.includes(action));
}
